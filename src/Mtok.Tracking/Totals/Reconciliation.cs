namespace Mtok.Tracking;

/// <summary>
/// Usage that is stated twice, by an engine's counters and by a log of requests, counted once: the counters say how much, the log says
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
        var hours = new List<UsageHour>(claimed);
        var coverage = new List<Coverage>();
        var elsewhere = new List<ToldElsewhere>();
        foreach (var model in counted.GroupBy(hour => hour.Key.Model, StringComparer.Ordinal).OrderBy(model => model.Key, StringComparer.Ordinal))
        {
            var claims = claimed.Where(hour => hour.Key.Model == model.Key).ToList();
            var deployments = model.Select(hour => hour.Key.Deployment).Distinct().Order(StringComparer.Ordinal).ToList();
            elsewhere.AddRange(claims.Select(hour => hour.Key.Deployment).Where(name => name.Length > 0 && !deployments.Contains(name)).Distinct()
                .Select(name => new ToldElsewhere(model.Key, name, deployments)));
            foreach (var engines in Apart(deployments, claims))
            {
                var own = model.Where(hour => engines.Contains(hour.Key.Deployment)).ToList();
                var theirs = claims.Where(hour => engines.Contains(hour.Key.Deployment) || hour.Key.Deployment.Length == 0).ToList();
                Reconcile(engines is [var only] ? only : "", own, theirs, hours, coverage);
            }
        }

        return new(UsageOrder.Of(Merged(hours)), coverage, elsewhere);
    }

    /// <summary>Deployments of a model that are compared with logs one by one; together where a log names none of them.</summary>
    private static IEnumerable<List<string>> Apart(List<string> deployments, List<UsageHour> claims) =>
        claims.Exists(hour => hour.Key.Deployment.Length == 0) ? [deployments] : deployments.Select(name => new List<string> { name });

    private static void Reconcile(string deployment, List<UsageHour> counted, List<UsageHour> claimed, List<UsageHour> hours, List<Coverage> coverage)
    {
        if (claimed.Count == 0)
        {
            hours.AddRange(counted);
            return;
        }

        var (all, theirs) = (Sum(counted), Sum(claimed));
        hours.AddRange(Rest(counted, all, theirs));
        coverage.Add(new(deployment, counted[0].Key.Model, all.Tokens.Total, theirs.Tokens.Total));
    }

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

    private static long? Left(long? all, long? claimed) => all is { } counted && claimed is { } stated ? Math.Max(0, counted - stated) : null;

    /// <summary>A count over hours in proportion to their weights.</summary>
    private static void Spread(List<UsageHour> hours, long? count, List<long> weights, Func<UsageHour, long, UsageHour> with)
    {
        if (count is not { } whole || weights.TrueForAll(weight => weight == 0))
        {
            return;
        }

        var parts = LargestRemainder.InProportion(whole, weights.ConvertAll(weight => (decimal)weight));
        for (var at = 0; at < hours.Count; at++)
        {
            hours[at] = with(hours[at], (long)parts[at]);
        }
    }

    private static UsageHour Sum(IEnumerable<UsageHour> hours) => hours.Aggregate((left, right) => left.Plus(right));

    private static IEnumerable<UsageHour> Merged(IEnumerable<UsageHour> hours) => hours.GroupBy(hour => (hour.Hour, hour.Key)).Select(Sum);
}

/// <summary>Usage counted once.</summary>
/// <param name="Usage">By hour and key.</param>
/// <param name="Coverage">How much of what engines counted is claimed, where both tell.</param>
/// <param name="Elsewhere">Models that a log tells of under a name that no engine has, so that both are counted.</param>
internal sealed record Reconciled(IReadOnlyList<UsageHour> Usage, IReadOnlyList<Coverage> Coverage, IReadOnlyList<ToldElsewhere> Elsewhere);

/// <summary>A model that engines count and a log tells of under another deployment: nobody knows whether it is the same traffic.</summary>
/// <param name="Model">The model.</param>
/// <param name="Log">The deployment that the log names.</param>
/// <param name="Engines">The deployments that count it.</param>
internal sealed record ToldElsewhere(string Model, string Log, IReadOnlyList<string> Engines);

/// <summary>How much of what an engine counted a log of requests accounts for.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Model">The model.</param>
/// <param name="Counted">Tokens the engines counted; null where not stated.</param>
/// <param name="Claimed">Tokens in the log; null where not stated. More than counted: the log has requests that the counters miss.</param>
public sealed record Coverage(string Deployment, string Model, long? Counted, long? Claimed)
{
    /// <summary>Claimed / counted; null where either is not stated or nothing was counted.</summary>
    public Ratio? Share => Counted is > 0 and { } all && Claimed is { } stated ? Ratio.FromValue(stated / (double)all) : null;
}
