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
        Assumption.CommonFactors { Era: var era, Device: var device, Rents: var rents } => string.Create(
            CultureInfo.InvariantCulture,
            $"deployments of one engine share {era.Value:0%} of the variance of throughput, those on one device {device.Value:0%} more; rents share "
                + $"{rents.Value:0%} of theirs, hours without spot machines half with rents (assumed); APIs move apart"),
        Assumption.Drawn { Figure: var figure, Band: var band } =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{UncertainFigureWords.Of(figure)}: {band.Low.Value:0.##} to {band.High.Value:0.##} "
                    + $"times {(figure is UncertainFigure.Demand ? "today's" : figure is UncertainFigure.HoursWithoutSpot ? "the figure" : "today's after a month")} at the 5th and 95th percentile "
                    + $"({BandSourceWords.Of(band.Source)})"),
        Assumption.CommitmentsStayPaid =>
            "committed machines stay paid as sized today; hourly machines are resized; overflow goes to an API where one serves it, else to hourly machines",
        Assumption.ProvisionedNotDrawn { Name: var name } => $"provisioned throughput is ranked and takes no part in the draws: {name}",
        Assumption.PricesMove { Trend: var trend } =>
            $"where a commitment is compared with none, {PriceTrendWords.Of(trend)} ({BandSourceWords.Of(trend.Source)})",
        _ => throw new UnreachableException(),
    };
}
