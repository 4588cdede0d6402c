namespace Mtok.Planning;

/// <summary>What a reader should know of a replay, in words.</summary>
internal static class ReplayNotes
{
    public static IEnumerable<string> Of(FleetProblem problem, Plan plan, ReplayedTrace trace)
    {
        if (trace.Left > 0)
        {
            yield return $"{trace.Left} requests after the last whole span were neither planned for nor replayed";
        }

        if (problem.Demand.Growth != Ratio.One)
        {
            yield return $"growth: each request comes {problem.Demand.Growth.Value:0.##} times on average, at other times of the same step";
        }

        if (problem.Demand.Spans.Any(span => span.StandsFor.Count == 0))
        {
            yield return "the middle of the forecast is replayed, its lower and higher ends are not";
        }

        if (plan.Classes.Any(line => line.Api is not null))
        {
            yield return $"an API's first token in {ReplayedFleet.ApiTtft}, then {ReplayedFleet.ApiTpot} each, or the service level where it is tighter (assumed: not published)";
        }

        if (plan.Machines.Any(line => line.Choice.Offer.Pricing == Pricing.Spot))
        {
            yield return "spot machines are paid with their restarts and dry hours (C4), which are not replayed";
        }

        if (problem is { SparesBy: SparesBy.Zone, ApiStandsIn: false })
        {
            yield return "the loss of a zone is planned for and not replayed; machines kept for it serve beside the others";
        }

        if (plan.Demand.Classes.All(kind => kind.Deadline == default && !kind.ServiceLevel.HasLimits))
        {
            yield return "no service level is asked for: every request that is answered keeps it";
        }
    }
}
