using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What a comparison of tracked traffic left out, and what its reader has to know.</summary>
internal static class TrackCompareNotes
{
    private const int MostLines = 12;
    private const int MostReasons = 6;

    public static IEnumerable<string> LeftOut(PastComparison comparison)
    {
        if (comparison.Unsized != Unsized.No)
        {
            yield return Text(comparison.Unsized);
        }

        var groups = comparison.Options.Where(option => option.Refusal is not null).GroupBy(option => RefusalWords.Of(option.Refusal!))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var group in groups.Take(MostReasons))
        {
            yield return $"{CountText.Of(group.Count(), "option")}: {group.Key}";
        }

        if (groups.Skip(MostReasons).Sum(group => group.Count()) is > 0 and var rest)
        {
            yield return $"{rest} more for other reasons (--format json lists all)";
        }

        if (comparison.Doubtful.Count > 0)
        {
            yield return $"{CountText.Of(comparison.Doubtful.Count, "offer")} at a doubtful price: {DoubtWords.Of(comparison.Doubtful[0])}"
                + (comparison.Doubtful.Count > 1 ? ", and others (--format json lists all)" : "");
        }
    }

    public static string Text(Unsized why) => why switch
    {
        Unsized.HoursUnknown => "machines: the hours of its traffic are not known, so no fleet can be sized for it",
        Unsized.LengthsUnknown => "machines: the number of its requests is not stated, so their lengths are not known and no fleet can be sized",
        Unsized.TooLong => $"machines: the usage lasts longer than {CountText.Of(PastTraffic.MostHours, "hour")}; ask about less of it with --from and --to",
        _ => "",
    };

    public static IEnumerable<string> NotCompared(TrackedComparison compared, Catalog catalog) =>
        compared.Models.Where(model => model.Comparison is null && model.Traffic.Rows.Count + model.Traffic.Paid.Count > 0)
            .Select(model => (model.Traffic.Name.Length == 0
                ? $"usage without a model, {model.Tokens}"
                : $"{model.Traffic.Name}, {model.Tokens}: the catalog does not know this model{catalog.SuggestModel(model.Traffic.Name)}")
                + (model.Traffic.Paid.Count > 0 ? $"; {PaidText.Amounts(model.Traffic.Paid)} paid" : ""))
            .Concat(compared.Traffic.Unassigned.GroupBy(paid => paid.Kind)
                .Select(kind => $"{TrackWords.Of(kind.Key)} of no model's traffic: {PaidText.Amounts(kind)}"));

    public static IEnumerable<string> ToKnow(TrackedComparison compared, List<ComparedModel> known)
    {
        if (compared.Traffic.From is { } from)
        {
            yield return $"{CountText.Of(compared.Traffic.Hours, "hour")} from {from.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; "
                + "machines are paid for all of them, and sized by the hour for requests of like lengths, at today's prices; APIs at the prices of each day";
        }

        foreach (var line in compared.Models.SelectMany(Partial))
        {
            yield return line;
        }

        if (known.Any(model => model.Traffic.Paid.Any(paid => paid.IsEstimate)))
        {
            yield return "part of what was paid is machine-hours at dated prices, because no bill covers them";
        }

        foreach (var warning in compared.Traffic.Warnings.Take(MostLines))
        {
            yield return (warning.First.File.Length == 0 ? "" : $"{warning.First}: ") + warning.Message
                + (warning.Count > 1 ? $" ({CountText.Of(warning.Count)} times)" : "");
        }
    }

    private static IEnumerable<string> Partial(ComparedModel model)
    {
        var name = model.Traffic.Name.Length == 0 ? "usage without a model" : model.Traffic.Name;
        if (model.Traffic.Untold.Count > 0)
        {
            yield return $"{name}: {CountText.Of(model.Traffic.Untold.Count, "row")} of usage without input and output tokens that agree: not priced, "
                + "so no difference to what was paid is stated";
        }

        if (model.Comparison is { Unsized: Unsized.No, Traffic: { } traffic })
        {
            if (traffic.WithoutHour.Count > 0)
            {
                yield return $"{name}: {traffic.WithoutHour} of {traffic.Tokens.Total} have no known hour; they are sized as if they came as the rest";
            }

            if (traffic.WithoutRequests.Count > 0)
            {
                yield return $"{name}: {traffic.WithoutRequests} of {traffic.Tokens.Total} have no known number of requests; "
                    + "these are taken to be as long as the rest";
            }
        }
    }
}
