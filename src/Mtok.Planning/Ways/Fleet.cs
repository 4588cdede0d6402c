namespace Mtok.Planning;

/// <summary>Machines of one offer, all serving one model in one way; how many is decided by the traffic.</summary>
public sealed class Fleet
{
    private readonly double _servedPerMachine;

    /// <summary>A fleet of these machines.</summary>
    /// <param name="offer">The machines' offer.</param>
    /// <param name="capacity">What one replica serves.</param>
    /// <param name="machineGpus">Accelerators of one machine.</param>
    /// <param name="price">What one machine costs an hour, restarts and fallback of spot machines included.</param>
    /// <param name="byTheHour">Whether machines are added and released every hour; otherwise the peak's number runs all month.</param>
    /// <param name="rules">How it is run.</param>
    /// <param name="evidence">The evidence of its figures.</param>
    /// <param name="notes">The evidence, and what was assumed.</param>
    public Fleet(
        Offer offer, ReplicaCapacity capacity, int machineGpus, UsdPerHour price, bool byTheHour, FleetRules rules, Evidence evidence,
        IReadOnlyList<OptionNote> notes)
    {
        Offer = offer;
        Capacity = capacity;
        Price = price;
        ByTheHour = byTheHour;
        Rules = rules;
        Evidence = evidence;
        Notes = notes;
        ReplicasPerMachine = MachineHours.ReplicasPerMachine(machineGpus, capacity.Deployment.Gpus);
        MachineGpus = machineGpus;
        _servedPerMachine = capacity.Requests.Value.PerSecond * ReplicasPerMachine;
    }

    /// <summary>The machines' offer: a price, or an owned machine.</summary>
    public Offer Offer { get; }

    /// <summary>What one replica serves.</summary>
    public ReplicaCapacity Capacity { get; }

    /// <summary>Accelerators of one machine.</summary>
    public int MachineGpus { get; }

    /// <summary>What one machine costs an hour.</summary>
    public UsdPerHour Price { get; }

    /// <summary>Whether machines are added and released every hour; otherwise the peak's number runs all month.</summary>
    public bool ByTheHour { get; }

    /// <summary>How it is run.</summary>
    public FleetRules Rules { get; }

    /// <summary>The evidence of its figures.</summary>
    public Evidence Evidence { get; }

    /// <summary>The evidence of its figures, and what was assumed.</summary>
    public IReadOnlyList<OptionNote> Notes { get; }

    /// <summary>The doubts about its price, however many machines are needed; empty where there are none.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>Whether a recommendation may rest on its price.</summary>
    public bool IsCredible => Credibility.IsCredible(Doubts);

    /// <summary>Machines that a recommendation may take: those of one listing; of others as many as are needed.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The parts of its price, for spot machines; null for others.</summary>
    public SpotTerms? Spot { get; init; }

    /// <summary>Replicas one machine holds.</summary>
    public int ReplicasPerMachine { get; }

    /// <summary>What throughput may turn out to be / the figure, over its interval.</summary>
    public Estimate<Ratio> Throughput =>
        new(Capacity.Requests.Low / Capacity.Requests.Value, Ratio.One, Capacity.Requests.High / Capacity.Requests.Value, Capacity.Requests.Evidence);

    /// <summary>The evidence of its throughput; assumed where the model was not calibrated for its device.</summary>
    public Evidence ThroughputEvidence => Capacity.IsCalibrated ? Capacity.Requests.Evidence : Evidence.Assumed;

    /// <summary>Requests per second one machine serves at the service level, fully used.</summary>
    public RequestsPerSecond MachineRate => RequestsPerSecond.FromPerSecond(_servedPerMachine);

    /// <summary>The same machines where a replica serves otherwise.</summary>
    internal Fleet With(ReplicaCapacity capacity) =>
        new(Offer, capacity, MachineGpus, Price, ByTheHour, Rules, Evidence.And(capacity.Requests.Evidence), Notes)
        {
            Spot = Spot,
            Doubts = Doubts,
            Most = Most,
        };

    /// <summary>The same machines, run otherwise.</summary>
    internal Fleet With(FleetRules rules, bool byTheHour = false) =>
        new(Offer, Capacity, MachineGpus, Price, byTheHour, rules, Evidence, Notes) { Spot = Spot, Doubts = Doubts, Most = Most };

    /// <summary>Whole machines for that rate, one at least where there is any; a hair above a whole number is rounding, not demand.</summary>
    internal static int Needed(double rate, double usable) => rate <= 0 ? 0 : (int)Math.Clamp(Math.Ceiling((rate / usable) - 1e-9), 1, int.MaxValue / 2);

    /// <summary>What some capacity leaves of a rate; a hair of it is rounding, not demand.</summary>
    internal static double Left(double rate, double capacity) => rate - capacity > 1e-9 * rate ? rate - capacity : 0;
}
