namespace Mtok.Planning;

/// <summary>How a price moves while nobody is committed to it.</summary>
/// <param name="Yearly">The change in a year; below zero it falls.</param>
/// <param name="Lasts">How long it goes on, as long as it was observed; then the price holds.</param>
/// <param name="Source">The evidence.</param>
public sealed record PriceTrend(Ratio Yearly, Duration Lasts, BandSource Source)
{
    /// <summary>The mean price over a term / today's (U5).</summary>
    /// <param name="term">The term.</param>
    public Ratio MeanOver(Duration term)
    {
        var (rate, years) = (Math.Log(1 + Yearly.Value), (term / Duration.FromYears(1)).Value);
        var moving = Math.Min(years, (Lasts / Duration.FromYears(1)).Value);
        return Ratio.FromValue(
            Math.Abs(rate) < 1e-12 ? 1 : (((Math.Exp(rate * moving) - 1) / rate) + ((years - moving) * Math.Exp(rate * moving))) / years);
    }
}

/// <summary>
/// Trends of rents by device and way of paying, from the catalog's own history: the median of the sellers' medians. Where fewer than
/// three sellers were seen twice, the trend of all devices paid in that way; where there is none either, prices are assumed to hold.
/// </summary>
public sealed class PriceTrends
{
    /// <summary>Fewer sellers tell what one seller did, not where prices go.</summary>
    private const int LeastSellers = 3;

    private readonly Func<string?, bool, PriceTrend> _rents;

    private PriceTrends(Func<string?, bool, PriceTrend> rents, PriceTrend api)
    {
        _rents = rents;
        Api = api;
    }

    /// <summary>Token prices.</summary>
    public PriceTrend Api { get; }

    /// <summary>One trend of every price, for the whole of any term.</summary>
    /// <param name="yearly">The change in a year; below zero prices fall.</param>
    public static PriceTrends Same(Ratio yearly)
    {
        var trend = new PriceTrend(yearly, Duration.FromYears(1000), new BandSource.Assumed());
        return new((_, _) => trend, trend);
    }

    /// <summary>From the history of a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    public static PriceTrends Of(Catalog catalog) => Of(RentHistory.Rents(catalog), RentHistory.Apis(catalog));

    internal static PriceTrends Of(IReadOnlyList<PriceMove> rents, IReadOnlyList<PriceMove> apis)
    {
        var byWay = new Dictionary<(string?, Pricing), PriceTrend>();
        foreach (var pricing in new[] { Pricing.OnDemand, Pricing.Spot })
        {
            var moves = rents.Where(move => move.Pricing == pricing).ToList();
            byWay[(null, pricing)] = Trend(moves, trend => new BandSource.RentHistory(null, pricing == Pricing.Spot, trend)) ?? Held;
            foreach (var device in moves.GroupBy(move => move.What, StringComparer.Ordinal))
            {
                if (Trend([.. device], trend => new BandSource.RentHistory(device.Key, pricing == Pricing.Spot, trend)) is { } trend)
                {
                    byWay[(device.Key, pricing)] = trend;
                }
            }
        }

        PriceTrend Rent(string? device, bool isSpot)
        {
            var pricing = isSpot ? Pricing.Spot : Pricing.OnDemand;
            return byWay.TryGetValue((device, pricing), out var own) ? own : byWay[(null, pricing)];
        }

        return new(Rent, Trend(apis, trend => new BandSource.ApiHistory(trend)) ?? Held);
    }

    /// <summary>Rents of a device.</summary>
    /// <param name="acceleratorId">The device; null for all together.</param>
    /// <param name="isSpot">Whether it is paid as spot; else on demand.</param>
    public PriceTrend Rent(string? acceleratorId, bool isSpot) => _rents(acceleratorId, isSpot);

    private static PriceTrend Held { get; } = new(Ratio.Zero, Duration.FromYears(1000), new BandSource.Assumed());

    private static PriceTrend? Trend(IReadOnlyList<PriceMove> moves, Func<SeenTwice, BandSource> source)
    {
        var sellers = moves.GroupBy(move => move.Seller, StringComparer.Ordinal).ToList();
        if (sellers.Count < LeastSellers)
        {
            return null;
        }

        var yearly = Middle(sellers.Select(seller => Middle(seller.Select(move => move.Log / move.Years))));
        return new(
            Ratio.FromValue(Math.Exp(yearly) - 1),
            Duration.FromYears(Middle(sellers.Select(seller => Middle(seller.Select(move => move.Years))))),
            source(SeenTwice.Of(moves)));
    }

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
