namespace Mtok.Planning;

/// <summary>Machines of one choice over a plan.</summary>
/// <param name="Choice">The machines.</param>
/// <param name="Committed">How many are paid for all the time.</param>
/// <param name="Running">How many run in each step of each span, committed ones included.</param>
/// <param name="Cost">What they cost a month, starts included.</param>
public sealed record PlannedMachines(MachineChoice Choice, int Committed, IReadOnlyList<IReadOnlyList<int>> Running, UsdPerMonth Cost)
{
    /// <summary>The most that run at once.</summary>
    public int Most => Running.Max(span => span.Max());
}

/// <summary>Where the requests of one class go over a plan.</summary>
/// <param name="Requests">The class.</param>
/// <param name="Api">The API that serves what machines do not; null where none can.</param>
/// <param name="Overflow">What goes to the API in each step of each span.</param>
/// <param name="Served">What machines serve in each step of each span; the rest of what arrived waits.</param>
/// <param name="Cost">What the API costs a month.</param>
public sealed record PlannedClass(
    DemandClass Requests,
    ApiChoice? Api,
    IReadOnlyList<IReadOnlyList<RequestsPerSecond>> Overflow,
    IReadOnlyList<IReadOnlyList<RequestsPerSecond>> Served,
    UsdPerMonth Cost);

/// <summary>What to run, step by step, and what it costs.</summary>
/// <param name="Demand">What it serves.</param>
/// <param name="Machines">The machines, highest cost first.</param>
/// <param name="Classes">Where each class goes.</param>
/// <param name="Overheads">The part of the bill that is neither machines, with the overheads that follow their price, nor tokens.</param>
public sealed record Plan(Demand Demand, IReadOnlyList<PlannedMachines> Machines, IReadOnlyList<PlannedClass> Classes, UsdPerMonth Overheads)
{
    /// <summary>The part of the overheads that is people (C14).</summary>
    public UsdPerMonth People { get; init; }

    /// <summary>What machines cost a month, the overheads that follow their price included.</summary>
    public UsdPerMonth MachineCost => Machines.Aggregate(default(UsdPerMonth), (sum, line) => sum + line.Cost);

    /// <summary>What APIs cost a month.</summary>
    public UsdPerMonth ApiCost => Classes.Aggregate(default(UsdPerMonth), (sum, line) => sum + line.Cost);

    /// <summary>All overheads: those that follow the price of machines (C4), and the others.</summary>
    public UsdPerMonth AllOverheads =>
        Machines.Aggregate(Overheads, (sum, line) => sum + (line.Cost * line.Choice.OverheadShare));

    /// <summary>What machines cost a month without overheads.</summary>
    public UsdPerMonth BareMachineCost => Bill - ApiCost - AllOverheads;

    /// <summary>The total cost of a month, expected over the spans (L1).</summary>
    public UsdPerMonth Bill => MachineCost + ApiCost + Overheads;

    /// <summary>
    /// What machines serve / what those paid for could serve at the service level, where the classes share their time (C6); null where no
    /// machine runs.
    /// </summary>
    public Ratio? Utilization
    {
        get
        {
            var (busy, paid) = (0.0, 0.0);
            foreach (var place in Place.Of(Demand))
            {
                var running = Machines.Sum(line => (double)line.Running[place.Span][place.Step]);
                busy += running == 0 ? 0 : place.Month.Hours * running * Enumerable.Range(0, Classes.Count).Sum(kind => ShareOf(kind, place));
                paid += place.Month.Hours * running;
            }

            return paid > 0 ? Ratio.FromValue(busy / paid) : null;
        }
    }

    /// <summary>The number of machines that run in a step, all choices together; capped at the largest count.</summary>
    public int RunningAt(int span, int step) => (int)Math.Min(int.MaxValue, Machines.Sum(line => (long)line.Running[span][step]));

    /// <summary>Total cost / tokens served, input and output together (C7).</summary>
    public UsdPerMtok PerMtok => Bill / Demand.MonthlyTokens;

    /// <summary>The share of requests an API serves.</summary>
    public Ratio ApiShare =>
        Ratio.FromValue(
            Mean(
                Classes.SelectMany(line => Demand.Spans.Zip(
                    line.Overflow, (span, rates) => (span, rates.Average(rate => rate.PerSecond))))) / Demand.Mean().PerSecond);

    /// <summary>The share of a class's requests an API serves; zero where none come.</summary>
    /// <param name="kind">The class.</param>
    public Ratio ApiShareOf(int kind) => Demand.Mean(kind) is { PerSecond: > 0 } all
        ? Ratio.FromValue(Mean(Demand.Spans.Zip(Classes[kind].Overflow, (span, rates) => (span, rates.Average(rate => rate.PerSecond)))) / all.PerSecond)
        : Ratio.Zero;

    /// <summary>The share of their time that machines spend on a class in a step, of those that can serve it (C6).</summary>
    private double ShareOf(int kind, Place place) => Classes[kind].Served[place.Span][place.Step].PerSecond is > 0 and var served
        ? served / Machines.Sum(line => line.Running[place.Span][place.Step] * line.Choice.Rates[kind].PerSecond / line.Choice.PeakUtilization.Value)
        : 0;

    /// <summary>The power machines draw in the mean hour, devices and host (W2); null where it is unknown for any of them.</summary>
    public Watts? MeanPower => MeanDevicePower is { } devices
        ? devices + Watts.FromWatts(Machines.Sum(line => line.Choice.Power!.OfHost.Count * MeanOf(line)))
        : null;

