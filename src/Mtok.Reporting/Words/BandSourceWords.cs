using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The evidence of how far a figure may turn out from its middle, in words.</summary>
internal static class BandSourceWords
{
    public static string Of(BandSource source) => source switch
    {
        BandSource.Assumed => "assumed",
        BandSource.Forecast => "the workload's forecast",
        BandSource.MarketMoves moves =>
            $"the range in which hourly market prices of {CountText.Of(moves.Accelerators, "accelerator")} changed from {moves.From} "
                + $"to {moves.To}; {moves.Source}",
        BandSource.MarketMedian median =>
            $"the median yearly change of hourly market prices of {CountText.Of(median.Accelerators, "accelerator")}, {median.From} "
                + $"to {median.To}, of which {median.Rose} rose; {median.Source}; assumed for APIs too",
        BandSource.SpotPlaces places =>
            $"how far {CountText.Of(places.Places, "price")} of {CountText.Of(places.Machines, "spot machine")} in different places are from their "
                + "median, as a proxy for changes over time",
        BandSource.ApiSources sources => $"the median difference between sources of different dates, over {CountText.Of(sources.Prices, "price")}",
        _ => throw new UnreachableException(),
    };
}
