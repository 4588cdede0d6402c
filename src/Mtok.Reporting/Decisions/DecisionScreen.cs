using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>The first screen of a decision: what to run and what it costs, the other ways, why, what is kept, what would change it, what to check.</summary>
internal static class DecisionScreen
{
    /// <summary>The label under which a terminal says how to see more.</summary>
    public const string More = "More";

    private const int MostFlips = 3;
    private const int MostReasons = 12;

    /// <summary>How much a year's bill matters on a screen: it stands there where nothing else has to go for it.</summary>
    public const int KeepsYear = 50;

    private static readonly Column[] Columns =
    [
        new("#", Numbers: true), new("Way"), new("$/month", Numbers: true), new("Count on", Numbers: true), new("Range", Numbers: true, Wide: true),
        new("$/Mtok", Numbers: true, Wide: true), new("Doubt"),
    ];

    /// <summary>The screen, 25 lines at 80 columns at most with its title.</summary>
    public static IReadOnlyList<Block> Of(ScreenAnswer answer) => answer switch
    {
        { Verdict: { Plan: null } } when answer.Decision.Recommended is not null => PlanScreen.Of(answer),
        { Bill: null } => Nothing(answer),
        _ => Best(answer),
    };

    private static IReadOnlyList<Block> Best(ScreenAnswer answer) => new ScreenDraft()
        .Lead(Lead(answer))
        .Rows(Ways(answer))
        .Say("Why", [WhyWords.Of(answer)], ScreenDraft.Always)
        .Say("Routing", RoutingReport.Of(answer.Decision), ScreenDraft.Always)
        .Say("Next", MovesReport.Next(answer.Decision), ScreenDraft.Always)
        .Say("People", StaffingWords.People(answer), ScreenDraft.Always)
        .Say("Doubt", [Doubt(answer)], ScreenDraft.Always)
        .Say("Proof", Proof(answer), 90)
        .Say("Models", Models(answer), 94)
        .Say("Asked", AskedFacts.Of(answer), ScreenDraft.Always, less: 0)
        .Say("Changes", Flips(answer).Take(MostFlips), 95)
        .Say("Check", CheckFacts.Old(answer), ScreenDraft.Always)
        .Say("Check", CheckFacts.Of(answer), 92)
        .Say("Year", Year(answer), KeepsYear)
        .Say(More, ["--why for engineers, --all for everything, --report page.html"], ScreenDraft.Always)
        .Fit();

    private static IReadOnlyList<Block> Nothing(ScreenAnswer answer)
    {
        var decision = answer.Decision;
        return new ScreenDraft()
            .Lead(DecisionReport.Answer(decision))
            .Say("Why", LeftOut(decision), 90)
            .Say("Doubtful", CheckFacts.Doubtful(decision, answer.Names), 95)
            .Say(More, ["--all for every option and its reason"], ScreenDraft.Always)
            .Fit();
    }

    private static IEnumerable<string> LeftOut(Decision decision) =>
        RefusalWords.BySort(decision.Options.Select(option => option.Refusal).OfType<Refusal>().Select(refusal => new RefusalCount(refusal, 1)))
            .Take(MostReasons).Select(sort => $"{CountText.Of(sort.Options, "option")}: {sort.Text}");

    /// <summary>What to run, what it costs, and what one can count on.</summary>
    public static string Lead(ScreenAnswer answer)
    {
        if (answer.Decision.FirstMove is { } move && !MovesReport.Agrees(move, answer) && !(MovesReport.Stays(move) && answer.Bill >= answer.Today))
        {
            return (MovesReport.Stays(move) ? "" : SavingWords.Of(answer)) + MovesReport.Lead(move, answer);
        }

        var run = answer.Option is { } single && answer.Plan is null ? RunWords.Of(single, answer.Names) : RunWords.Of(answer.Plan!);
        var before = SavingWords.Of(answer) + (answer.Replay is { Holds: false } ? "No plan that was tried keeps the service level; the best: " : "");
        var what = before.EndsWith(": ", StringComparison.Ordinal) ? char.ToLowerInvariant(run[0]) + run[1..] : run;
        return $"{before}{what}: {Money(answer.Bill!.Value)} a month, {answer.PerMtok}{CountedOn(answer)}.";
    }

    private static string CountedOn(ScreenAnswer answer) => answer.Sureness is not { } sureness ? ""
        : answer.CountedOn is { } bill && Money(bill) != Money(answer.Bill!.Value) ? $". Count on {Money(bill)} a month ({SurenessWords.Of(sureness)})"
        : $" ({SurenessWords.Of(sureness)})";

    /// <summary>The recommended way and the best of each other, each by its number.</summary>
    private static Table Ways(ScreenAnswer answer)
    {
        var (decision, own) = (answer.Decision, answer.Option);
        var others = decision.BestOfEachKind.Where(option => option.Kind != own?.Kind);
        string[][] first = own is not null ? [Row(own, answer.Names)] : [PlanRow(answer)];
        return new("", Columns, [.. first, .. others.Select(option => Row(option, answer.Names))]);
    }

