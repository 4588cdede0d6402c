namespace Mtok.Simulation;

/// <summary>A fleet after its trace: the totals of each replica and the API's bill; outcomes of requests are in the run's log.</summary>
/// <param name="Members">The replicas' totals and the periods in each state.</param>
/// <param name="Api">The API's bill by hour; empty if nothing overflowed.</param>
/// <param name="Stopped">Whether it was stopped before the end of the trace.</param>
internal sealed record FleetReplay(IReadOnlyList<MemberRun> Members, IReadOnlyList<Usd> Api, bool Stopped);
