namespace Mtok.Traces;

/// <summary>Gamma-distributed numbers with mean 1 and a given coefficient of variation, by the method of Marsaglia and Tsang (2000).</summary>
internal struct GammaDraw
{
    private readonly double _shape;
    private readonly double _d;
    private readonly double _c;
    private double _spare;

    /// <param name="variation">Standard deviation / mean; 0 always draws 1, and 1 is the exponential distribution.</param>
    public GammaDraw(double variation)
    {
        _shape = variation > 0 ? 1 / (variation * variation) : double.PositiveInfinity;
        _d = (_shape < 1 ? _shape + 1 : _shape) - (1.0 / 3);
        _c = 1 / Math.Sqrt(9 * _d);
        _spare = double.NaN;
    }

    public double Next(ref SeededRandom random)
    {
        if (double.IsPositiveInfinity(_shape))
        {
            return 1;
        }

        if (_shape == 1)
        {
            return -Math.Log(random.Share());
        }

        var drawn = Shaped(ref random);
        return (_shape < 1 ? drawn * Math.Pow(random.Share(), 1 / _shape) : drawn) / _shape;
    }

    private double Shaped(ref SeededRandom random)
    {
        while (true)
        {
            var normal = Normal(ref random);
            var v = 1 + (_c * normal);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            var u = random.Share();
            var square = normal * normal;
            if (u < 1 - (0.0331 * square * square) || Math.Log(u) < (0.5 * square) + (_d * (1 - v + Math.Log(v))))
            {
                return _d * v;
            }
        }
    }

    /// <summary>A standard normal number by Marsaglia's polar method, which yields two at a time.</summary>
    private double Normal(ref SeededRandom random)
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        while (true)
        {
            var (x, y) = ((2 * random.Share()) - 1, (2 * random.Share()) - 1);
            var size = (x * x) + (y * y);
            if (size is < 1 and > 0)
            {
                var factor = Math.Sqrt(-2 * Math.Log(size) / size);
                _spare = y * factor;
                return x * factor;
            }
        }
    }
}
