namespace Mtok.Tracking;

/// <summary>Whether each deployment is used enough to be cheaper than the best API for its own tokens: the utilisation trap, by what was paid.</summary>
/// <param name="catalog">Where models are looked up.</param>
/// <param name="rivals">The cheapest API of a model for a mix of tokens; null where none sells it.</param>
internal sealed class BreakEvenChecks(Catalog catalog, Func<Model, TokenMix, ApiRival?> rivals)
{
    public IEnumerable<TrackCheck> Of(DeploymentFile deployments, IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> costs)
    {
        var used = usage.ToLookup(row => row.Key.Deployment, StringComparer.Ordinal);
        var paid = costs.Where(row => row.IsOfMachines).ToLookup(row => row.Key.Deployment, StringComparer.Ordinal);
        return deployments.Deployments.Select(deployment => Of(deployment.Name, [.. used[deployment.Name]], [.. paid[deployment.Name]]))
            .DefaultIfEmpty(new TrackCheck.Unchecked(AlertKind.BreakEven, "", UncheckedReason.NoDeployment));
    }

    private TrackCheck Of(string name, IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> costs)
    {
        TrackCheck Not(UncheckedReason why, string what = "") => new TrackCheck.Unchecked(AlertKind.BreakEven, name, why, what);
        var all = DayFigures.Of(usage, costs);
        if (costs.FirstOrDefault(row => row.Amount.Currency != "USD") is { } other)
        {
            return Not(UncheckedReason.OtherCurrency, other.Amount.Currency);
        }

        if (costs.Count == 0)
        {
            return Not(UncheckedReason.NoCost);
        }

        if (all.PerMtok is not { } own || all.WorkPerMtok is not { } work)
        {
            return Not(UncheckedReason.NoUsage);
        }

        var best = new List<ApiRival>();
        var api = default(Usd);
        foreach (var model in usage.GroupBy(row => row.Key.Model, StringComparer.Ordinal).OrderBy(model => model.Key, StringComparer.Ordinal))
        {
            var sum = model.Aggregate((left, right) => left.Plus(right));
            if (MixOf(sum) is not { } mix)
            {
                return Not(UncheckedReason.NoUsage, model.Key);
            }

            if (catalog.FindModel(model.Key) is not { } known)
            {
                return Not(UncheckedReason.UnknownModel, model.Key);
            }

            if (rivals(known, mix) is not { } rival)
            {
                return Not(UncheckedReason.NoApi, model.Key);
            }

            best.Add(rival);
            api += rival.Price * Tokens.FromCount(sum.Tokens.Total!.Value);
        }

        var perMtok = api / Tokens.FromCount(all.Tokens!.Value);
        return new TrackCheck.BreakEven(name, work / own, own, work, best, perMtok, Since(DayFigures.ByDay(usage, costs), perMtok));
    }

    /// <summary>The mean request; null where its tokens are not stated.</summary>
    internal static TokenMix? MixOf(UsageHour usage)
    {
        if (usage is not { Requests: > 0 and { } requests, Tokens: { Input: > 0 and { } input, Output: > 0 and { } output } tokens })
        {
            return null;
        }

        var read = Math.Clamp(tokens.CacheRead ?? 0, 0, input);
        return new(
            Tokens.FromCount(input / (double)requests), Tokens.FromCount(output / (double)requests), Ratio.FromValue(read / (double)input))
        {
            ReasoningShare = Ratio.FromValue(Math.Clamp(tokens.Reasoning ?? 0, 0, output) / (double)output),
        };
    }

    /// <summary>The first of the last days that were dearer than the API, one after the other.</summary>
    private static DateOnly? Since(IReadOnlyList<(DateOnly Day, DayFigures Figures)> days, UsdPerMtok api)
    {
        var dearer = days.Reverse().SkipWhile(day => day.Figures.PerMtok <= api).TakeWhile(day => day.Figures.PerMtok > api);
        return dearer.Select(day => (DateOnly?)day.Day).LastOrDefault();
    }
}
