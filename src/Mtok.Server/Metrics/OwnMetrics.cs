using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>How this server is, as metrics: what it collected, what waits, what it visits, which hours are closed.</summary>
internal static class OwnMetrics
{
    /// <summary>Writes them.</summary>
    public static void Write(Exposition text, IServiceProvider services)
    {
        var settings = services.GetRequiredService<ServerSettings>();
        text.Gauge("mtok_build_info", "The version that runs.", [new(1, ("version", settings.Version))]);
        if (services.GetService<LedgerCollector>()?.Status is { } status)
        {
            Write(text, status);
        }

        var visits = services.GetRequiredService<ScrapeState>().Visits.OrderBy(visit => visit.Key, StringComparer.Ordinal).ToList();
        text.Gauge("mtok_scrape_up", "Whether the last visit to a target went well.", visits.Select(visit => Value(visit.Value.IsUp ? 1 : 0, visit.Key)));
        text.Counter("mtok_scrape_failures_total", "Visits to a target that failed.", visits.Select(visit => Value(visit.Value.Failures, visit.Key)));
        var jobs = services.GetRequiredService<JobBoard>().All.ToLookup(job => job.Status.State);
        var states = Enum.GetValues<JobState>().Select(state => new MetricValue(jobs[state].Count(), ("state", Word(state))));
        text.Gauge("mtok_jobs", "Jobs that are known, by state.", states);

        static MetricValue Value(double value, string target) => new(value, ("target", target));
    }

    private static void Write(Exposition text, CollectorStatus status)
    {
        text.Counter("mtok_collector_events_total", "Requests, samples and levels stored, by format.", Values(status.Events, "source"));
        text.Counter("mtok_collector_requests_total", "Bodies answered: stored, busy, bad or failed.", Values(status.Requests, "outcome"));
        text.Counter("mtok_collector_left_out_total", "Rows understood and not used, by reason.", Values(status.LeftOut, "reason"));
        text.Gauge("mtok_collector_queue_bytes", "What waits to be stored.", status.Queued.Count);
        text.Gauge("mtok_collector_queue_limit_bytes", "What may wait to be stored; more is refused with 503.", status.QueueLimit.Count);
        text.Counter("mtok_collector_commits_total", "Transactions on disk.", [new(status.Commits)]);
        text.Counter("mtok_collector_commit_seconds_total", "The time transactions took.", [new(status.CommitTime.TotalSeconds)]);
        text.Gauge("mtok_collector_last_commit_timestamp_seconds", "When the last transaction was on disk.", Seconds(status.LastCommit));
        text.Gauge("mtok_collector_failing", "Whether the last transaction or closing failed.", status.Fault is null ? 0 : 1);
        text.Gauge("mtok_ledger_open_rows", "Rows of hours that are not closed.", status.OpenRows);
        text.Gauge("mtok_ledger_closed_through_timestamp_seconds", "The end of the last hour that is closed.", Seconds(status.ClosedThrough));
    }

    /// <summary>A moment as metrics have it.</summary>
    public static double? Seconds(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds() / 1000.0;

    private static IEnumerable<MetricValue> Values(IReadOnlyDictionary<string, long> counts, string label) =>
        counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => new MetricValue(count.Value, (label, count.Key)));

    private static string Word(JobState state) => state.ToString().ToLowerInvariant();
}
