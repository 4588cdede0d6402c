using System.Collections.Concurrent;

namespace Mtok.Server;

/// <summary>How the targets are that this server goes to by itself.</summary>
internal sealed class ScrapeState
{
    private readonly ConcurrentDictionary<string, Visit> _visits = new(StringComparer.Ordinal);

    /// <summary>Each target's last visit.</summary>
    public IReadOnlyDictionary<string, Visit> Visits => _visits;

    /// <summary>Keeps how a visit went.</summary>
    /// <param name="target">The target.</param>
    /// <param name="at">When.</param>
    /// <param name="fault">What went wrong; null where nothing did.</param>
    public void Keep(string target, DateTimeOffset at, string? fault) => _visits.AddOrUpdate(
        target,
        _ => new(fault is null, fault is null ? 0 : 1, fault is null ? at : null, fault),
        (_, last) => new(fault is null, last.Failures + (fault is null ? 0 : 1), fault is null ? at : last.Success, fault));

    /// <summary>A target's last visit.</summary>
    /// <param name="IsUp">Whether it went well.</param>
    /// <param name="Failures">How many did not.</param>
    /// <param name="Success">When the last went well; null where none did.</param>
    /// <param name="Fault">What went wrong; null where nothing did.</param>
    internal sealed record Visit(bool IsUp, long Failures, DateTimeOffset? Success, string? Fault);
}
