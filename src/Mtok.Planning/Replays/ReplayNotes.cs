namespace Mtok.Planning;

/// <summary>What a replay leaves out or assumes.</summary>
internal static class ReplayNotes
{
    public static IEnumerable<ReplayNote> Of(FleetProblem problem, Plan plan, ReplayedTrace trace)
    {
        if (trace.Left > 0)
        {
            yield return new ReplayNote.RequestsLeftOut(trace.Left);
        }

        if (problem.Demand.Growth != Ratio.One)
        {
            yield return new ReplayNote.Growth(problem.Demand.Growth);
        }

        if (problem.Demand.Spans.Any(span => span.StandsFor.Count == 0))
        {
            yield return new ReplayNote.MedianForecast();
        }

        if (plan.Classes.Any(line => line.Api is not null))
        {
            yield return new ReplayNote.ApiLatency(ReplayedFleet.ApiTtft, ReplayedFleet.ApiTpot);
        }

        if (plan.Machines.Any(line => line.Choice.Spot is not null) && problem.StartUp != default)
        {
            yield return new ReplayNote.SpotReclaimed();
        }

        if (plan.Machines.Any(line => line.Choice.Deployment.Precision == Precision.Unstated))
        {
            yield return new ReplayNote.PrecisionAssumed();
        }

        if (problem is { SparesBy: SparesBy.Zone, ApiStandsIn: false })
        {
            yield return new ReplayNote.ZoneLossPlanned();
        }

        if (plan.Demand.Classes.All(kind => kind.Deadline == default && !kind.ServiceLevel.HasLimits))
        {
            yield return new ReplayNote.NoServiceLevel();
        }
    }
}
