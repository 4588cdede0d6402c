using Mtok.Planning;
using Mtok.Reporting;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Server;

/// <summary>What jobs do: plans, reports and simulations, as the command line makes them.</summary>
/// <param name="served">The catalog.</param>
/// <param name="clock">The day of prices.</param>
/// <param name="settings">The version that pages name.</param>
internal sealed class LongWork(ServedCatalog served, Clock clock, ServerSettings settings)
{
    /// <summary>The cheapest fleet hour by hour, replayed where there is a trace: <c>mtok plan</c>.</summary>
    public JobResult Plan(DecideRequest request, Upload upload, JobRun run)
    {
        var (problems, catalog) = (new Problems { RefusesFiles = true }, served.Current);
        if (Inputs(request, upload, catalog, makesUp: false, problems) is not var (workload, traffic))
        {
            return new(null, null, problems);
        }

        var answer = PlanAnswer.For(workload, traffic, catalog.Capacities, request.Limits, new() { TellSolving = run.Tell, Tell = run.Tell });
        var view = new DecisionView(Detail.All, clock.Today, catalog.Capacities) { Disagreements = catalog.Disagreements.Value };
        return new(PlanReport.Of(workload, answer, request.Limits, view), null, null);
    }

    /// <summary>Decision, plan, replay, robustness and volume in one, with its page: <c>mtok decide --report</c>.</summary>
    public JobResult Report(DecideRequest request, Upload upload, JobRun run)
    {
        var (problems, catalog) = (new Problems { RefusesFiles = true }, served.Current);
        if (Inputs(request, upload, catalog, makesUp: true, problems) is not var (workload, traffic))
        {
            return new(null, null, problems);
        }

        var verdict = Verdict.For(workload, traffic, catalog.Capacities, request.Options(clock.Today) with
        {
            TellSolving = run.Tell,
            TellReplay = run.Tell,
            TellCurve = run.Tell,
        });
        var context = new VerdictContext(clock.Today, "mtok decide workload.toml --report page.html", settings.Version, request.Limits)
        {
            Capacities = catalog.Capacities,
            Disagreements = catalog.Disagreements.Value,
        };
        return new(VerdictReport.Of(verdict, context), () => VerdictPage.Write(verdict, context), null) { Parts = VerdictPage.Parts(verdict, context) };
    }

    /// <summary>A trace replayed on a fleet, request by request: <c>mtok simulate</c>.</summary>
    public JobResult Simulate(SimulationRequest request, Upload upload, JobRun run)
    {
        var (problems, catalog) = (new Problems { RefusesFiles = true }, served.Current);
        var reading = new TraceReading(new());
        var trace = upload.Trace is { } path ? TraceFile.Open(path, reading) : null;
        var built = FleetBuilder.Build(request, trace, catalog.Capacities, new(problems));
        Copy(reading, problems);
        if (problems.HasErrors || trace is null)
        {
            return new(null, null, problems);
        }

        if (built.Fleet is not { } fleet)
        {
            return new(SimulationReport.OfNothing(trace, built.WhyNot), null, null);
        }

        var named = trace with { Name = Sent };
        var result = Simulator.Run(named, fleet, request.Options with { Progress = run });
        reading.CheckEnd();
        Copy(reading, problems);
        return problems.HasErrors ? new(null, null, problems) : new(SimulationReport.Of(named, fleet, result, built.Notes), null, null);
    }

    /// <summary>Whether a workload and its request can be planned for; all that is wrong with them is reported. The trace is read by the job.</summary>
    public bool Check(DecideRequest request, Upload upload, Problems problems) =>
        Workload(upload, served.Current, problems) is not null & request.Check(new(problems)) && !problems.HasErrors;

    private const string Sent = "trace";

    private static (Workload Workload, VerdictTraffic Traffic)? Inputs(
        DecideRequest request, Upload upload, LoadedCatalog catalog, bool makesUp, Problems problems)
    {
        var naming = new RequestProblems(problems);
        var workload = Workload(upload, catalog, problems);
        var trace = upload.Trace is { } path ? Held(path, problems) : null;
        return workload is not null && request.Check(naming) && !problems.HasErrors && Traffic() is { } traffic ? (workload, traffic) : null;

        VerdictTraffic? Traffic() => trace is null && !makesUp
            ? VerdictTraffic.OfShape(request, workload, naming)
            : request.Traffic(workload, trace, catalog.Catalog, naming);
    }

    private static Workload? Workload(Upload upload, LoadedCatalog catalog, Problems problems)
    {
        if (upload.Workload is { } body)
        {
            return body.In(catalog.Catalog, problems);
        }

        problems.Error(new(WorkloadBody.Name, 0, 0), "missing-part", "a workload is needed: its TOML text, or the part \"workload\" of a form");
        return null;
    }

    /// <summary>The trace of a file in memory; null where it cannot be used (reported, under the name of what was sent).</summary>
    private static Trace? Held(string path, Problems problems)
    {
        var reading = new TraceReading(new());
        var trace = TraceFile.Open(path, reading) is { } open ? TraceChange.InMemory(open, VerdictTraffic.MostHeld) with { Name = Sent } : null;
        if (trace is not null)
        {
            reading.CheckEnd();
        }

        Copy(reading, problems);
        return problems.HasErrors ? null : trace;
    }

    private static void Copy(TraceReading reading, Problems problems)
    {
        foreach (var problem in reading.Problems.All.Where(problem => problem.Severity == Severity.Error))
        {
            var message = problem.Message.Replace(problem.Where.File, Sent, StringComparison.Ordinal);
            problems.Error(problem.Where with { File = Sent }, problem.Rule, message);
        }
    }
}