    private static string[] Row(RankedOption option, ShortNames names)
    {
        var bill = option.Cost!.Bill;
        return
        [
            $"{names.NumberOf(option)}", names.Of(option), Number(bill.Value), Number(option.CountedOn ?? bill.Value),
            Number(bill.Low) == Number(bill.High) ? "" : $"{Number(bill.Low)}-{Number(bill.High)}",
            Price(option.Cost.PerMtok.Allocation), SurenessWords.Of(option.Sureness),
        ];
    }

    private static string[] PlanRow(ScreenAnswer answer)
    {
        var drawn = answer.Verdict?.Robustness?.Standings.FirstOrDefault(standing => IsPlan(standing));
        return
        [
            "", "the plan, hour by hour", Number(answer.Bill!.Value), answer.CountedOn is { } counted ? Number(counted) : "",
            drawn is null ? "" : $"{Number(drawn.Bill.Low)}-{Number(drawn.Bill.High)}", Price(answer.PerMtok),
            answer.Sureness is { } sureness ? SurenessWords.Of(sureness) : "",
        ];
    }

    /// <summary>What a year costs, and what doubles that.</summary>
    public static IEnumerable<string> Year(ScreenAnswer answer) => answer.Decision.Robustness?.Budget is { } budget ? [BudgetWords.Short(budget)] : [];

    /// <summary>The word of doubt with what it follows from, and what the answer may cost above the cheapest.</summary>
    public static string Doubt(ScreenAnswer answer) => string.Join("; ", new[] { answer.Doubt, Stays(answer) }.Where(text => text.Length > 0));

    /// <summary>What was compared and replayed, and how near the bound of all plans the answer is.</summary>
    private static IEnumerable<string> Proof(ScreenAnswer answer)
    {
        if (answer.Verdict?.Replay is { Holds: false } replay)
        {
            yield return ReplayStandingWords.Short(replay.Standing);
        }

        if (answer.Decision.Proved is { } proved)
        {
            yield return ProofWords.Short(proved);
        }

        if (answer.Verdict?.Outcome.LowerBound is { } bound && answer.Plan is { } plan)
        {
            yield return $"no plan can cost less than {Money(bound)} a month, a gap of {PlanOutcome.Gap(plan, bound)}"
                + (answer.Verdict.Problem.IsCountedOn ? $"; {PlanScreen.Cheaper}" : "");
        }
    }

    /// <summary>What the answer may cost above the cheapest, and which other is then the cheapest; one way alone has no such doubt.</summary>
    private static string Stays(ScreenAnswer answer)
    {
        if (answer.Decision.Robustness is not { Standings.Count: > 1 } drawn)
        {
            return "";
        }

        var rival = drawn.Regret.Near == Ratio.One ? null : drawn.Standings.Where(standing => !IsOwn(standing)).MaxBy(standing => standing.Cheapest);
        return ConfidenceWords.Of(drawn.Regret) + (rival is { Cheapest.Value: > 0 } ? Rival(answer, rival.Name) : "");

        bool IsOwn(CandidateStanding standing) =>
            standing == drawn.Recommended || (answer.Plan is not null && IsPlan(standing)) || standing.Name == answer.Option?.Name;
    }

    private static bool IsPlan(CandidateStanding standing) => standing.Name.StartsWith("the plan", StringComparison.Ordinal);

    private static string Rival(ScreenAnswer answer, string name) =>
        answer.Decision.Options.FirstOrDefault(option => option.Name == name) is { } rival ? $", else mostly {answer.Names.Reference(rival)}" : "";

    /// <summary>The cheapest of each model, where several are allowed.</summary>
    private static IEnumerable<string> Models(ScreenAnswer answer)
    {
        var best = answer.Decision.Options.Where(option => option.MayWin).DistinctBy(option => option.ModelId).ToList();
        if (best.Count > 1)
        {
            yield return string.Join(", ", best.Select(option => $"{option.ModelId} {Money(option.Cost!.Bill.Value)} ({answer.Names.Reference(option)})"));
        }
    }

    /// <summary>Flips, the nearest to today's figures first; where neither an API nor machines alone win, those between the two say so.</summary>
    private static IEnumerable<string> Flips(ScreenAnswer answer) => answer.Decision.Flips
        .Select(flip => (Text: FlipWords.Short(flip), Flip: flip))
        .Where(flip => flip.Text is not null && !(flip.Flip is Flip.VolumeStays stays && stays.Threshold <= stays.Today) && IsOfAnswer(flip.Flip, answer))
        .OrderBy(flip => flip.Flip is not Flip.MixVolume && answer.IsBetween)
        .ThenBy(flip => FlipWords.FactorOf(flip.Flip) is { } factor ? Math.Abs(Math.Log(factor.Value)) : double.PositiveInfinity)
        .Select(flip => flip.Flip is Flip.MixVolume || !answer.IsBetween
            ? $"to {FlipWords.Of(flip.Flip.To)} {flip.Text}"
            : $"{FlipWords.Of(flip.Flip.To)} alone would beat {FlipWords.Of(flip.Flip.To == Side.Api ? Side.Machines : Side.Api)} alone {flip.Text}");

    /// <summary>A utilisation may be that of other machines, of which an answer of machines says nothing.</summary>
    private static bool IsOfAnswer(Flip flip, ScreenAnswer answer) =>
        flip is not Flip.Utilization { To: Side.Api } use || use.Machines == answer.Option?.Name;
}
