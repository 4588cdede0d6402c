using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>What pages about tracked usage show.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Why">Why there is nothing to show; null where there is.</param>
/// <param name="Problems">What is wrong with the address.</param>
public sealed record TrackView(TrackQuestion Question, string? Why, IReadOnlyList<Problem> Problems)
{
    /// <summary>The answer; null where there is none.</summary>
    public TrackAnswer? Answer { get; init; }

    /// <summary>Where its figures come from.</summary>
    public IReadOnlyList<Block> Sources { get; init; } = [];

    /// <summary>When the ledger was read.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether the server keeps a ledger.</summary>
    public bool HasLedger { get; init; }
}

/// <summary>What the first page shows.</summary>
/// <param name="Week">The same for its time.</param>
/// <param name="ByModel">The answer by model.</param>
/// <param name="Alerts">The checks of everything tracked.</param>
/// <param name="Gap">How far it is from the plan; empty where there is none.</param>
/// <param name="IsUsual">Whether the time is the last seven days tracked.</param>
public sealed record OverviewView(TrackView Week, TrackAnswer? ByModel, IReadOnlyList<Block> Alerts, IReadOnlyList<Block> Gap, bool IsUsual)
{
    /// <summary>How many alerts hold.</summary>
    public int Holding { get; init; }
}
