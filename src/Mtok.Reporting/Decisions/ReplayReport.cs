using System.Text.Json.Nodes;
using Mtok.Planning;
using Mtok.Simulation;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>
/// Reports the replay of a plan: whether it meets the service level, latencies with their limits, planned and replayed cost, and each
/// round of tightening.
/// </summary>
public static class ReplayReport
{
    /// <summary>The tables and notes; empty where the plan could not be simulated.</summary>
    public static IReadOnlyList<Block> Blocks(Replay replay) => replay.IsSimulated
        ? [new Block.Rows(Latencies(replay)), new Block.Rows(Costs(replay)), .. Rounds(replay), .. Replicas(replay), .. replay.Notes.Count > 0
            ? [new Block.List("Notes on the replay", [.. replay.Notes.Select(ReplayNoteWords.Of)])]
            : Array.Empty<Block>()]
        : [];

    /// <summary>The replay in a sentence.</summary>
    public static string Answer(Replay replay) => ReplayStandingWords.Of(replay.Standing);

    /// <summary>The replay as JSON; only whether and why not where it could not be simulated.</summary>
    public static JsonObject Json(Replay replay)
    {
        var json = new JsonObject
        {
            ["holds"] = replay.Holds,
            ["simulated"] = replay.IsSimulated,
            ["why_not"] = replay.WhyNot is { } why ? ReplayFailureWords.Of(why) : null,
        };
        if (!replay.IsSimulated)
        {
            return json;
        }

        var result = replay.Result;
        json["share_asked_for"] = JsonFigures.Of(replay.Level.Share.Value);
        json["slo_attainment"] = JsonFigures.Of(result.Attainment.Value);
        json["requests"] = result.Requests;
        json["hours"] = JsonFigures.Of(replay.Time.Hours);
        json["planned_usd_per_month"] = JsonFigures.Of(replay.Planned.Dollars);
        json["replayed_usd_per_month"] = JsonFigures.Of(replay.Replayed.Dollars);
        json["planned_usd"] = JsonFigures.Of(replay.PlannedInTime.Dollars);
        json["replayed_usd"] = JsonFigures.Of(replay.ReplayedInTime.Dollars);
        json["planned_api_share"] = JsonFigures.Of(replay.Plan.ApiShare.Value);
        json["replayed_api_share"] = JsonFigures.Of(replay.ApiShare.Value);
        json["utilization"] = JsonFigures.Of(result.Utilization.Value);
        json["ttft_ms"] = Json(result.Ttft);
        json["tpot_ms"] = Json(result.Tpot);
        json["e2e_ms"] = Json(result.E2e);
        json["hash"] = result.Hash;
        json["rounds"] = new JsonArray([.. replay.Rounds.Select((round, at) => new JsonObject
        {
            ["planned_usd_per_month"] = JsonFigures.Of(round.Plan.Bill.Dollars),
            ["replayed_usd_per_month"] = JsonFigures.Of(round.Replayed.Dollars),
            ["slo_attainment"] = JsonFigures.Of(round.Result.Attainment.Value),
            ["missed"] = new JsonArray([
                .. round.Missed.Select(step => new JsonObject
                {
                    ["hour"] = JsonFigures.Of(step.Begin.Hours),
                    ["requests"] = step.Requests,
                    ["kept"] = step.Kept,
                }),
            ]),
        })]);
        json["replicas"] = new JsonArray([.. replay.Replicas.Select(replica => new JsonObject
        {
            ["name"] = replica.Choice.Name,
            ["planned_requests_per_second"] = JsonFigures.Of(replica.Planned.PerSecond),
            ["modelled_requests_per_second"] = JsonFigures.Of(replica.Modelled.PerSecond),
            ["times_multiplied_by"] = JsonFigures.Of(replica.Slower.Value),
            ["most_in_work"] = replica.MostInWork,
            ["most_tokens_of_a_step"] = JsonFigures.Of(replica.MostTokens.Count),
        })]);
        json["steps"] = new JsonArray([.. replay.Rounds[^1].Steps.Select(step => new JsonObject
        {
            ["hour"] = JsonFigures.Of(step.Begin.Hours),
            ["requests"] = step.Requests,
            ["kept"] = step.Kept,
            ["to_api"] = step.Overflowed,
        })]);
        json["notes"] = JsonFigures.Of(replay.Notes.Select(ReplayNoteWords.Of));
        return json;
    }

