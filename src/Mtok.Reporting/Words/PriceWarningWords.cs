using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Why a price should be checked, in words.</summary>
internal static class PriceWarningWords
{
    public static string Of(PriceWarning warning) => warning switch
    {
        PriceWarning.Undated { Name: var name } => $"the price of {name} is undated: its age is unknown",
        PriceWarning.Old { Name: var name, AsOf: var asOf, Days: var days } => $"the price of {name} is dated {asOf}, more than {days} days ago: check today's",
        PriceWarning.Listing { Name: var name, ListedGpus: var listed, NeededGpus: var needed } =>
            $"{name} is the price of one marketplace listing of {CountText.Of(listed, "GPU")}; the answer takes {needed} at that price, and how "
                + "many are available is unknown",
        PriceWarning.FarBelowOthers { Name: var name } far =>
            $"{name} costs {far.Price}: every other provider of {far.ModelId} charges at "
                + $"least {far.Times.Value.ToString("0.#", CultureInfo.InvariantCulture)} times as much, the median of the {far.Others} others "
                + $"is {far.Median}; check that price",
        _ => throw new UnreachableException(),
    };
}
