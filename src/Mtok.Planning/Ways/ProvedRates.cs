namespace Mtok.Planning;

/// <summary>What replays of the demand's own requests prove of fleets of one kind of replica (Y6).</summary>
/// <param name="Kinds">Each kind of replica, with what was proved.</param>
/// <param name="Options">Fleets of one kind of machine that were compared.</param>
/// <param name="Requests">Requests that were replayed on each fleet.</param>
/// <param name="Replays">Fleets that were replayed.</param>
public sealed record ProvedRates(IReadOnlyList<ProvedKind> Kinds, int Options, long Requests, int Replays)
{
    /// <summary>What was replayed, where it was made up; null for the demand's own trace.</summary>
    public TrafficSource? Traffic { get; init; }

    private readonly Dictionary<(string, Deployment), ProvedKind> _byKind = Kinds.ToDictionary(kind => (kind.ModelId, kind.Deployment));

    /// <summary>What was proved of a kind of replica; null where nothing was looked at.</summary>
    /// <param name="modelId">The model it serves.</param>
    /// <param name="deployment">What runs it.</param>
    public ProvedKind? Of(string modelId, Deployment deployment) => _byKind.GetValueOrDefault((modelId, deployment));

    /// <summary>The share of a machine's rate that may be planned with: as much as was proved, otherwise what bursts leave.</summary>
    /// <param name="standing">What was proved of its kind; null for nothing yet.</param>
    /// <param name="machine">The machine before anything was proved.</param>
    /// <param name="atMost">Whether it is the most that replays may prove where they have not.</param>
    internal static Ratio UseOf(KindStanding? standing, MachineChoice machine, bool atMost)
    {
        Ratio AtMost(Ratio most) => atMost || most < machine.PeakUtilization ? most : machine.PeakUtilization;
        return standing switch
        {
            KindStanding.Proved { PeakUtilization: var proved } => proved,
            KindStanding.OutByBound { PeakUtilization: var least } => AtMost(least ?? machine.MostUtilization),
            null => AtMost(machine.MostUtilization),
            _ => machine.PeakUtilization,
        };
    }
}

/// <summary>A kind of replica, and what replays prove of fleets of it.</summary>
/// <param name="ModelId">The model it serves.</param>
/// <param name="Deployment">What runs it.</param>
/// <param name="Standing">What was proved.</param>
public sealed record ProvedKind(string ModelId, Deployment Deployment, KindStanding Standing);

/// <summary>What replays prove of fleets of one kind of replica.</summary>
public abstract record KindStanding
{
    private KindStanding()
    {
    }

    /// <summary>The least number of replicas that keeps the service level is known.</summary>
    /// <param name="Replicas">That number, spares not included.</param>
    /// <param name="PeakUtilization">The share of their rate that is used in the busiest step; at most what may be proved.</param>
    public sealed record Proved(int Replicas, Ratio PeakUtilization) : KindStanding;

    /// <summary>The number of the busiest step is known; at other times the fleet is smaller, or an API takes a part, which was not replayed.</summary>
    public sealed record ProvedAtPeak : KindStanding;

    /// <summary>It was not replayed until it holds: even on as few machines as it needs at least it costs more than the best that was proved.</summary>
    /// <param name="PeakUtilization">
    /// The share of their rate that is used in the busiest step at most, where fewer replicas were replayed and miss; null where none were.
    /// </param>
    public sealed record OutByBound(Ratio? PeakUtilization) : KindStanding;

    /// <summary>No number of replicas keeps the service level: too many requests miss it even alone, or with many times the replicas.</summary>
    /// <param name="TooLong">The prompt that takes too long even alone; null where there is none.</param>
    public sealed record HoldsNever(LongPrompt? TooLong) : KindStanding;

    /// <summary>It cannot be simulated.</summary>
    public sealed record NotSimulated : KindStanding;
}
