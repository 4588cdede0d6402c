namespace Mtok.Tracking;

/// <summary>What was asked of each model, hour by hour, and what was paid for it.</summary>
/// <param name="From">The first hour with usage; null where no hour is known.</param>
/// <param name="Hours">Hours from the first with usage to the last, of all models together.</param>
/// <param name="Models">The traffic of each model, by name.</param>
/// <param name="Unassigned">What was paid for no model's traffic, by kind; with what was paid for models it adds up to all that was paid.</param>
/// <param name="Warnings">What the reader has to know.</param>
public sealed record TrackedTraffic(
    DateTimeOffset? From,
    int Hours,
    IReadOnlyList<ModelTraffic> Models,
    IReadOnlyList<PaidFor> Unassigned,
    IReadOnlyList<TrackingWarning> Warnings)
{
    /// <summary>The traffic of all that was read.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="span">The time asked about.</param>
    /// <param name="capacities">Says what a token takes of a machine's time, and knows the spellings of models.</param>
    public static TrackedTraffic Of(Tracked tracked, TrackSpan span, Capacities capacities)
    {
        var once = TrackAnswers.Once(tracked).Usage.Usage;
        var bills = BillUsage.Besides(tracked.Bills, once, tracked.Deployments);
        var rows = once.Select(row => new TrafficRow(row, IsHourly: row.Hour is not null))
            .Concat(bills.Select(row => new TrafficRow(row, IsHourly: false)))
            .Where(row => span.Holds(row.Usage.Hour)).ToList();
        var costs = CostAllocation.Of(tracked.Bills, once, tracked.Deployments, capacities);
        var paid = PaidByModel.Of(costs.Rows.Where(row => span.Holds(row.Hour)), capacities.Catalog);
        var models = rows.GroupBy(row => PaidByModel.NameOf(row.Usage.Key.Model, capacities.Catalog), StringComparer.Ordinal)
            .Select(group => new ModelTraffic(group.Key, capacities.Catalog.FindModel(group.Key), DailySums([.. group]), paid.Of(group.Key)))
            .Concat(paid.Models.Except(rows.Select(row => PaidByModel.NameOf(row.Usage.Key.Model, capacities.Catalog)))
                .Select(name => new ModelTraffic(name, capacities.Catalog.FindModel(name), [], paid.Of(name))))
            .OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        var hours = models.SelectMany(model => model.Rows).Where(row => row.IsHourly).Select(row => row.Usage.Hour!.Value).ToList();
        return new(
            hours.Count == 0 ? null : hours.Min(),
            hours.Count == 0 ? 0 : (int)(hours.Max() - hours.Min()).TotalHours + 1,
            models,
            paid.Unassigned,
            TrackAnswers.Of(tracked, [TrackBy.Model], span, capacities).Warnings);
    }

    /// <summary>Usage that lies in the first hour of several days and in no other is sums of days: its hours are not known.</summary>
    private static IReadOnlyList<TrafficRow> DailySums(IReadOnlyList<TrafficRow> rows)
    {
        var hours = rows.Where(row => row.IsHourly).Select(row => row.Usage.Hour!.Value).Distinct().ToList();
        return hours.Count > 1 && hours.TrueForAll(hour => hour.Hour == 0) ? [.. rows.Select(row => row with { IsHourly = false })] : rows;
    }
}

/// <summary>Usage of a model.</summary>
/// <param name="Usage">The usage; its hour is that in which it began.</param>
/// <param name="IsHourly">Whether all of it lies in that hour; otherwise it is of a day, a billing period or no known time.</param>
public sealed record TrafficRow(UsageHour Usage, bool IsHourly);

/// <summary>The traffic of one model, and what was paid for it.</summary>
/// <param name="Name">The model: the catalog's id, or as usage spells it where the catalog does not know it; empty where not stated.</param>
/// <param name="Model">The catalog's model; null where it knows none of that name.</param>
/// <param name="Rows">Its usage.</param>
/// <param name="Paid">What was paid for it, by kind: busy and failed work, and its share of what was idle or starting on its machines.</param>
public sealed record ModelTraffic(string Name, Model? Model, IReadOnlyList<TrafficRow> Rows, IReadOnlyList<PaidFor> Paid)
{
    /// <summary>The usage that tells both input and output, which is all that can be priced.</summary>
    public IReadOnlyList<TrafficRow> Stated { get; } = [.. Rows.Where(IsStated)];

    /// <summary>Rows of usage whose tokens are not stated, or contradict each other.</summary>
    public IReadOnlyList<TrafficRow> Untold { get; } = [.. Rows.Where(row => !IsStated(row))];

    /// <summary>
    /// The tokens of a row as they are billed; null where more are said to be cached than were input. Writes of an unknown lifetime are of
    /// the usual one; prompt tokens of which nothing is said were not cached.
    /// </summary>
    public static TokenCounts? CountsOf(TrafficRow row)
    {
        var tokens = row.Usage.Tokens;
        var (read, minutes, hour) = (tokens.CacheRead ?? 0, (tokens.CacheWrite5m ?? 0) + (tokens.CacheWriteUnsplit ?? 0), tokens.CacheWrite1h ?? 0);
        var (computed, output) = ((tokens.Input ?? 0) - read - minutes - hour, (tokens.Output ?? 0) - (tokens.Reasoning ?? 0));
        return new[] { computed, read, minutes, hour, output, tokens.Reasoning ?? 0 }.Min() < 0
            ? null
            : new(Count(computed), Count(read), Count(minutes), Count(hour), Count(output), Count(tokens.Reasoning ?? 0));
    }

    private static bool IsStated(TrafficRow row) => row.Usage.Tokens is { Input: not null, Output: not null } && CountsOf(row) is not null;

    private static Tokens Count(long count) => Tokens.FromCount(count);
}

/// <summary>Money that was paid for something.</summary>
/// <param name="Kind">For what.</param>
/// <param name="Amount">How much.</param>
/// <param name="IsEstimate">Whether it is a dated price x hours, because no bill has come yet.</param>
public sealed record PaidFor(CostKind Kind, Money Amount, bool IsEstimate);
