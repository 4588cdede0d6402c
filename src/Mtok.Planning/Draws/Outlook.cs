namespace Mtok.Planning;

/// <summary>
/// The uncertain figures: demand, prices of APIs, the availability of spot machines, rents of each device, and the throughput of each deployment.
/// What moves several of them alike is a factor that they share (U8).
/// </summary>
internal sealed class Outlook
{
    public const int Demand = 0;
    public const int Api = 1;
    public const int SpotDry = 2;

    /// <summary>What moves all rents, and the hours without spot machines.</summary>
    private const string Rents = "rents";

    /// <summary>Hours without spot machines come when rents are high: half of their variance; assumed, no source has both over time.</summary>
    private const double DryShare = 0.5;

    private readonly List<Drawn> _figures;
    private readonly List<(int Place, PriceFigure Price)> _prices = [(Api, new(null, false))];

    public Outlook(Uncertainties given)
    {
        Given = given;
        _figures =
        [
            new(new UncertainFigure.Demand(), given.Demand, []),
            new(new UncertainFigure.ApiPrices(), given.Api, []),
            new(new UncertainFigure.HoursWithoutSpot(), given.SpotDry, [new(Rents, DryShare)]),
        ];
    }

    public Uncertainties Given { get; }

    public int Count => _figures.Count;

    public UncertainFigure Figure(int figure) => _figures[figure].Figure;

    /// <summary>The figures with their bands; none of throughput, whose interval each deployment has.</summary>
    public IEnumerable<(UncertainFigure Figure, Band Band)> Bands =>
        _figures.Where(drawn => drawn.Figure is not UncertainFigure.Throughput).Select(drawn => (drawn.Figure, drawn.Band));

    /// <summary>The place of a deployment's throughput, the same for all that use it.</summary>
    public int Throughput(string deployment, Estimate<Ratio> interval, IReadOnlyList<FactorShare> factors) => Placed(
        new UncertainFigure.Throughput(deployment), () => new(interval.Low, interval.High, new BandSource.Assumed()), factors);

    /// <summary>The place of the prices of a device that is paid in a way, the same for all that use it.</summary>
    public int Rent(string acceleratorId, bool isSpot)
    {
        UncertainFigure figure = isSpot ? new UncertainFigure.SpotPrices(acceleratorId) : new UncertainFigure.OnDemandPrices(acceleratorId);
        var share = Given.Trends.Rent(acceleratorId, isSpot).CommonShare.Value;
        var place = Placed(figure, () => Given.Rent(acceleratorId, isSpot), [new(Rents, share)]);
        if (!_prices.Exists(price => price.Place == place))
        {
            _prices.Add((place, new(acceleratorId, isSpot)));
        }

        return place;
    }

    /// <summary>Of every figure its factor, at a number of standard deviations from the middle.</summary>
    public double[] At(Func<int, double> normal) => [.. _figures.Select((figure, at) => figure.Spread.At(normal(at)))];

    /// <summary>Every figure at its middle, prices as a term moves them.</summary>
    /// <param name="trends">How they move.</param>
    /// <param name="price">What of a trend a price is at.</param>
    public double[] Moved(PriceTrends trends, Func<PriceTrend, Ratio> price)
    {
        var factors = At(_ => 0);
        foreach (var (place, figure) in _prices)
        {
            factors[place] *= price(figure.Of(trends)).Value;
        }

        return factors;
    }

    /// <summary>The prices among the figures.</summary>
    public IEnumerable<(int Place, PriceTrend Trend)> Prices => _prices.Select(each => (each.Place, each.Price.Of(Given.Trends)));

    /// <summary>Walks of every price from today on, each in the order of <see cref="Prices"/>, by month at its middle and by draw / today's (U9).</summary>
    public double[][][] Walks(int draws, int months, int seed)
    {
        var prices = Prices.ToList();
        var walks = prices.ConvertAll(_ => new double[months][]);
        var common = new double[draws];
        var own = prices.ConvertAll(_ => new double[draws]);
        for (var month = 0; month < months; month++)
        {
            var step = Math.Sqrt((month == 0 ? 0.5 : 1) * (Duration.Month / Duration.FromYears(1)).Value);
            Add(common, Normals($"factor of {Rents} in month {month}", draws, seed), step);
            var then = Duration.Month * Ratio.FromValue(month + 0.5);
            for (var price = 0; price < walks.Count; price++)
            {
                var (place, trend) = prices[price];
                Add(own[price], Normals($"{_figures[place].Figure.Key} in month {month}", draws, seed), step);
                walks[price][month] = Walked(trend, trend.Over(then), common, own[price]);
            }
        }

        return [.. walks];
    }

