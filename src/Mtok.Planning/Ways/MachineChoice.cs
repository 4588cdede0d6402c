using System.Globalization;

namespace Mtok.Planning;

/// <summary>Machines of one offer, running replicas of one deployment, of which a plan takes any whole number.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offer">The machines' offer: a price, or an owned machine.</param>
/// <param name="Deployment">What runs on it.</param>
/// <param name="Price">What a machine costs an hour, overheads that follow it included (C3, C4).</param>
/// <param name="Gpus">Accelerators of one machine.</param>
/// <param name="Replicas">Replicas one machine holds.</param>
/// <param name="Rates">Of each class of the demand, the requests per second one machine may be planned for; zero where it cannot serve them.</param>
public sealed record MachineChoice(
    string Name, Offer Offer, Deployment Deployment, UsdPerHour Price, int Gpus, int Replicas, IReadOnlyList<RequestsPerSecond> Rates)
{
    /// <summary>Whether it is paid for every hour of a term.</summary>
    public bool IsCommitted => Offer.Pricing is not (Pricing.OnDemand or Pricing.Serverless or Pricing.Spot);

    /// <summary>The share of its price that is overheads which follow it (C4); none by default.</summary>
    public Ratio OverheadShare { get; init; } = Ratio.Zero;

    /// <summary>The share of what a machine serves at the service level that its rates are.</summary>
    public Ratio PeakUtilization { get; init; } = Ratio.One;

    /// <summary>The most that replays may prove of it.</summary>
    public Ratio MostUtilization => Fleet?.Rules.MostUtilization ?? PeakUtilization;

    /// <summary>The model it serves; null for synthetic machines.</summary>
    public Model? Model { get; init; }

    /// <summary>What throughput may turn out to be / the figure planned with, over 90 % of chances.</summary>
    public Estimate<Ratio> Throughput { get; init; } = Estimate<Ratio>.Exact(Ratio.One, Evidence.Assumed);

    /// <summary>The evidence of its throughput; assumed where the model was not calibrated for its device.</summary>
    public Evidence ThroughputEvidence => Fleet?.ThroughputEvidence ?? Throughput.Evidence;

    /// <summary>
    /// The multiple of the figure that throughput exceeds with a chance of 80 % (U7), at most what is left of it once it is chosen (U10), and no less than
    /// the low end of its interval.
    /// </summary>
    internal Ratio CountedOn => Ratio.FromValue(
        Math.Max(Throughput.Low.Value, Math.Min(Spread.Of(Throughput.Low, Throughput.High).At(-Spread.EightyPercent), Chosen.Value)));

    /// <summary>The throughput whose bill is the mean of its bills where it is chosen for its figure / that figure (U10); without limit by default.</summary>
    internal Ratio Chosen { get; init; } = Ratio.FromValue(double.PositiveInfinity);

    /// <summary>The parts of its price, for spot machines; null for others and for synthetic machines.</summary>
    public SpotTerms? Spot { get; init; }

    /// <summary>Machines that a plan may take: those of one listing; of others as many as are needed.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The fleet that it is of, at the first class it serves; null for synthetic machines.</summary>
    internal Fleet? Fleet { get; init; }

    /// <summary>Spares that it needs for the availability asked for, at the number of today's busiest step (D1); null where none is asked for.</summary>
    public int? OwnSpares { get; init; }

    /// <summary>How its time is counted where it comes and goes; null for to the second.</summary>
    public Billing? Billing { get; init; }

    /// <summary>What is paid of a time before it serves, which steps of whole increments follow (C3).</summary>
    internal Duration Paid(Duration time) => Billing is { } billing && !IsCommitted ? billing.Of(time) : time;

    /// <summary>The power a machine draws by its use (W2); null where unknown.</summary>
    public MachinePower? Power { get; init; }

    /// <summary>The evidence of its figures.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>The evidence of its figures, and what was assumed.</summary>
    public IReadOnlyList<OptionNote> Notes { get; init; } = [];

    /// <summary>A machine of a fleet.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="name">Its name.</param>
    /// <param name="multiplier">What a machine costs with the overheads that follow it / without (C3).</param>
    /// <param name="rates">Of each class the requests per second it may be planned for.</param>
    public static MachineChoice Of(Fleet fleet, string name, Ratio multiplier, IReadOnlyList<RequestsPerSecond> rates) =>
        new(name, fleet.Offer, fleet.Capacity.Deployment, fleet.Price * multiplier, fleet.MachineGpus, fleet.ReplicasPerMachine, rates)
        {
            OverheadShare = Ratio.One - (Ratio.One / multiplier),
            Notes = fleet.Notes,
            Evidence = fleet.Evidence,
            Model = fleet.Capacity.Model,
            PeakUtilization = fleet.Rules.PeakUtilization,
            Throughput = fleet.Throughput,
            Spot = fleet.Spot,
            Most = fleet.Most,
            Fleet = fleet,
        };

    /// <summary>The same where another share of its rate may be planned with.</summary>
    internal MachineChoice With(Ratio use) => use == PeakUtilization ? this : this with
    {
        Rates = [.. Rates.Select(rate => rate * (use / PeakUtilization))],
        PeakUtilization = use,
        Fleet = Fleet?.With(Fleet.Rules with { PeakUtilization = use }),
    };

    /// <summary>Machines that serve alone, in the busiest step, every class they can serve.</summary>
    internal int Needed(Demand demand) => Fleet.Needed(Load(demand), 1);

    /// <summary>The same in parts of machines.</summary>
    internal double Load(Demand demand)
    {
        var served = Enumerable.Range(0, demand.Classes.Count).Where(kind => Serves(kind, demand.Classes[kind])).ToArray();
        var most = 0.0;
        foreach (var span in demand.Spans)
        {
            for (var step = 0; step < span.Steps; step++)
            {
                var load = 0.0;
                foreach (var kind in served)
                {
                    load += span.Rates[kind][step].PerSecond / Rates[kind].PerSecond;
                }

                most = Math.Max(most, load);
            }
        }

        return most;
    }

    /// <summary>Its rates of the classes / that of the first it serves, as text: alike for machines on which classes differ alike.</summary>
    internal string RelativeRates(Demand demand)
    {
        if (Rates.Count == 1)
        {
            return "";
        }

        var served = demand.Classes.Index().Select(kind => Serves(kind.Index, kind.Item) ? Rates[kind.Index].PerSecond : 0).ToList();
        var first = served.Find(rate => rate > 0);
        return string.Join('/', served.Select(rate => (rate / first).ToString("G9", CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether it may serve every class.</summary>
    internal bool ServesAll(Demand demand) => demand.Classes.Index().All(kind => Serves(kind.Index, kind.Item));

    /// <summary>Whether it may serve a class: spot machines only what may be interrupted.</summary>
    public bool Serves(int kind, DemandClass requests) => Rates[kind].PerSecond > 0 && (Offer.Pricing != Pricing.Spot || requests.Interruptible);
}
