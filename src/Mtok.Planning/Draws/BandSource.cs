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

    /// <summary>How prices of one machine, place and way of paying moved between two days in the catalog's own history.</summary>
    /// <param name="AcceleratorId">The device; null for all devices together.</param>
    /// <param name="IsSpot">Whether they are spot prices; else prices on demand.</param>
    /// <param name="Seen">What was seen twice.</param>
    public sealed record RentHistory(string? AcceleratorId, bool IsSpot, SeenTwice Seen) : BandSource;

    /// <summary>How token prices of one provider and model moved between two days in the catalog's own history.</summary>
    /// <param name="Seen">What was seen twice.</param>
    public sealed record ApiHistory(SeenTwice Seen) : BandSource;
}

/// <summary>Prices that were seen on two days at least a month apart.</summary>
/// <param name="Prices">The number of prices.</param>
/// <param name="Sellers">Sellers they are of.</param>
/// <param name="Rose">Prices that rose.</param>
/// <param name="Fell">Prices that fell.</param>
/// <param name="From">The earliest day.</param>
/// <param name="To">The latest day.</param>
public sealed record SeenTwice(int Prices, int Sellers, int Rose, int Fell, AsOf From, AsOf To)
{
    /// <summary>A change smaller than this is rounding.</summary>
    private const double Least = 0.001;

    internal static SeenTwice Of(IReadOnlyList<PriceMove> moves) => new(
        moves.Count,
        moves.Select(move => move.Seller).Distinct(StringComparer.Ordinal).Count(),
        moves.Count(move => move.Log > Least),
        moves.Count(move => move.Log < -Least),
        moves.Min(move => move.From),
        moves.Max(move => move.To));
}
