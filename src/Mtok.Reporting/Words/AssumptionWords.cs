using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What the draws take as given, in words.</summary>
internal static class AssumptionWords
{
    public static string Of(Assumption assumption) => assumption switch
    {
        Assumption.SharedThroughput => "throughput of each deployment: log-normal over its own interval, one draw shared by all options that use it",
        Assumption.CommonFactors { User: var user, Era: var era, Device: var device, Rents: var rents } => string.Create(
            CultureInfo.InvariantCulture,
            $"all deployments share {user.Value:0%} of the variance of throughput, those of one engine {era.Value:0%} more, those on one device "
                + $"{device.Value:0%} more, as errors of the model on publications that were left out do; rents share "
                + $"{rents.Value:0%} of theirs, hours without spot machines half with rents (assumed); APIs move apart"),
        Assumption.Drawn { Figure: var figure, Band: var band } =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{UncertainFigureWords.Of(figure)}: {band.Low.Value:0.##} to {band.High.Value:0.##} "
                    + $"times {Of(figure)} at the 5th and 95th percentile "
                    + $"({BandSourceWords.Of(band.Source)})"),
        Assumption.CommitmentsStayPaid =>
            "committed machines stay paid as sized today; hourly machines and provisioned units are resized; "
                + "overflow goes to an API where one serves it, else to hourly machines",
        Assumption.PricesMove { Trend: var trend } =>
            $"where a commitment is compared with none, {PriceTrendWords.Of(trend)} ({BandSourceWords.Of(trend.Source)})",
        _ => throw new UnreachableException(),
    };

    /// <summary>What a band is a multiple of.</summary>
    private static string Of(UncertainFigure figure) => figure switch
    {
        UncertainFigure.Demand => "today's",
        UncertainFigure.HoursWithoutSpot => "the figure",
        _ => "today's after a month",
    };
}
