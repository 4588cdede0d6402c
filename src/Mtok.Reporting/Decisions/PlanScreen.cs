using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>The first screen of a plan: what to run, what it costs, how near the bound that is, whether a replay keeps the level, and when what runs.</summary>
internal static class PlanScreen
{
    /// <summary>Why a plan may be far from the bound.</summary>
    public const string Cheaper = "cheaper ones cost more at the throughput one can count on";

    private const int MostReasons = 12;
    private const int MostSpans = 3;

    private static readonly Column[] Columns =
    [
        new("Runs"), new("Committed", Numbers: true), new("Mean", Numbers: true), new("Most", Numbers: true), new("$/month", Numbers: true),
        new("Throughput", Wide: true),
    ];

    /// <summary>The screen, 25 lines at 80 columns at most with its title.</summary>
    public static IReadOnlyList<Block> Of(ScreenAnswer answer) => answer.Plan is { } plan ? Of(answer, plan) : Nothing(answer);

    private static IReadOnlyList<Block> Of(ScreenAnswer answer, Plan plan) => new ScreenDraft()
        .Lead(DecisionScreen.Lead(answer))
        .Rows(Runs(plan))
        .Say("People", StaffingWords.People(answer), ScreenDraft.Always)
        .Say("Doubt", DecisionScreen.Doubt(answer) is { Length: > 0 } doubt ? [doubt] : [], 91)
        .Say("Bound", [Bound(answer.Verdict!, plan, answer.Limits)], ScreenDraft.Always)
        .Say("Replay", Replay(answer.Verdict!), ScreenDraft.Always)
        .Say("Hours", HoursWords.Of(plan).Take(MostSpans), 90)
        .Say("Asked", AskedFacts.Of(answer), ScreenDraft.Always, less: 0)
        .Say("Check", CheckFacts.Old(answer), ScreenDraft.Always)
        .Say("Check", CheckFacts.Of(answer), 92)
        .Say("Year", DecisionScreen.Year(answer), DecisionScreen.KeepsYear)
        .Say(DecisionScreen.More, ["--why for engineers, --all for everything, --format csv for every step"], ScreenDraft.Always)
        .Fit();

    /// <summary>Why there is no plan.</summary>
    private static IReadOnlyList<Block> Nothing(ScreenAnswer answer)
    {
        var (verdict, limits) = (answer.Verdict!, answer.Limits);
        var draft = verdict.Outcome is PlanOutcome.Infeasible none
            ? new ScreenDraft().Lead("No plan meets all limits.").Say("Why", none.Reasons.Select(ClashWords.Of).Take(MostReasons), 95)
            : new ScreenDraft().Lead(
                $"No plan was found within {limits.Time}; none can cost less than {Money(verdict.Outcome.LowerBound ?? default)} a month. Raise --time-limit.");
        return draft
            .Say("Doubtful", verdict.Problem.Doubtful.Count == 0
                ? []
                : [$"{CountText.Of(verdict.Problem.Doubtful.Count, "price")} left out as doubtful ([allow] credible = false admits them)"], 90)
            .Say(DecisionScreen.More, ["--all for every reason"], ScreenDraft.Always)
            .Fit();
    }

    private static Table Runs(Plan plan) => new("", Columns,
    [
        .. plan.Machines.Select(line => new[]
        {
            $"{ShortNames.Of(line.Choice.Offer)}{(ShortNames.Terms(line.Choice.Offer.Pricing) is { Length: > 0 } terms ? $", {terms}" : "")}",
            CountText.Of(line.Committed), plan.MeanOf(line).Shown("0.0"), CountText.Of(line.Most), Number(line.Cost),
            JsonFigures.Word(line.Choice.Evidence),
        }),
        .. plan.Classes.Where(line => line.Cost.Dollars > 0).GroupBy(line => line.Api!.Name).Select(api => new[]
        {
            RunWords.Api(api.First()), "", "", "", Number(api.Aggregate(default(UsdPerMonth), (sum, line) => sum + line.Cost)), "",
        }),
    ]);

    /// <summary>How far the plan may be from the cheapest.</summary>
    private static string Bound(Verdict verdict, Plan plan, SolveLimits limits)
    {
        var bound = verdict.Outcome.LowerBound ?? default;
        var gap = PlanOutcome.Gap(plan, bound);
        return $"no plan can cost less than {Money(bound)} a month, a gap of {gap}"
            + (verdict.Outcome is PlanOutcome.OutOfTime ? $": the time limit of {limits.Time} was reached before {limits.Gap}"
                : gap > limits.Gap && verdict.Outcome is PlanOutcome.OutOfWork ? $": all the work of a search was done before the {limits.Gap} requested"
                : verdict.Problem.IsCountedOn ? $"; {Cheaper}"
                : gap > limits.Gap && verdict.Replay is null ? "; an API alone, which is not allowed, would cost less"
                : gap > limits.Gap ? "; cheaper plans that were tried miss the service level in the replay"
                : $", within the {limits.Gap} requested");
    }

    private static IEnumerable<string> Replay(Verdict verdict) => verdict.Replay is { } replay
        ? [ReplayStandingWords.Short(replay.Standing)]
        : verdict.Decision.Proved is { } proved
            ? [$"each kind of machine sized on {ProofWords.Requests(proved)} for the busiest hours; the plan as a whole was not replayed (--trace FILE)"]
            : ["none: give a trace of requests (--trace FILE); queues within an hour are not simulated"];
}
