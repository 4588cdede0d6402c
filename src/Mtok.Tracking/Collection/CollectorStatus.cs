namespace Mtok.Tracking;

/// <summary>What a collector has done since it was opened, and how it is now.</summary>
/// <param name="Events">Readings stored, by format.</param>
/// <param name="Requests">Bodies answered, by outcome: <c>stored</c>, <c>busy</c>, <c>bad</c>, <c>failed</c>.</param>
/// <param name="LeftOut">Rows understood and not used, by reason.</param>
/// <param name="Warnings">What has to be known, by message.</param>
/// <param name="Queued">What waits to be stored.</param>
/// <param name="QueueLimit">What may wait at most.</param>
/// <param name="Commits">Transactions on disk.</param>
/// <param name="CommitTime">The time they took together.</param>
/// <param name="LastCommit">When the last one was on disk; null before the first.</param>
/// <param name="OpenRows">Rows of hours that are not closed.</param>
/// <param name="ClosedThrough">The end of the last hour that is closed; null where none is.</param>
/// <param name="Fault">Why the last transaction or closing failed; null where it did not.</param>
public sealed record CollectorStatus(
    IReadOnlyDictionary<string, long> Events,
    IReadOnlyDictionary<string, long> Requests,
    IReadOnlyDictionary<string, long> LeftOut,
    IReadOnlyDictionary<string, long> Warnings,
    Bytes Queued,
    Bytes QueueLimit,
    long Commits,
    TimeSpan CommitTime,
    DateTimeOffset? LastCommit,
    long OpenRows,
    DateTimeOffset? ClosedThrough,
    string? Fault);
