namespace Mtok.Traces;

/// <summary>The arrivals of one request class, in order.</summary>
internal sealed class ClassArrivals
{
    private const double Minute = 60;

    private readonly double[] _rates;
    private readonly double _step;
    private readonly double _span;
    private readonly double[] _minutes = new double[60];
    private readonly LengthDraw _lengths;
    private GammaDraw _gaps;
    private GammaDraw _factors;
    private SeededRandom _random;
    private SeededRandom _lengthRandom;
    private SeededRandom _minuteRandom;
    private double _rate;
    private double _until;
    private long _hour = -1;

    public ClassArrivals(TrafficClass part, ulong seed, int place, double scale, double span)
    {
        _rates = [.. part.Rates.Select(rate => rate.PerSecond * scale)];
        _step = part.Step.Seconds;
        _span = span;
        _gaps = new(part.ArrivalVariation.Value);
        _factors = new(part.MinuteVariation.Value);
        _lengths = new(part.Lengths);
        _random = new(seed, 3 * place);
        _lengthRandom = new(seed, (3 * place) + 1);
        _minuteRandom = new(seed, (3 * place) + 2);
        Begin(0);
        Advance();
    }

    /// <summary>The next arrival, in seconds from the start; at or beyond the span if there is none left.</summary>
    public double Time { get; private set; }

    public (double Input, double Output) Lengths() => _lengths.Next(ref _lengthRandom);

    public void Advance()
    {
        var work = _gaps.Next(ref _random);
        var time = Time;
        while ((_rate == 0 || work > (_until - time) * _rate) && time < _span)
        {
            work -= (_until - time) * _rate;
            time = _until;
            Begin(time);
        }

        Time = time < _span ? time + (work / _rate) : _span;
    }

    /// <summary>Sets the rate from a time on, and its end: that of the step or of the minute, whichever is earlier.</summary>
    private void Begin(double time)
    {
        // Half a microsecond later, so that rounding in sums of steps cannot fall short of a boundary.
        var inside = time + 5e-7;
        var (step, minute) = ((long)(inside / _step), (long)(inside / Minute));
        if (minute / 60 != _hour)
        {
            _hour = minute / 60;
            DrawMinutes();
        }

        _rate = _rates[step % _rates.Length] * _minutes[minute % 60];
        _until = Math.Min((step + 1) * _step, (minute + 1) * Minute);
    }

    private void DrawMinutes()
    {
        var sum = 0.0;
        for (var minute = 0; minute < _minutes.Length; minute++)
        {
            sum += _minutes[minute] = _factors.Next(ref _minuteRandom);
        }

        for (var minute = 0; minute < _minutes.Length; minute++)
        {
            _minutes[minute] *= _minutes.Length / sum;
        }
    }
}