    /// <summary>Adds each step's replayed requests to its row; null where the trace does not cover the step.</summary>
    internal static void AddTo(JsonArray schedule, Replay replay)
    {
        var steps = (replay.IsSimulated ? replay.Rounds[^1].Steps : []).ToLookup(step => (step.Span, step.Step));
        var places = replay.Plan.Demand.Spans.Index().SelectMany(span => Enumerable.Range(0, span.Item.Steps).Select(step => (span.Index, step))).ToList();
        foreach (var (row, place) in schedule.Zip(places, (row, place) => ((JsonObject)row!, place)))
        {
            var met = steps[place].ToList();
            row["replayed_requests"] = met.Count == 0 ? null : met.Sum(step => step.Requests);
            row["replayed_within_level"] = met.Count == 0 ? null : met.Sum(step => step.Kept);
            row["replayed_to_api"] = met.Count == 0 ? null : met.Sum(step => step.Overflowed);
        }
    }

    private static Table Latencies(Replay replay)
    {
        var result = replay.Result;
        string[] Row(string name, LatencySummary times, Duration? limit) =>
            [name, times.P50.ToString(), times.P90.ToString(), times.P99.ToString(), limit?.ToString() ?? ""];
        return new("Latency in the replay", [
            new("Latency"), new("p50", Numbers: true), new("p90", Numbers: true), new("p99", Numbers: true), new("Limit", Numbers: true),
        ],
            [Row("TTFT", result.Ttft, replay.Level.LongestTtft), Row("TPOT", result.Tpot, replay.Level.LongestTpot), Row("End to end", result.E2e, null)]);
    }

    private static Table Costs(Replay replay)
    {
        var result = replay.Result;
        return new("Planned and replayed", [new(""), new("Planned", Numbers: true), new("Replayed", Numbers: true)],
        [
            ["$/month", Number(replay.Planned), Number(replay.Replayed)],
            [$"$ in {replay.Time}", replay.PlannedInTime.ToString(), replay.ReplayedInTime.ToString()],
            ["To an API", replay.Plan.ApiShare.ToString(), replay.ApiShare.ToString()],
            ["Utilisation", "", replay.Replicas.Count == 0 ? "" : result.Utilization.ToString()],
        ]);
    }

    private static IEnumerable<Block> Rounds(Replay replay)
    {
        if (replay.Rounds.Count < 2)
        {
            yield break;
        }

        yield return new Block.Rows(
            new("Rounds of tightening", [
                new("Plan"), new("$/month planned", Numbers: true), new("Replayed", Numbers: true), new("Attainment", Numbers: true),
                new("Hours below the service level"),
            ],
            [
                .. replay.Rounds.Select((round, at) => new[]
                {
                    Count(at + 1),
                    Number(round.Plan.Bill),
                    Number(round.Replayed),
                    round.Result.Attainment.ToString(),
                    Hours(round),
                }),
            ]));
    }

    private static IEnumerable<Block> Replicas(Replay replay) => replay.Replicas.Count == 0 ? [] : [new Block.Rows(ReplicaTable(replay))];

    private static Table ReplicaTable(Replay replay) =>
        new("Replicas as simulated", [
            new("Replica"), new("Planned", Numbers: true), new("Modelled", Numbers: true), new("Slowdown", Numbers: true),
            new("Max in flight", Numbers: true), new("Tokens per step", Numbers: true),
        ],
        [
            .. replay.Replicas.Select(replica => new[]
            {
                replica.Choice.Deployment.ToString(),
                replica.Planned.ToString(),
                replica.Modelled.ToString(),
                replica.Slower.Value.Shown("0.##"),
                Count(replica.MostInWork),
                Count((long)replica.MostTokens.Count),
            }),
        ]);

    private static string Hours(ReplayRound round)
    {
        const int MostShown = 8;
        var hours = round.Missed.Select(step => step.Begin.Hours.Shown("0.##")).ToList();
        return string.Join(", ", hours.Take(MostShown)) + (hours.Count > MostShown ? $" and {hours.Count - MostShown} more" : "");
    }

    private static JsonObject Json(LatencySummary times) => new()
    {
        ["p50"] = JsonFigures.Of(times.P50.Milliseconds),
        ["p90"] = JsonFigures.Of(times.P90.Milliseconds),
        ["p99"] = JsonFigures.Of(times.P99.Milliseconds),
    };

    private static string Count(long number) => number.Shown("#,##0");
}
