namespace Mtok.Planning;

/// <summary>Machines of one kind, in one place or, where the loss of any one zone must be survived, in several.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Zones">The same machines in each zone used, the cheapest first; one where zones play no part.</param>
internal sealed record MachineSet(string Name, IReadOnlyList<MachineChoice> Zones)
{
    public MachineChoice First => Zones[0];

    public static MachineSet Of(MachineChoice machine) => new(machine.Name, [machine]);

    /// <summary>Machines that serve as many as are needed when any zone is lost, or else with spares; spread evenly, the first zones having one more.</summary>
    public int WithSpares(int needed, int spares) => Zones.Count == 1 ? needed + spares
        : (int)Math.Min(int.MaxValue / 2, needed + (((long)needed + Zones.Count - 2) / (Zones.Count - 1)));

    /// <summary>How many of a number of machines are in a zone.</summary>
    public int ShareOf(int zone, int count) => (count / Zones.Count) + (zone < count % Zones.Count ? 1 : 0);

    /// <summary>What a number of machines cost, given what one costs.</summary>
    public decimal CostOf(int count, Func<MachineChoice, decimal> one) =>
        Zones.Count == 1 ? count * one(First) : Zones.Index().Sum(zone => ShareOf(zone.Index, count) * one(zone.Item));
}
