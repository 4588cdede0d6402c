namespace Mtok;

/// <summary>Requests of a workload that one set of rules holds for: all of them, or the classes of a trace whose rules are the same.</summary>
/// <param name="Share">Their share of all requests.</param>
/// <param name="Mix">What one of them carries on average.</param>
/// <param name="ServiceLevel">How fast answers must come.</param>
/// <param name="Deferrable">Whether they may wait as long as batch prices ask for.</param>
public sealed record RequestGroup(Ratio Share, TokenMix Mix, ServiceLevel ServiceLevel, bool Deferrable);
