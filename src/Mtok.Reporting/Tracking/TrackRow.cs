using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What an answer says of one group.</summary>
/// <param name="Key">The group.</param>
/// <param name="Usage">Its usage; null where none is stated.</param>
/// <param name="Cost">Its cost by kind and currency.</param>
/// <param name="Unit">Its unit cost; null where it has no usage.</param>
internal sealed record TrackRow(GroupKey Key, UsageGroup? Usage, IReadOnlyList<CostGroup> Cost, UnitCostOf? Unit)
{
    /// <summary>Every group that has usage or cost, in the order of their keys.</summary>
    public static IReadOnlyList<TrackRow> All(TrackAnswer answer)
    {
        var usage = answer.Usage.ToDictionary(group => group.Key);
        var cost = answer.Cost.ToLookup(group => group.Key);
        var units = answer.UnitCosts.ToDictionary(unit => unit.Key);
        return
        [
            .. answer.Usage.Select(group => group.Key).Concat(answer.Cost.Select(group => group.Key)).Distinct().Order(GroupKey.Order)
                .Select(key => new TrackRow(key, usage.GetValueOrDefault(key), [.. cost[key]], units.GetValueOrDefault(key))),
        ];
    }

    /// <summary>Tokens by class.</summary>
    public TokenClasses Tokens => Usage?.Tokens ?? TokenClasses.Unknown;

    /// <summary>Tokens written to a cache of any lifetime; null where not stated.</summary>
    public long? Written => WrittenOf(Tokens);

    /// <summary>Its cost, by which the dearest comes first; balances prepaid are none.</summary>
    public decimal Dollars => Cost.Where(cost => cost.Kind != CostKind.Prepaid).Sum(cost => cost.Amount.Amount);

    /// <summary>Tokens written to a cache of any lifetime; null where not stated.</summary>
    public static long? WrittenOf(TokenClasses tokens) => tokens is { CacheWrite5m: null, CacheWrite1h: null, CacheWriteUnsplit: null }
        ? null
        : (tokens.CacheWrite5m ?? 0) + (tokens.CacheWrite1h ?? 0) + (tokens.CacheWriteUnsplit ?? 0);
}
