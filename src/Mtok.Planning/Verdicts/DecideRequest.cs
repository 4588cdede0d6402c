using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>How a decision is made: ranked alone, or planned, proved by replay and drawn many times as well.</summary>
public sealed record DecideRequest : PlanRequest
{
    /// <summary>Every property at its default.</summary>
    public static new DecideRequest Default { get; } = new();

    /// <summary>Whether the workload is planned as well, not only ranked. The default is false.</summary>
    /// <remarks>A trace is only of use to a plan.</remarks>
    public bool Plans { get; init; }

    /// <summary>The seed of all draws and of synthetic traffic: 0 or more. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The range of <see cref="Seed"/>.</summary>
    public static Limits<int> SeedRange { get; } = new(0, int.MaxValue);

    /// <inheritdoc/>
    public override bool Check(RequestProblems problems)
    {
        problems.CheckRange(nameof(Seed), Seed, SeedRange);
        return base.Check(problems);
    }

    /// <summary>
    /// What comes: the trace's traffic, or the workload's own with synthetic requests to replay; null where it cannot be used, which
    /// is reported.
    /// </summary>
    /// <param name="workload">What is served.</param>
    /// <param name="trace">The trace, read to its end and held in memory; null for the workload's own traffic.</param>
    /// <param name="catalog">Holds the profile that synthetic traffic is like.</param>
    /// <param name="problems">Where to report.</param>
    public VerdictTraffic? Traffic(Workload workload, Trace? trace, Catalog catalog, RequestProblems problems)
    {
        var traffic = trace is null ? VerdictTraffic.OfShape(this, workload, problems) : VerdictTraffic.OfTrace(this, Replay, workload, trace, problems);
        return Replay ? traffic?.OrGenerated(workload, catalog, Seed) : traffic;
    }

    /// <summary>How the verdict is come to.</summary>
    /// <param name="today">The day to which the age of prices is counted; null where it is not.</param>
    public VerdictOptions Options(DateOnly? today) => new(Limits) { Today = today, Seed = Seed };
}