    private static double[] Walked(PriceTrend trend, PriceThen then, double[] common, double[] own)
    {
        var (shared, rest) = (Math.Sqrt(trend.CommonShare.Value), Math.Sqrt(1 - trend.CommonShare.Value));
        var (spread, variance) = (trend.Spread.Value, then.LogSpread.Value * then.LogSpread.Value);
        return [.. common.Select((all, draw) => then.Mean.Value * Math.Exp((spread * ((shared * all) + (rest * own[draw]))) - (variance / 2)))];
    }

    private static void Add(double[] sums, double[] normals, double step)
    {
        for (var draw = 0; draw < sums.Length; draw++)
        {
            sums[draw] += step * normals[draw];
        }
    }

    /// <summary>Draws of all figures; the names of a figure and of its factors, and the seed, alone decide them, so that no other figure moves them.</summary>
    public double[][] Draws(int draws, int seed)
    {
        var names = _figures.SelectMany(drawn => drawn.Factors.Select(factor => factor.Name)).Distinct(StringComparer.Ordinal).ToList();
        var common = new double[names.Count][];
        Parallel.For(0, names.Count, at => common[at] = Normals("factor of " + names[at], draws, seed));
        var drawn = new double[_figures.Count][];
        Parallel.For(0, drawn.Length, at => drawn[at] = Draw(
            _figures[at], [.. _figures[at].Factors.Select(factor => common[names.IndexOf(factor.Name)])], draws, seed));
        return drawn;
    }

    /// <summary>Each factor contributes its share of the variance; the rest is the figure's own.</summary>
    private static double[] Draw(Drawn figure, double[][] common, int draws, int seed)
    {
        var own = Normals(figure.Figure.Key, draws, seed);
        double[] weights = [.. figure.Factors.Select(factor => Math.Sqrt(factor.Share))];
        var (rest, spread) = (Math.Sqrt(1 - figure.Factors.Sum(factor => factor.Share)), figure.Spread);
        for (var draw = 0; draw < draws; draw++)
        {
            var normal = rest * own[draw];
            for (var factor = 0; factor < weights.Length; factor++)
            {
                normal += weights[factor] * common[factor][draw];
            }

            own[draw] = spread.At(normal);
        }

        return own;
    }

    private static double[] Normals(string key, int draws, int seed)
    {
        var (random, normals) = (new Random(Seed(key, seed)), new double[draws]);
        for (var draw = 0; draw < draws; draw++)
        {
            normals[draw] = Spread.Normal(random);
        }

        return normals;
    }

    private int Placed(UncertainFigure figure, Func<Band> band, IReadOnlyList<FactorShare> factors)
    {
        var known = _figures.FindIndex(drawn => drawn.Figure == figure);
        if (known < 0)
        {
            _figures.Add(new(figure, band(), factors));
        }

        return known < 0 ? _figures.Count - 1 : known;
    }

    /// <summary>FNV-1a: the same on every machine.</summary>
    private static int Seed(string text, int seed)
    {
        var hash = 2166136261u ^ (uint)seed;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return (int)(hash & int.MaxValue);
    }

    private sealed record Drawn(UncertainFigure Figure, Band Band, IReadOnlyList<FactorShare> Factors)
    {
        public Spread Spread { get; } = Band.Spread;
    }

    /// <summary>A rent; without a device the price of tokens.</summary>
    private sealed record PriceFigure(string? AcceleratorId, bool IsSpot)
    {
        public PriceTrend Of(PriceTrends trends) => AcceleratorId is null ? trends.Api : trends.Rent(AcceleratorId, IsSpot);
    }
}
