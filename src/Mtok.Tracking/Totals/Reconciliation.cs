namespace Mtok.Tracking;

/// <summary>
/// Usage that is told twice, by an engine's counters and by a log of requests, counted once: the counters say how much, the log says
/// whose; what nobody claims is a row without a team.
/// </summary>
internal static class Reconciliation
{
    private static readonly TokenClass[] Classes = Enum.GetValues<TokenClass>();

    /// <summary>All usage once, and how much of what was counted is claimed.</summary>
    /// <param name="counted">What engines counted, by hour; nobody's yet.</param>
    /// <param name="claimed">What logs tell, by hour.</param>
    public static Reconciled Of(IReadOnlyList<UsageHour> counted, IReadOnlyList<UsageHour> claimed)
    {
        var told = counted.ToLookup(hour => hour.Key.Model, StringComparer.Ordinal);
        var hours = new List<UsageHour>(claimed);
        var coverage = new List<Coverage>();
        foreach (var engine in counted.GroupBy(hour => (hour.Key.Deployment, hour.Key.Model)))
        {
            var claims = claimed.Where(hour => IsOf(hour.Key, engine.Key.Deployment, engine.Key.Model, told)).ToList();
            if (claims.Count == 0)
            {
                hours.AddRange(engine);
                continue;
            }

            var (all, theirs) = (Sum(engine), Sum(claims));
            hours.AddRange(Rest(engine.ToList(), all, theirs));
            coverage.Add(new(engine.Key.Deployment, engine.Key.Model, all.Tokens.Total, theirs.Tokens.Total));
        }

        return new(UsageOrder.Of(Merged(hours)), coverage);
    }

    /// <summary>A log that names no deployment tells of the only one that serves its model.</summary>
    private static bool IsOf(UsageKey claim, string deployment, string model, ILookup<string, UsageHour> told) =>
        claim.Model == model
            && (claim.Deployment == deployment
                || (claim.Deployment.Length == 0 && told[model].Select(hour => hour.Key.Deployment).Distinct().Count() == 1));

    /// <summary>What is counted and not claimed, over the hours in which it was counted; nothing of a class that one side does not tell.</summary>
    private static IEnumerable<UsageHour> Rest(List<UsageHour> counted, UsageHour all, UsageHour claimed)
    {
        var rest = counted.ConvertAll(hour => hour with { Tokens = TokenClasses.Unknown, Requests = null, Failed = null });
        foreach (var of in Classes)
        {
            Spread(rest, Left(all.Tokens.Of(of), claimed.Tokens.Of(of)), counted.ConvertAll(hour => hour.Tokens.Of(of) ?? 0),
                (hour, part) => hour with { Tokens = hour.Tokens.With(of, part) });
        }

        Spread(rest, Left(all.Requests, claimed.Requests), counted.ConvertAll(hour => hour.Requests ?? 0), (hour, part) => hour with { Requests = part });
        Spread(rest, Left(all.Failed, claimed.Failed), counted.ConvertAll(hour => hour.Failed ?? 0), (hour, part) => hour with { Failed = part });
        return rest.Where(hour => hour.Requests > 0 || Array.Exists(Classes, of => hour.Tokens.Of(of) > 0));
    }

    private static long? Left(long? all, long? claimed) => all is { } counted && claimed is { } told ? Math.Max(0, counted - told) : null;

    /// <summary>A count over hours in proportion to their weights, exactly: the largest remainders take what rounding leaves, the first of equals.</summary>
    private static void Spread(List<UsageHour> hours, long? count, List<long> weights, Func<UsageHour, long, UsageHour> with)
    {
        if (count is not { } whole)
        {
            return;
        }

        var all = weights.Aggregate((Int128)0, (sum, weight) => sum + weight);
        if (all == 0)
        {
            return;
        }

        var parts = weights.ConvertAll(weight => (Part: (long)((Int128)whole * weight / all), Remainder: (Int128)whole * weight % all));
        var left = whole - parts.Sum(part => part.Part);
        var takers = Enumerable.Range(0, parts.Count).OrderByDescending(at => parts[at].Remainder).ThenBy(at => at).Take((int)left).ToHashSet();
        for (var at = 0; at < hours.Count; at++)
        {
            hours[at] = with(hours[at], parts[at].Part + (takers.Contains(at) ? 1 : 0));
        }
    }

    private static UsageHour Sum(IEnumerable<UsageHour> hours) => hours.Aggregate((left, right) => left.Plus(right));

    private static IEnumerable<UsageHour> Merged(IEnumerable<UsageHour> hours) => hours.GroupBy(hour => (hour.Hour, hour.Key)).Select(Sum);
}

/// <summary>Usage counted once.</summary>
/// <param name="Usage">By hour and key.</param>
/// <param name="Coverage">How much of what engines counted is claimed, where both tell.</param>
internal sealed record Reconciled(IReadOnlyList<UsageHour> Usage, IReadOnlyList<Coverage> Coverage);

/// <summary>How much of what an engine counted a log of requests accounts for.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Model">The model.</param>
/// <param name="Counted">Tokens the engines counted; null where not told.</param>
/// <param name="Claimed">Tokens in the log; null where not told. More than counted: the log has requests that the counters miss.</param>
public sealed record Coverage(string Deployment, string Model, long? Counted, long? Claimed)
{
    /// <summary>Claimed / counted; null where either is not told or nothing was counted.</summary>
    public Ratio? Share => Counted is > 0 and { } all && Claimed is { } told ? Ratio.FromValue(told / (double)all) : null;
}
