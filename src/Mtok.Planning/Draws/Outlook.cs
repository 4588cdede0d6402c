namespace Mtok.Planning;

/// <summary>The uncertain figures: demand, three prices, the availability of spot machines, and the throughput of each deployment.</summary>
internal sealed class Outlook
{
    public const int Demand = 0;
    public const int OnDemand = 1;
    public const int Spot = 2;
    public const int Api = 3;
    public const int SpotDry = 4;

    private readonly List<(UncertainFigure Figure, Spread Spread)> _figures;

    public Outlook(Uncertainties given)
    {
        Given = given;
        _figures =
        [
            (new UncertainFigure.Demand(), given.Demand.Spread),
            (new UncertainFigure.OnDemandPrices(), given.OnDemand.Spread),
            (new UncertainFigure.SpotPrices(), given.Spot.Spread),
            (new UncertainFigure.ApiPrices(), given.Api.Spread),
            (new UncertainFigure.HoursWithoutSpot(), given.SpotDry.Spread),
        ];
    }

    public Uncertainties Given { get; }

    public int Count => _figures.Count;

    public UncertainFigure Figure(int figure) => _figures[figure].Figure;

    /// <summary>The place of a deployment's throughput, the same for all that use it.</summary>
    public int Throughput(string deployment, Estimate<Ratio> interval)
    {
        var throughput = new UncertainFigure.Throughput(deployment);
        var known = _figures.FindIndex(figure => figure.Figure == throughput);
        if (known < 0)
        {
            _figures.Add((throughput, Planning.Spread.Of(interval.Low, interval.High)));
        }

        return known < 0 ? _figures.Count - 1 : known;
    }

    /// <summary>Of every figure its factor, at a number of standard deviations from the middle.</summary>
    public double[] At(Func<int, double> normal) => [.. _figures.Select((figure, at) => figure.Spread.At(normal(at)))];

    /// <summary>Draws of a figure; its name and the seed alone decide them, so that no other figure moves them.</summary>
    public double[] Draw(int figure, int draws, int seed)
    {
        var (random, spread) = (new Random(Seed(_figures[figure].Figure.Key, seed)), _figures[figure].Spread);
        var drawn = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            drawn[draw] = spread.At(Planning.Spread.Normal(random));
        }

        return drawn;
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
}
