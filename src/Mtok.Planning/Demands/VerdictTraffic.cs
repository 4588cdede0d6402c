using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>What comes, by class and step, and request by request where that is known or synthetic.</summary>
/// <param name="Demand">By class and step.</param>
/// <param name="Trace">Request by request; null where nothing is to be replayed.</param>
/// <param name="IsRecorded">Whether it was recorded; then options are ranked for it in place of the workload's own traffic.</param>
/// <param name="Source">What is replayed, or why nothing is.</param>
public sealed record VerdictTraffic(Demand Demand, Trace? Trace, bool IsRecorded, TrafficSource Source)
{
    /// <summary>Requests of a trace that are held in memory; a longer one is read again for each replay, and a longer synthetic one is not made.</summary>
    public const int MostHeld = 4_000_000;

    /// <summary>The rule of the warning that classes of a trace are planned as one.</summary>
    public const string ManyClasses = "many-classes";

    /// <summary>Classes of a trace that are planned by themselves; each has rates of its own on every machine, which take time.</summary>
    private const int MostClasses = 24;

    /// <summary>The name of the recorded trace; null where none was given.</summary>
    public string? TraceName => Source switch
    {
        TrafficSource.Recorded recorded => recorded.Name,
        TrafficSource.ReplayOff off => off.Name,
        _ => null,
    };

    /// <summary>The workload of this traffic: its rate, mean mix, groups of requests and limits.</summary>
    /// <param name="asked">The workload as it was asked for.</param>
    /// <param name="catalog">Holds the distribution of lengths that is assumed where only their mean is known.</param>
    internal Workload ServedOf(Workload asked, Catalog catalog) => IsRecorded
        ? DemandedWorkload.Of(asked, Demand, TraceName ?? asked.Name)
        : asked with { Mix = AssumedLengths.Of(asked.Mix, asked, catalog), Traffic = asked.Traffic with { Mean = Demand.Mean() } };

    /// <summary>The property that names a trace, where a request has one.</summary>
    private const string TraceKey = "Trace";

    /// <summary>The traffic of a workload's shape; null where the workload has rules for classes, which only a trace distinguishes.</summary>
    /// <param name="request">How it is cut and grown.</param>
    /// <param name="workload">Whose it is.</param>
    /// <param name="problems">Where to report.</param>
    public static VerdictTraffic? OfShape(DemandRequest request, Workload workload, RequestProblems problems) =>
        request.Check(problems) & CanTellClasses(workload, problems) & RoutesNothing(workload, problems)
            ? new(request.Forecast(Demand.Of(workload, (int)request.Hours.Hours, request.Spans)), null, IsRecorded: false, new TrafficSource.NoTrace())
            : null;

    /// <summary>The traffic of a trace; null where the workload has rules for classes that the trace does not have, or the request is unusable.</summary>
    /// <param name="request">How it is cut and grown.</param>
    /// <param name="replays">Whether it is to be replayed.</param>
    /// <param name="workload">What is served; its own traffic plays no part.</param>
    /// <param name="trace">The trace, read to its end and held in memory where it fits (<see cref="TraceChange.InMemory"/>).</param>
    /// <param name="problems">Where to report, and to warn of classes that are planned as one because they are many.</param>
    public static VerdictTraffic? OfTrace(DemandRequest request, bool replays, Workload workload, Trace trace, RequestProblems problems)
    {
        ClassRules.Check(workload.Classes, trace.Classes, problems.All);
        if (!(request.Check(problems) & RoutesNothing(workload, problems)))
        {
            return null;
        }

        trace = OfFewClasses(trace, workload, problems);
        var steps = Math.Max(1, (int)Math.Round(request.Hours.Hours / request.Step.Hours));
        var demand = TraceDemand.Of(trace, workload, request.Step, steps, request.Spans)!;
        return new(
            request.Forecast(demand),
            replays && workload.Works.Count == 0 ? trace : null,
            IsRecorded: true,
            !replays ? new TrafficSource.ReplayOff(trace.Name)
                : workload.Works.Count > 0 ? new TrafficSource.UnlikeModels()
                : new TrafficSource.Recorded(trace.Name));
    }

    private static Trace OfFewClasses(Trace trace, Workload workload, RequestProblems problems)
    {
        var few = TraceChange.MergeClasses(trace, MostClasses, [.. workload.Classes.Select(rules => rules.Name)]);
        if (few.Classes.Count < trace.Classes.Count)
        {
            problems.All.Warn(
                new(trace.Name, 0, 0), ManyClasses,
                $"{trace.Classes.Count} classes: {few.Classes.Count - 1} of them, those with most tokens and with rules, are planned each by itself, "
                    + $"{few.Classes[^1]} as one");
        }

        return few;
    }

    /// <summary>Whether the workload can be planned without a trace: it has no rules for classes, or that is reported.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="remedy">What to do about it; null for naming a trace.</param>
    public static bool CanTellClasses(Workload workload, RequestProblems problems, string? remedy = null)
    {
        if (workload.Classes is [var first, ..])
        {
            problems.All.Error(
                first.Where, "no-trace", $"[[class]] gives rules to classes of a trace: {remedy ?? $"name one with {problems.NameOf(TraceKey)}"}");
        }

        return workload.Classes.Count == 0;
    }

    /// <summary>Whether all requests need one of the workload's models, or that is reported: which requests could be routed no shape or trace tells.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="problems">Where to report.</param>
    public static bool RoutesNothing(Workload workload, RequestProblems problems)
    {
        if (workload.Routing is { } routing)
        {
            problems.All.Error(
                routing.Where, "not-routed",
                "[routing] is answered by mtok decide without a trace, report or charts; elsewhere each side is a workload of its own, with its share "
                    + "of requests");
        }

        return workload.Routing is null;
    }

    /// <summary>
    /// The same with synthetic requests to replay where no trace is given: the workload's rate and shape, the rest like a public
    /// trace's; without them where they are more than a replay holds.
    /// </summary>
    /// <param name="workload">Whose traffic it is.</param>
    /// <param name="catalog">Holds the profile of the public trace.</param>
    /// <param name="seed">The seed of the synthetic trace.</param>
    public VerdictTraffic OrGenerated(Workload workload, Catalog catalog, int seed)
    {
        var span = WorkloadTraffic.UsualSpan(workload);
        if (IsRecorded)
        {
            return this;
        }

        if (workload.Works.Count > 0)
        {
            return this with { Source = new TrafficSource.UnlikeModels() };
        }

        if (workload.Traffic.Mean.PerSecond * span.Seconds > MostHeld)
        {
            return this with { Source = new TrafficSource.TooManyRequests(span) };
        }

        var trace = TraceChange.InMemory(TraceGenerator.Of(workload, catalog.FindProfile(WorkloadTraffic.UsualProfile)!, span, seed), MostHeld);
        return this with { Trace = trace, Source = new TrafficSource.Synthetic(trace.Name) };
    }
}
