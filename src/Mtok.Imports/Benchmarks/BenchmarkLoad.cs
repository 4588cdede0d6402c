namespace Mtok.Imports;

/// <summary>How the client of a benchmark loaded the server, by what its options were: a point of load each, and no maximum by itself.</summary>
internal static class BenchmarkLoad
{
    /// <summary>
    /// The run as an open loop if a rate was sent, as a closed loop if the client kept fewer requests open than it sent in all, else as
    /// a burst.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="users">The most requests that the client keeps open; null without a limit.</param>
    /// <param name="rate">The rate option, as the file spells it; null or infinite for as fast as possible.</param>
    /// <param name="requests">All requests sent; null if the file does not state it.</param>
    public static BenchmarkRun LoadedBy(this BenchmarkRun run, int? users, string? rate, double? requests)
    {
        var count = requests is > 0 and < int.MaxValue and var sent ? (int?)Math.Round(sent) : null;
        if (BenchmarkWords.SentRate(rate) is { } limited)
        {
            return run with { Scenario = Scenario.OpenLoop, SentRate = limited, RequestCount = count };
        }

        return users is null || count <= users
            ? run with { Scenario = Scenario.Burst, RequestCount = count }
            : run with { Scenario = Scenario.ClosedLoop, Concurrency = users, RequestCount = count };
    }

    /// <summary>The share of the requests sent that were completed; null if all were, or if the file does not state it.</summary>
    public static Ratio? CompletedShare(BenchmarkRun run) =>
        run.Completed is { } completed && (run.Failed ?? 0) + (run.Incomplete ?? 0) is > 0 and var missing
            ? Ratio.FromValue(completed / (completed + missing))
            : null;
}
