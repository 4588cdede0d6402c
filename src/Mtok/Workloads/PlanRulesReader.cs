namespace Mtok;

/// <summary>Reads the constraints of a plan: the [plan] table and the [[quota]] tables of a workload.</summary>
internal sealed class PlanRulesReader(Catalog catalog, Problems problems)
{
    private static readonly Limits<int> Count = new(0, 1_000_000);
    private static readonly Limits<int> Few = new(1, 1000);

    public PlanRules Read(TomlTable? table, IReadOnlyList<TomlTable> quotas)
    {
        var rules = new PlanRules(
            table?.OptionalQuantity("budget", new Limits<UsdPerMonth>(default, UsdPerMonth.FromDollars(1e12m))),
            table?.OptionalQuantity("minimum_run", new Limits<Duration>(default, Duration.FromHours(168))) ?? default,
            table?.OptionalCount("scale_up", Count),
            [.. quotas.Select(Quota)])
        {
            KindsAtMost = table?.OptionalCount("kinds_at_most", Few) ?? PlanRules.UsualKinds,
            SellersAtMost = table?.OptionalCount("sellers_at_most", Few),
        };
        table?.RejectUnknown();
        return rules;
    }

    private Quota Quota(TomlTable table)
    {
        var seller = Known(table, "seller", catalog.Offers.Select(offer => offer.Seller).Distinct().Order(StringComparer.Ordinal));
        var accelerator = table.OptionalText("accelerator") ?? "";
        var found = accelerator.Length == 0 ? null : catalog.FindAccelerator(accelerator);
        if (accelerator.Length > 0 && found is null)
        {
            problems.Error(
                table.WhereIs("accelerator"),
                "unknown-accelerator",
                $"unknown accelerator \"{accelerator}\"{catalog.SuggestAccelerator(accelerator)}");
        }

        var quota = new Quota(table.Count("gpus", Count), seller, table.OptionalText("region") ?? "", found?.Id ?? "");
        table.RejectUnknown();
        return quota;
    }

    private string Known(TomlTable table, string key, IEnumerable<string> words)
    {
        var word = table.OptionalText(key) ?? "";
        if (word.Length > 0 && !words.Contains(word))
        {
            problems.Error(table.WhereIs(key), "unknown-provider", $"unknown {key} \"{word}\"{Spelling.DidYouMean(word, words)}");
        }

        return word;
    }
}
