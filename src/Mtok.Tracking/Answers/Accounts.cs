namespace Mtok.Tracking;

/// <summary>All usage once and what it cost, hour by hour.</summary>
/// <param name="Usage">Usage by hour and key, that of bills included.</param>
/// <param name="Costs">Cost by hour, key and kind.</param>
/// <param name="Once">How counters and logs were reconciled.</param>
/// <param name="Checks">What clients' metrics say of calls that are stated as well.</param>
internal sealed record Accounts(IReadOnlyList<UsageHour> Usage, AllocatedCosts Costs, Reconciled Once, IReadOnlyList<Coverage> Checks)
{
    /// <summary>How much of what was counted is claimed.</summary>
    public IReadOnlyList<Coverage> Coverage => [.. Once.Coverage, .. Checks];
}
