namespace Mtok.Planning;

/// <summary>
/// The answer of <see cref="ProvedDecision"/> in two parts, for screens that show what they have: break-even volumes take as long as all the rest.
/// </summary>
public sealed class StagedDecision
{
    private readonly SizedWays _sized;
    private readonly Lazy<Decision> _whole;

    private StagedDecision(Workload workload, Capacities capacities, DateOnly? today, int seed)
    {
        _sized = SizedWays.Of(workload, capacities, today, seed);
        First = Decision.For(_sized.Ways, capacities.Catalog, seed, withVolumes: false) with
        {
            Replay = _sized.RunBest,
            Routed = RoutedWay.Of(workload, side => SizedWays.Of(side, capacities, today, seed).Ways.Best),
        };
        _whole = new(() => First with { Flips = Flips.Of(_sized.Ways, First.Recommended) });
    }

    /// <summary>The answer without the flips of volume.</summary>
    public Decision First { get; }

    /// <summary>The whole answer, the same as that of <see cref="ProvedDecision"/>; made when it is first asked for.</summary>
    public Decision Whole => _whole.Value;

    /// <summary>Whether the whole answer is made.</summary>
    public bool IsWhole => _whole.IsValueCreated;

    /// <summary>Ranks the options of a workload without a trace; the same for the same input and seed.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    /// <param name="seed">The seed of draws and of requests that are made up.</param>
    public static StagedDecision Of(Workload workload, Capacities capacities, DateOnly? today = null, int seed = 1) =>
        new(workload, capacities, today, seed);
}
