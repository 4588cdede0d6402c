using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>How the collector and the ledger are.</summary>
/// <param name="Events">Readings stored, by format.</param>
/// <param name="Requests">Bodies answered, by outcome.</param>
/// <param name="LeftOut">Rows understood and not used, by reason.</param>
/// <param name="Warnings">What has to be known, by message.</param>
/// <param name="QueueBytes">What waits to be stored.</param>
/// <param name="QueueLimitBytes">What may wait at most.</param>
/// <param name="Commits">Transactions on disk.</param>
/// <param name="LastCommit">When the last one was on disk.</param>
/// <param name="OpenRows">Rows of hours that are not closed.</param>
/// <param name="ClosedThrough">The end of the last hour that is closed.</param>
/// <param name="Fault">Why the last transaction or closing failed.</param>
/// <param name="Targets">What is visited, with what went wrong the last time; empty where nothing did.</param>
/// <param name="AnswersAt">Of which moment answers are.</param>
public sealed record CollectorReport(
    IReadOnlyDictionary<string, long> Events,
    IReadOnlyDictionary<string, long> Requests,
    IReadOnlyDictionary<string, long> LeftOut,
    IReadOnlyDictionary<string, long> Warnings,
    double QueueBytes,
    double QueueLimitBytes,
    long Commits,
    DateTimeOffset? LastCommit,
    long OpenRows,
    DateTimeOffset? ClosedThrough,
    string? Fault,
    IReadOnlyDictionary<string, string> Targets,
    DateTimeOffset? AnswersAt)
{
    private static readonly Dictionary<string, long> None = [];

    /// <summary>As it is now.</summary>
    internal static CollectorReport Of(IServiceProvider services)
    {
        var status = services.GetService<LedgerCollector>()?.Status;
        var view = services.GetRequiredService<ITrackedSource>().Current;
        return new(
            status?.Events ?? None,
            status?.Requests ?? None,
            status?.LeftOut ?? None,
            status?.Warnings ?? None,
            status?.Queued.Count ?? 0,
            status?.QueueLimit.Count ?? 0,
            status?.Commits ?? 0,
            status?.LastCommit,
            status?.OpenRows ?? 0,
            status?.ClosedThrough,
            status?.Fault ?? view.Why,
            services.GetRequiredService<ScrapeState>().Visits.ToDictionary(visit => visit.Key, visit => visit.Value.Fault ?? ""),
            view.Tracked is null ? null : view.At);
    }
}
