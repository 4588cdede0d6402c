namespace Mtok.Planning;

/// <summary>How a price moves while nobody is committed to it: its mean follows a trend, and around it the price walks at random, both ways (U6).</summary>
/// <param name="Yearly">The change of the mean in a year; below zero it falls.</param>
/// <param name="Lasts">How long it goes on, as long as it was observed; then the mean holds.</param>
/// <param name="Source">The evidence.</param>
public sealed record PriceTrend(Ratio Yearly, Duration Lasts, BandSource Source)
{
    /// <summary>Standard deviation of the logarithm of the price after a year; it grows with the square root of time. None by default.</summary>
    public Ratio Spread { get; init; } = Ratio.Zero;

    /// <summary>The share of that variance that moves all rents alike; none of token prices, and none by default.</summary>
    public Ratio CommonShare { get; init; } = Ratio.Zero;

    /// <summary>Whether the trend is the price's own; where too few sellers were seen twice it holds in the mean and walks as all such prices.</summary>
    public bool IsOwn { get; init; } = true;

    /// <summary>What the price may be after a time / today's (U6).</summary>
    /// <param name="time">The time from today.</param>
    public PriceThen Over(Duration time) => new(
        Ratio.FromValue(Math.Exp(Rate * Math.Min(Years(time), Years(Lasts)))), Ratio.FromValue(Spread.Value * Math.Sqrt(Years(time))), CommonShare);

    /// <summary>The mean price over a term / today's: its mean over all walks (U5).</summary>
    /// <param name="term">The term.</param>
    public Ratio MeanOver(Duration term)
    {
        var (rate, years) = (Rate, Years(term));
        var moving = Math.Min(years, Years(Lasts));
        return Ratio.FromValue(
            Math.Abs(rate) < 1e-12 ? 1 : (((Math.Exp(rate * moving) - 1) / rate) + ((years - moving) * Math.Exp(rate * moving))) / years);
    }

    /// <summary>The mean price between two times / today's (U5).</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The second, later.</param>
    public Ratio MeanBetween(Duration from, Duration to)
    {
        var (first, last) = (Years(from), Years(to));
        return Ratio.FromValue(((last * MeanOver(to).Value) - (first > 0 ? first * MeanOver(from).Value : 0)) / (last - first));
    }

    /// <summary>
    /// What the mean price over a term may be / today's (U5): log-normal with the mean and, without a trend, the variance of the average of the walk,
    /// E(A^2) = 2 (e^x - 1 - x) / x^2 with x = spread^2 years.
    /// </summary>
    /// <param name="term">The term.</param>
    public PriceThen AverageOver(Duration term)
    {
        var variance = Spread.Value * Spread.Value * Years(term);
        var second = variance < 1e-4 ? 1 + (variance / 3) : 2 * (Math.Exp(variance) - 1 - variance) / (variance * variance);
        return new(MeanOver(term), Ratio.FromValue(Math.Sqrt(Math.Log(second))), CommonShare);
    }

    private double Rate => Math.Log(1 + Yearly.Value);

    private static double Years(Duration time) => (time / Duration.FromYears(1)).Value;
}

/// <summary>A price at a later time, or over one / today's: log-normal.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="LogSpread">The standard deviation of its logarithm.</param>
/// <param name="CommonShare">The share of that variance that all rents have in common; the rest is the price's own.</param>
public sealed record PriceThen(Ratio Mean, Ratio LogSpread, Ratio CommonShare)
{
    /// <summary>The price / today's at a number of standard deviations from its median.</summary>
    /// <param name="deviations">The number; 1.645 for the 95th percentile.</param>
    public Ratio At(Ratio deviations) => Mean * Ratio.FromValue(Math.Exp((LogSpread.Value * deviations.Value) - (LogSpread.Value * LogSpread.Value / 2)));
}

/// <summary>
/// Walks of rents by device and way of paying, and of token prices, from the catalog's own history (U6). The trend is the median of the sellers'
/// medians; where fewer than three sellers of a device were seen twice, its mean holds and it walks as all devices paid in that way do.
/// </summary>
public sealed class PriceTrends
{
    private readonly Func<string?, bool, PriceTrend> _rents;

    private PriceTrends(Func<string?, bool, PriceTrend> rents, PriceTrend api)
    {
        _rents = rents;
        Api = api;
    }

    /// <summary>Token prices of one model.</summary>
    public PriceTrend Api { get; }

    /// <summary>One trend of every price, for the whole of any term, without spread.</summary>
    /// <param name="yearly">The change in a year; below zero prices fall.</param>
    public static PriceTrends Same(Ratio yearly)
    {
        var trend = new PriceTrend(yearly, Duration.FromYears(1000), new BandSource.Assumed());
        return Of(trend, trend, trend);
    }

    /// <summary>The same for every device.</summary>
    /// <param name="onDemand">Rents on demand.</param>
    /// <param name="spot">Rents of spot machines.</param>
    /// <param name="api">Token prices.</param>
    public static PriceTrends Of(PriceTrend onDemand, PriceTrend spot, PriceTrend api) => new((_, isSpot) => isSpot ? spot : onDemand, api);

    /// <summary>From the history of a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    public static PriceTrends Of(Catalog catalog) => Of(RentHistory.Rents(catalog), RentHistory.Apis(catalog));

    internal static PriceTrends Of(IReadOnlyList<PriceMove> rents, IReadOnlyList<PriceMove> apis)
    {
        var (onDemand, spot) = (new PriceWalks(rents, isSpot: false), new PriceWalks(rents, isSpot: true));
        return new((device, isSpot) => (isSpot ? spot : onDemand).Of(device), PriceWalks.OfApis(apis));
    }

    /// <summary>Rents of a device.</summary>
    /// <param name="acceleratorId">The device; null for all together.</param>
    /// <param name="isSpot">Whether it is paid as spot; else on demand.</param>
    public PriceTrend Rent(string? acceleratorId, bool isSpot) => _rents(acceleratorId, isSpot);
}
