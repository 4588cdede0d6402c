namespace Mtok.Planning;

/// <summary>How far a plan's bill can be relied on (U7).</summary>
/// <param name="CountedOn">The month's bill that 80 % of the chances of throughput stay below; null where limits allow too few machines for it.</param>
/// <param name="Sureness">The word for it.</param>
/// <param name="Evidence">The evidence of its figures.</param>
public sealed record PlanChances(UsdPerMonth? CountedOn, Sureness Sureness, Evidence Evidence)
{
    /// <summary>The word of a plan whose bill that one can count on is known.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ways">The options it was compared with.</param>
    /// <param name="counted">The bill that one can count on; null where limits allow too few machines for it.</param>
    internal static PlanChances Of(Plan plan, RankedWays ways, UsdPerMonth? counted)
    {
        var apis = plan.Classes.Where(line => line.Cost.Dollars > 0).Select(line => line.Api!.Name).ToHashSet(StringComparer.Ordinal);
        var evidence = plan.Machines.Select(line => line.Choice.Evidence)
            .Concat(ways.Apis.Where(api => apis.Contains(api.Name)).Select(api => api.Evidence))
            .Append(Evidence.Measured).Max();
        var isCalibrated = plan.Machines.All(line => line.Choice.Fleet?.Capacity.IsCalibrated != false);
        return new(counted, SurenessRule.Of(evidence, isCalibrated, plan.Bill, counted), evidence);
    }
}
