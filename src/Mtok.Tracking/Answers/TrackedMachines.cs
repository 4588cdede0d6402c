namespace Mtok.Tracking;

/// <summary>The machines that served models: how long they ran, and how much longer other requests would have kept them busy.</summary>
/// <param name="Time">Machine time, as billed or as described; of machines shared with other models the share of these models' tokens.</param>
/// <param name="Deployment">One of the deployments.</param>
/// <param name="Model">One of the models.</param>
public sealed record TrackedMachines(Duration Time, TrackedDeployment Deployment, Model Model)
{
    /// <summary>The machines that served these models; null where none are described, or their time is not known.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="traffic">The traffic of all models.</param>
    /// <param name="models">The models, by the catalog's id.</param>
    public static TrackedMachines? Of(Tracked tracked, TrackedTraffic traffic, IReadOnlyCollection<string> models)
    {
        var (time, found) = (default(Duration), (TrackedDeployment?)null);
        foreach (var deployment in tracked.Deployments.Deployments)
        {
            decimal Tokens(IEnumerable<ModelTraffic> of) => of.SelectMany(model => model.Rows)
                .Where(row => row.Usage.Key.Deployment == deployment.Name).Sum(row => (decimal)(row.Usage.Tokens.Total ?? 0));
            var own = Tokens(traffic.Models.Where(model => models.Contains(model.Name)));
            if (own > 0 && TimeOf(tracked, deployment, traffic) is { Seconds: > 0 } all)
            {
                time += all * Ratio.FromValue((double)(own / Tokens(traffic.Models)));
                found ??= deployment;
            }
        }

        var served = traffic.Models.FirstOrDefault(model => models.Contains(model.Name))?.Model;
        return found is null || served is null ? null : new(time, found, served);
    }

    /// <summary>What a request of one mix keeps a replica busy / what one of another does, by the step model; null where it does not know.</summary>
    public Ratio? WorkRatio(TokenMix mix, TokenMix other, Capacities capacities) =>
        Deployment.Replica is { } replica && TokenTimes.Of(capacities, replica.Deployment, Model, other) is { } times
            ? Ratio.FromValue(times.Of(mix).Total / times.Of(other).Total)
            : null;

    /// <summary>The hours that bills state of its machines; where none do, those that its description states, in the time of the traffic.</summary>
    private static Duration TimeOf(Tracked tracked, TrackedDeployment deployment, TrackedTraffic traffic)
    {
        if (traffic.From is not { } from)
        {
            return default;
        }

        var until = from.AddHours(traffic.Hours);
        var billed = tracked.Bills
            .Where(row => row is { Item: BillItem.Used, IsCorrection: false, Hours: not null, Cost.Amount: >= 0, From: not null }
                && tracked.Deployments.BilledBy(row) == deployment)
            .Aggregate(default(Duration), (sum, row) => sum + (row.Hours!.Value * PartOf(row, from, until)));
        return billed > default(Duration) ? billed : deployment.Runs.Aggregate(default(Duration), (sum, run) => sum + run.In(from, until));
    }

    /// <summary>How much of a row's time lies in an interval.</summary>
    private static Ratio PartOf(BillRow row, DateTimeOffset from, DateTimeOffset until)
    {
        var begin = row.From!.Value;
        if (row.Until is not { } end || end <= begin)
        {
            return begin >= from && begin < until ? Ratio.One : Ratio.Zero;
        }

        var (first, last) = (begin > from ? begin : from, end < until ? end : until);
        return last > first ? Ratio.FromValue((last - first) / (end - begin)) : Ratio.Zero;
    }
}
