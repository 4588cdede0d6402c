namespace Mtok.Planning;

/// <summary>The evidence of how far a figure may turn out from its middle.</summary>
public abstract record BandSource
{
    private BandSource()
    {
    }

    /// <summary>Assumed: there are no figures.</summary>
    public sealed record Assumed : BandSource;

    /// <summary>The workload's own forecast.</summary>
    public sealed record Forecast : BandSource;

    /// <summary>The range of changes of published market prices.</summary>
    /// <param name="Accelerators">Accelerators with a price on two dates.</param>
    /// <param name="From">The earliest date.</param>
    /// <param name="To">The latest date.</param>
    /// <param name="Source">Where they are published.</param>
    public sealed record MarketMoves(int Accelerators, AsOf From, AsOf To, string Source) : BandSource;

    /// <summary>The median yearly change of published market prices.</summary>
    /// <param name="Accelerators">Accelerators with a price on two dates.</param>
    /// <param name="From">The earliest date.</param>
    /// <param name="To">The latest date.</param>
    /// <param name="Source">Where they are published.</param>
    /// <param name="Rose">Accelerators whose price rose.</param>
    public sealed record MarketMedian(int Accelerators, AsOf From, AsOf To, string Source, int Rose) : BandSource;

    /// <summary>How spot prices of one machine differ from place to place.</summary>
    /// <param name="Places">Prices compared.</param>
    /// <param name="Machines">Machines they are of.</param>
    public sealed record SpotPlaces(int Places, int Machines) : BandSource;

    /// <summary>How sources of different dates differ on a price.</summary>
    /// <param name="Prices">Prices compared.</param>
    public sealed record ApiSources(int Prices) : BandSource;
}
