using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>What was tracked, as of a moment not long ago: answers never wait for it to be read.</summary>
internal interface ITrackedSource
{
    /// <summary>The newest that was read.</summary>
    TrackedView Current { get; }
}

/// <summary>What was tracked at a moment.</summary>
/// <param name="Tracked">All of it; null where there is none.</param>
/// <param name="At">The moment.</param>
/// <param name="Why">Why there is none, or none newer; null where nothing is wrong.</param>
internal sealed record TrackedView(Tracked? Tracked, DateTimeOffset At, string? Why);
