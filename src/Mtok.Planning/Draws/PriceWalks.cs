namespace Mtok.Planning;

/// <summary>
/// The walks of rents paid in one way (U6), each seller one voice. Spread^2 = sum of squared moves / sum of their years: that of a random walk,
/// in which moves between days far apart weigh most, so that differences between two sources of one month count for little. A trend and the common
/// part of one stretch of time cannot be told apart, so moves are taken as they are, not from the trend.
/// </summary>
internal sealed class PriceWalks
{
    /// <summary>Fewer sellers tell what one seller did, not where prices go.</summary>
    private const int LeastSellers = 3;

    /// <summary>Fewer sellers do not tell how far they move together.</summary>
    private const int LeastForCommon = 5;

    /// <summary>
    /// Assumed where a history tells nothing: what the built-in one told of 12 sellers on demand on 10 November 2026 (0.41 and 0.22), and of 3 of
    /// spot machines (1.1).
    /// </summary>
    private const double AssumedSpread = 0.41;

    private const double AssumedSpotSpread = 1.1;
    private const double AssumedCommon = 0.22;

    private readonly Dictionary<string, PriceTrend> _devices = new(StringComparer.Ordinal);
    private readonly PriceTrend _all;

    /// <param name="rents">Moves of rents, of any way of paying.</param>
    /// <param name="isSpot">Whether those of spot machines; else on demand.</param>
    public PriceWalks(IReadOnlyList<PriceMove> rents, bool isSpot)
    {
        var voices = Voices([.. rents.Where(move => move.Pricing == (isSpot ? Pricing.Spot : Pricing.OnDemand))]);
        var common = Common(voices) ?? Common(Voices([.. rents.Where(move => move.Pricing == Pricing.OnDemand)])) ?? AssumedCommon;
        BandSource Source(string? device, List<PriceMove> moves) => new BandSource.RentHistory(device, isSpot, SeenTwice.Of(moves));
        var spread = Spread(voices);
        _all = spread is { } known
            ? Held(known, common, Source(null, [.. voices.SelectMany(voice => voice.Moves)]))
            : Held(isSpot ? AssumedSpotSpread : AssumedSpread, common, new BandSource.Assumed());
        foreach (var device in voices.GroupBy(voice => voice.What, StringComparer.Ordinal).Where(_ => spread is not null))
        {
            List<Voice> own = [.. device];
            if (own.Count >= LeastSellers)
            {
                _devices[device.Key] = Trend(own, Source(device.Key, [.. own.SelectMany(voice => voice.Moves)])) with
                {
                    Spread = Ratio.FromValue(Math.Sqrt(Pooled(own, spread!.Value))),
                    CommonShare = Ratio.FromValue(common),
                };
            }
        }
    }

    /// <summary>The walk of a device; of all together where it has none of its own.</summary>
    public PriceTrend Of(string? device) => device is not null && _devices.TryGetValue(device, out var own) ? own : _all;

    /// <summary>Token prices: each provider one voice for all of its models.</summary>
    public static PriceTrend OfApis(IReadOnlyList<PriceMove> apis)
    {
        var voices = Voices(apis);
        return Spread(voices) is { } spread
            ? Trend(voices, new BandSource.ApiHistory(SeenTwice.Of(apis))) with { Spread = Ratio.FromValue(spread) }
            : Held(AssumedSpread, 0, new BandSource.Assumed());
    }

    /// <summary>What a seller's prices of one device, or model, did: the medians over its places.</summary>
    private sealed record Voice(string Seller, string What, double Log, double Years, IReadOnlyList<PriceMove> Moves);

    private static List<Voice> Voices(IReadOnlyList<PriceMove> moves) =>
        [.. moves.GroupBy(move => (move.Seller, move.What)).Select(of => new Voice(
            of.Key.Seller, of.Key.What, Middle(of.Select(move => move.Log)), Middle(of.Select(move => move.Years)), [.. of]))];

    private static List<List<Voice>> Sellers(IEnumerable<Voice> voices) =>
        [.. voices.GroupBy(voice => voice.Seller, StringComparer.Ordinal).Select(seller => seller.ToList())];

    private static double? Spread(IReadOnlyList<Voice> voices)
    {
        var sellers = Sellers(voices);
        return sellers.Count < LeastSellers
            ? null
            : Math.Sqrt(sellers.Sum(seller => seller.Average(voice => voice.Log * voice.Log)) / sellers.Sum(seller => seller.Average(voice => voice.Years)));
    }

    /// <summary>The variance of a device, to which all devices contribute as much as three more sellers.</summary>
    private static double Pooled(IReadOnlyList<Voice> own, double spread)
    {
        var borrowed = LeastSellers * own.Average(voice => voice.Years);
        return (own.Sum(voice => voice.Log * voice.Log) + (spread * spread * borrowed)) / (own.Sum(voice => voice.Years) + borrowed);
    }

    /// <summary>The mean product of the moves of two different sellers / the mean square of one's; null where too few tell.</summary>
    private static double? Common(IReadOnlyList<Voice> voices)
    {
        var sellers = Sellers(voices);
        if (sellers.Count < LeastForCommon || Spread(voices) is not { } spread || spread <= 0)
        {
            return null;
        }

        double[] means = [.. sellers.Select(seller => seller.Average(voice => voice.Log))];
        var pairs = ((means.Sum() * means.Sum()) - means.Sum(mean => mean * mean)) / (means.Length * (means.Length - 1));
        return Math.Clamp(pairs / (spread * spread * sellers.Average(seller => seller.Average(voice => voice.Years))), 0, 1);
    }

    private static PriceTrend Trend(IReadOnlyList<Voice> voices, BandSource source)
    {
        var sellers = Sellers(voices);
        return new(
            Ratio.FromValue(Math.Exp(Middle(sellers.Select(seller => Middle(Each(seller).Select(move => move.Log / move.Years))))) - 1),
            Duration.FromYears(Middle(sellers.Select(seller => Middle(Each(seller).Select(move => move.Years))))),
            source);
    }

    private static IEnumerable<PriceMove> Each(IEnumerable<Voice> voices) => voices.SelectMany(voice => voice.Moves);

    private static PriceTrend Held(double spread, double common, BandSource source) => new(Ratio.Zero, Duration.FromYears(1000), source)
    {
        Spread = Ratio.FromValue(spread),
        CommonShare = Ratio.FromValue(common),
        IsOwn = false,
    };

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
