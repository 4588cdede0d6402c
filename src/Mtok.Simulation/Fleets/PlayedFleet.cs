namespace Mtok.Simulation;

/// <summary>A fleet after its trace: what each replica did and what went to the API; outcomes of requests are in the run's log.</summary>
/// <param name="Members">The replicas' totals and the spans in which they stood.</param>
/// <param name="Api">The API's bill by hour; empty where nothing overflows.</param>
/// <param name="Stopped">Whether it was stopped before the trace's end.</param>
internal sealed record PlayedFleet(IReadOnlyList<MemberRun> Members, IReadOnlyList<Usd> Api, bool Stopped);