    /// <summary>The power that the devices of machines draw in the mean hour, by the use of each hour (W2); null where it is unknown for any of them.</summary>
    public Watts? MeanDevicePower => Machines.All(line => line.Choice.Power is not null)
        ? Watts.FromWatts(Place.Of(Demand).Sum(place => (place.Month / Duration.Month).Value * DevicePowerAt(place)))
        : null;

    private double DevicePowerAt(Place place)
    {
        var shares = Classes.Select((_, kind) => ShareOf(kind, place)).ToList();
        return Machines.Where(line => line.Running[place.Span][place.Step] > 0).Sum(line => line.Running[place.Span][place.Step]
            * line.Choice.Power!.OfDevices(
                [.. shares.Zip(line.Choice.Rates, (share, rate) => rate.PerSecond > 0 ? Ratio.FromValue(share) : Ratio.Zero)]).Count);
    }

    /// <summary>The energy machines use in a month, devices and host (W2); null where it is unknown for any of them.</summary>
    public KilowattHours? MonthlyEnergy => MeanPower * Duration.Month;

    /// <summary>Tokens of a month that machines serve, input and output together.</summary>
    public Tokens MachineTokens =>
        Tokens.FromCount(
            Classes.Sum(line =>
                (line.Requests.Mix.Total * RequestsPerSecond.FromPerSecond(
                    Mean(Demand.Spans.Zip(line.Served, (span, rates) => (span, rates.Average(rate => rate.PerSecond))))) * Duration.Month).Count));

    /// <summary>The energy machines use for a million tokens that they serve; null where it is unknown, or where they serve none.</summary>
    public KilowattHours? EnergyPerMtok => MachineTokens is { Count: > 0 } served ? MonthlyEnergy * Ratio.FromValue(1e6 / served.Count) : null;

    /// <summary>Machines of a line in the mean hour.</summary>
    public double MeanOf(PlannedMachines line) => Mean(Demand.Spans.Zip(line.Running, (span, counts) => (span, counts.Average())));

    /// <summary>Replicas of each choice in a step: what a simulator runs.</summary>
    /// <param name="span">The span.</param>
    /// <param name="step">The step of it.</param>
    public IReadOnlyList<PlannedReplicas> ReplicasAt(int span, int step) =>
        [.. Machines.Select(line => new PlannedReplicas(line.Choice, line.Running[span][step] * line.Choice.Replicas)).Where(line => line.Replicas > 0)];

    private static double Mean(IEnumerable<(DemandSpan Span, double Value)> values) => values.Sum(part => part.Span.Share.Value * part.Value);
}

/// <summary>Replicas that run in one step.</summary>
/// <param name="Choice">What they run on, and which deployment they are of.</param>
/// <param name="Replicas">How many.</param>
public sealed record PlannedReplicas(MachineChoice Choice, int Replicas);

/// <summary>The result of planning.</summary>
public abstract record PlanOutcome
{
    private PlanOutcome()
    {
    }

    /// <summary>A plan within the gap requested.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="Bound">The lower bound of any plan's cost.</param>
    public sealed record Found(Plan Plan, UsdPerMonth Bound) : PlanOutcome;

    /// <summary>No plan meets all limits.</summary>
    /// <param name="Reasons">Which limits conflict.</param>
    public sealed record Infeasible(IReadOnlyList<Clash> Reasons) : PlanOutcome;

    /// <summary>The user's time limit was reached before the gap.</summary>
    /// <param name="Best">The best plan so far; null where none was found.</param>
    /// <param name="Bound">The lower bound of any plan's cost.</param>
    public sealed record OutOfTime(Plan? Best, UsdPerMonth Bound) : PlanOutcome;

    /// <summary>All the work that a search does was done before the gap was reached: the same on any machine.</summary>
    /// <param name="Best">The best plan; null where none was found.</param>
    /// <param name="Bound">The lower bound of any plan's cost.</param>
    public sealed record OutOfWork(Plan? Best, UsdPerMonth Bound) : PlanOutcome;

    /// <summary>The best plan there is; null where there is none.</summary>
    public Plan? BestPlan => this switch { Found found => found.Plan, OutOfTime late => late.Best, OutOfWork ended => ended.Best, _ => null };

    /// <summary>The same with that plan where it costs less than the best so far.</summary>
    /// <param name="other">The plan, which keeps all limits; null for none.</param>
    /// <param name="gap">How far a plan may be from the bound.</param>
    internal PlanOutcome OrBetter(Plan? other, Ratio gap)
    {
        if (other is null || LowerBound is not { } known || BestPlan?.Bill <= other.Bill)
        {
            return this;
        }

        var bound = known < other.Bill ? known : other.Bill;
        return Gap(other, bound) <= gap ? new Found(other, bound) : this is OutOfTime ? new OutOfTime(other, bound) : new OutOfWork(other, bound);
    }

    /// <summary>The same with another bound.</summary>
    internal PlanOutcome With(UsdPerMonth bound) => this switch
    {
        Found found => found with { Bound = bound },
        OutOfTime late => late with { Bound = bound },
        OutOfWork ended => ended with { Bound = bound },
        _ => this,
    };

    /// <summary>The lower bound of any plan's cost; null where there is no plan.</summary>
    public UsdPerMonth? LowerBound => this switch { Found found => found.Bound, OutOfTime late => late.Bound, OutOfWork ended => ended.Bound, _ => null };

    /// <summary>How far a plan may be from the cheapest: (cost - bound) / cost.</summary>
    public static Ratio Gap(Plan plan, UsdPerMonth bound) =>
        plan.Bill.Dollars <= 0 ? Ratio.Zero : Ratio.FromValue(Math.Max(0, 1 - (bound / plan.Bill).Value));
}
