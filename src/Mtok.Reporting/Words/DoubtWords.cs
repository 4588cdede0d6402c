using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Why a price may not be had, in words.</summary>
internal static class DoubtWords
{
    public static string Of(Doubt doubt) => doubt switch
    {
        Doubt.Uncorroborated { Source: var source } => $"uncorroborated: only {source} states the price, one voice and not the seller's own list",
        Doubt.SellerUnknown { Provider: var provider, Seen: var seen } => $"whether {provider} still sells is unknown: last seen {seen}",
        Doubt.Outlier { Price: var price, Median: var median, Others: var others } =>
            $"an outlier: {price}, and the median of {CountText.Of(others, "other seller")} is {median}",
        Doubt.MachineOutlier { PerGpu: var price, Median: var median, Others: var others } =>
            $"an outlier: {price} for each GPU, and the median of {CountText.Of(others, "other seller")} is {median}",
        Doubt.OneListing { ListedGpus: var listed, NeededGpus: var needed } when needed > listed =>
            $"one marketplace listing of {CountText.Of(listed, "GPU")}: {needed} are needed, and how many are available is unknown",
        Doubt.OneListing { ListedGpus: var listed, Seen: var seen } =>
            $"one marketplace listing of {CountText.Of(listed, "GPU")}, last seen {seen}: whether it is still available is unknown",
        Doubt.Old { AsOf: var asOf, Days: var days } => $"its price was last seen {asOf}, more than {days} days ago: check today's",
        Doubt.NewerThanImport { Imported: var imported, Used: var used } =>
            $"the built-in price seen {used} is used instead of the one you imported, which was seen {imported}",
        Doubt.Undated => "its price is undated: its age is unknown",
        _ => throw new UnreachableException(),
    };

    public static string Of(PriceDoubt doubt) => $"{doubt.Name}: {Of(doubt.Doubt)}";

    /// <summary>All doubts about one option.</summary>
    public static string Of(IEnumerable<Doubt> doubts) => string.Join("; ", doubts.Select(Of));
}
