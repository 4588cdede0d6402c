using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Shows how a plan was proved by replay: whether it holds, planned against replayed, how long requests waited, and what was tightened.</summary>
internal static class ReplayBlocks
{
    private const int MostMissed = 10;

    public static IEnumerable<Block> Of(Replay replay)
    {
        var result = replay.Result;
        yield return new Block.Line(replay.Holds
            ? $"The plan holds when it is replayed request by request: {result.Attainment} of {Count(result.Requests)} requests kept what they were promised."
            : $"The plan does not hold when it is replayed: {replay.WhyNot}.", Strong: true);
        yield return new Block.Rows(new("Planned against replayed", [new("Month"), new("$/month", true), new("Against the plan", true)],
        [
            ["Planned", DecisionReport.Money(replay.Planned), ""],
            ["Replayed", DecisionReport.Money(replay.Replayed), Difference(replay)],
        ]));
        yield return new Block.Rows(SimulationReport.Latencies(result) with { Title = "How long requests waited" });
        if (result.Classes.Count > 1)
        {
            yield return new Block.Rows(SimulationReport.Classes(result) with { Title = "By class" });
        }

        yield return new Block.Rows(Rounds(replay));
        foreach (var (index, round) in replay.Rounds.Index().Where(entry => entry.Item.Missed.Count > 0))
        {
            yield return new Block.Rows(Missed(round, index + 1, isLast: index == replay.Rounds.Count - 1));
        }
    }

    private static string Difference(Replay replay) => replay.Planned.Dollars == 0 ? "" : ((replay.Replayed / replay.Planned).Value - 1).ToString("+0.0%;-0.0%;0.0%", CultureInfo.InvariantCulture);

    private static Table Rounds(Replay replay) => new(
        "Each round: solved, replayed, tightened where it missed", [new("Round"), new("$/month", true), new("Within what was promised", true), new("Steps that missed", true)],
        [.. replay.Rounds.Select((round, index) => new[] { $"{index + 1}", DecisionReport.Money(round.Plan.Bill), round.Result.Attainment.ToString(), Count(round.Missed.Count) })]);

    private static Table Missed(ReplayRound round, int number, bool isLast)
    {
        var (worst, count) = (round.Missed.OrderBy(step => step.Attainment).Take(MostMissed).OrderBy(step => step.Begin).ToList(), round.Missed.Count);
        var shown = count > worst.Count ? $", the worst {worst.Count} of {count}" : "";
        return new(
            $"Steps that missed in round {number}{shown}{(isLast ? "" : "; their capacity was tightened")}", [new("Time from the beginning"), new("Requests", true), new("Kept", true), new("To an API", true)],
            [.. worst.Select(step => new[] { step.Begin.ToString(), Count(step.Requests), step.Attainment.ToString(), Count(step.Overflowed) })]);
    }

    private static string Count(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
