using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>An answer over time: the same sums as the answer itself, in steps that suit the time.</summary>
public sealed class TimeSeriesTests
{
    private static readonly UsageKey Key = new("llama-3.1-8b", "search", "chat");
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_and_what_is_undated_add_up_to_the_total()
    {
        IReadOnlyList<UsageHour> usage = [Hour(Start, 100), Hour(Start.AddHours(30), 50), Hour(null, 7)];
        IReadOnlyList<CostRow> cost = [Cost(Start, CostKind.Busy, 1.25m), Cost(Start, CostKind.Idle, 0.5m), Cost(Start.AddHours(3), CostKind.Busy, 2m), Cost(null, CostKind.Tax, 0.3m)];
        var (series, total) = (TimeSeries.Of(usage, cost, []), TimeSeries.Total(usage, cost));
        IReadOnlyList<TrackTotal> parts = [.. series.Steps.Select(step => step.Total), series.Undated];
        Assert.Equal(157, total.Usage.Tokens.Input);
        Assert.Equal(total.Usage.Tokens.Input, parts.Sum(part => part.Usage.Tokens.Input ?? 0));
        Assert.All(Enum.GetValues<CostKind>(), kind => Assert.Equal(Sum([total], kind), Sum(parts, kind)));
        Assert.Equal((7, 0.3m), (series.Undated.Usage.Tokens.Input, Sum([series.Undated], CostKind.Tax)));
    }

    [Theory]
    [InlineData(0, TimeStep.Hour, 1)]
    [InlineData(95, TimeStep.Hour, 96)]
    [InlineData(96, TimeStep.Day, 5)]
    [InlineData(24 * 29, TimeStep.Day, 30)]
    [InlineData(24 * 200, TimeStep.Month, 7)]
    [InlineData(24 * 365 * 12, TimeStep.Year, 13)]
    public void Steps_have_the_length_that_suits_the_time_and_leave_no_gap(int hours, TimeStep expected, int steps)
    {
        var series = TimeSeries.Of([Hour(Start, 1), Hour(Start.AddHours(hours), 1)], [], []);
        Assert.Equal((expected, steps), (series.Step, series.Steps.Count));
        Assert.All(series.Steps.Zip(series.Steps.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
        Assert.True(series.Steps[0].From <= Start && series.Steps[^1].Until > Start.AddHours(hours));
        Assert.All(series.Steps.Skip(1).SkipLast(1), step => Assert.True(step.Total.IsEmpty));
    }

    [Fact]
    public void The_last_year_that_there_is_ends_the_series()
    {
        var series = TimeSeries.Of([Hour(Start, 1)], [Cost(new(9999, 12, 31, 23, 0, 0, TimeSpan.Zero), CostKind.Tax, 1)], []);
        Assert.Equal((TimeStep.Year, 9999 - 2026 + 1), (series.Step, series.Steps.Count));
        Assert.Equal(1, Sum([series.Steps[^1].Total], CostKind.Tax));
    }

    [Fact]
    public void Without_any_time_there_are_no_steps()
    {
        var series = TimeSeries.Of([Hour(null, 3)], [], []);
        Assert.Empty(series.Steps);
        Assert.Equal(3, series.Undated.Usage.Tokens.Input);
    }

    [Fact]
    public void What_is_paid_without_work_has_no_cost_per_token()
    {
        var total = TimeSeries.Total([Hour(Start, 100)], [Cost(Start, CostKind.Unattributed, 5)]);
        Assert.Equal((null, null), (total.UnitCost.Allocation, total.UnitCost.Usage));
        Assert.Equal(UsdPerMtok.FromDollars(50_000), TimeSeries.Total([Hour(Start, 50)], [Cost(Start, CostKind.Idle, 5)]).UnitCost.Allocation);
    }

    private static UsageHour Hour(DateTimeOffset? at, long input) =>
        new(UsageHour.HourOf(at), Key, 1, 0, TokenClasses.Unknown with { Input = input, Output = input });

    private static CostRow Cost(DateTimeOffset? at, CostKind kind, decimal amount) => new(at, Key, kind, Money.Usd(amount));

    private static decimal Sum(IEnumerable<TrackTotal> totals, CostKind kind) =>
        totals.SelectMany(total => total.Cost).Where(cost => cost.Kind == kind).Sum(cost => cost.Amount.Amount);
}
