using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>Why an option cannot serve a workload, in words.</summary>
internal static class RefusalWords
{
    public static string Of(Refusal refusal) => refusal switch
    {
        Refusal.ContextTooShort { Context: var context, Request: var request } =>
            string.Create(CultureInfo.InvariantCulture, $"the context window is {context.Count:0} tokens, a request has {request.Count:0}"),
        Refusal.NoCapacity { Why.Words: var why } => $"no throughput figure: {why}",
        Refusal.MeasuredOnOtherSizes { Measured: var sizes, AcceleratorId: var id, MachineGpus: var gpus } =>
            $"no throughput figure: measured on {string.Join(" or ", sizes.Order())} {id} together; the machine has {gpus}",
        Refusal.MissesAtEverySize { Prompt: { } prompt } => $"replayed, it misses the service level at every size: {ReplayNoteWords.Of(prompt)}",
        Refusal.MissesAtEverySize => "replayed, it misses the service level at every size: too many requests miss it even alone",
        Refusal.TooSeldomUp { Highest: var highest, Wanted: var wanted } =>
            $"up {Percent(highest)} of the time at most, and availability = \"{Percent(wanted)}\" is required",
        Refusal.SellerEnded { Provider: var provider, Since: { } since } => $"no longer sold: {provider} ended {since}",
        Refusal.SellerEnded { Provider: var provider } => $"no longer sold: {provider} ended",
        Refusal.NotSold { Provider: var provider, ModelId: var model } => $"{provider} does not sell {model}, though a source gives it a price",
        Refusal.EvidenceTooWeak { Required: RequiredEvidence.Measured, AcceleratorId: var id } =>
            $"its throughput on {id} is modelled, and evidence = \"measured\" is required",
        Refusal.EvidenceTooWeak { AcceleratorId: var id } => $"nothing was calibrated or measured on {id}, and evidence = \"calibrated\" is required",
        Refusal.ResidencyUnknown { Provider: var provider } =>
            $"where {provider} computes is not stated, and regions are required (unknown_residency = true admits it)",
        Refusal.ComputedElsewhere { Within: var within, Allowed: var regions } =>
            $"computes in {string.Join(", ", within)}, outside the allowed regions ({string.Join(", ", regions)})",
        Refusal.PlaceUnknown { Region: var region } => $"where the region {region} lies is not known, and places are required",
        Refusal.RegionUnknown => "the seller does not state the region, and regions are required",
        Refusal.OutsideRegions { Allowed: var regions } => $"outside the allowed regions ({string.Join(", ", regions)})",
        Refusal.OverApiLimit { Provider: var provider, Limit: var limit, Busiest: var busiest } =>
            $"the busiest minute asks {ApiLimitWords.Of(busiest)}, {provider} takes {limit}{ApiLimitWords.Tier(limit)}",
        Refusal.OverQuota { Quota: var quota, Gpus: var gpus } => $"needs {gpus} accelerators at once, over the {quota}",
        Refusal.OverBudget { Bill: var bill, Budget: var budget } => $"costs {Money(bill)} a month, over the budget of {Money(budget)}",
        _ => throw new UnreachableException(),
    };

    private static string Percent(Ratio share) => share.Value.Shown("0.####%");

    /// <summary>
    /// Refusals of one sort in one sentence each, those of most options first: that of the option nearest to serving, or else the most frequent, and how many
    /// other devices, sellers or places are refused likewise.
    /// </summary>
    /// <param name="refusals">Reasons, each with the options that it rules out.</param>
    public static IEnumerable<(string Text, int Options)> BySort(IEnumerable<RefusalCount> refusals) => refusals
        .GroupBy(one => SortOf(one.Refusal))
        .Select(sort => (Text: Of([.. sort]), Options: sort.Sum(one => one.Options)))
        .OrderByDescending(sort => sort.Options).ThenBy(sort => sort.Text, StringComparer.Ordinal);

    private static string Of(IReadOnlyList<RefusalCount> alike)
    {
        if (alike.Select(one => one.Refusal).Distinct().Count() == 1)
        {
            return Of(alike[0].Refusal);
        }

        return alike[0].Refusal switch
        {
            Refusal.OverBudget => $"the cheapest {Of(alike.MinBy(one => ((Refusal.OverBudget)one.Refusal).Bill)!.Refusal)}",
            Refusal.OverQuota => $"the smallest {Of(alike.MinBy(one => ((Refusal.OverQuota)one.Refusal).Gpus)!.Refusal)}",
            Refusal.ContextTooShort => $"at best {Of(alike.MaxBy(one => ((Refusal.ContextTooShort)one.Refusal).Context)!.Refusal)}",
            Refusal.NoCapacity or Refusal.EvidenceTooWeak or Refusal.MeasuredOnOtherSizes => Usual("other device"),
            Refusal.PlaceUnknown => Usual("other region"),
            _ => Usual("other seller"),
        };

        string Usual(string other)
        {
            var sentences = alike.GroupBy(one => Of(one.Refusal)).OrderByDescending(same => same.Sum(one => one.Options)).ToList();
            return $"{sentences[0].Key}{(sentences.Count > 1 ? $"; likewise {CountText.Of(sentences.Count - 1, other)}" : "")}";
        }
    }

    /// <summary>Refusals are of one sort where they differ in nothing but the device, the seller, the place or the sum.</summary>
    private static object SortOf(Refusal refusal) => refusal switch
    {
        Refusal.NoCapacity { Why.Kind: var kind } => kind,
        Refusal.OverQuota { Quota: var quota } => quota,
        Refusal.MissesAtEverySize or Refusal.OutsideRegions or Refusal.RegionUnknown => refusal,
        _ => refusal.GetType(),
    };

    /// <summary>What reports list of an option: why it cannot be used, or the evidence of its figures.</summary>
    public static IEnumerable<string> Reasons(RankedOption option) => option.Refusal is { } refusal ? [Of(refusal)] : option.Notes.Select(OptionNoteWords.Of);
}
