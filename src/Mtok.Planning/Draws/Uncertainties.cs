namespace Mtok.Planning;

/// <summary>The 90 % interval of a figure, relative to its middle.</summary>
/// <param name="Low">The 5th percentile / the middle.</param>
/// <param name="High">The 95th percentile / the middle.</param>
/// <param name="Source">The evidence.</param>
public sealed record Band(Ratio Low, Ratio High, BandSource Source)
{
    internal Spread Spread => Spread.Of(Low, High);
}

/// <summary>The uncertain figures of a decision, except throughput, whose interval each deployment has.</summary>
/// <param name="Demand">Demand, all of it alike.</param>
/// <param name="SpotDry">The share of time in which no spot machine is available.</param>
/// <param name="Trends">How prices move: in the next month, and over the term of a commitment.</param>
public sealed record Uncertainties(Band Demand, Band SpotDry, PriceTrends Trends)
{
    /// <summary>From the workload's forecast and the catalog's price history; the rest are labelled assumptions.</summary>
    public static Uncertainties Of(Workload workload, Catalog catalog) => new(
        DemandOf(workload),
        Assumed(0.2, 3),
        PriceTrends.Of(catalog));

    /// <summary>How far demand may turn out from today's: the forecast, or an assumption.</summary>
    internal static Band DemandOf(Workload workload) =>
        workload.Forecast is { } forecast ? new(forecast.Low, forecast.High, new BandSource.Forecast()) : Assumed(0.7, 1.5);

    /// <summary>Prices of machines in the next month: what their walk may do in it (U6); its trend is left out, so that the middle is today's.</summary>
    /// <param name="acceleratorId">The device; null for all together.</param>
    /// <param name="isSpot">Whether it is paid as spot; else on demand.</param>
    public Band Rent(string? acceleratorId, bool isSpot) => NextMonth(Trends.Rent(acceleratorId, isSpot));

    /// <summary>Prices of APIs in the next month.</summary>
    public Band Api => NextMonth(Trends.Api);

    private static Band NextMonth(PriceTrend trend)
    {
        var far = Math.Exp(Spread.Ends * trend.Over(Duration.Month).LogSpread.Value);
        return new(Ratio.FromValue(1 / far), Ratio.FromValue(far), trend.Source);
    }

    private static Band Assumed(double low, double high) => new(Ratio.FromValue(low), Ratio.FromValue(high), new BandSource.Assumed());
}
