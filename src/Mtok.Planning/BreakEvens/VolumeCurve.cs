namespace Mtok.Planning;

/// <summary>What a volume costs, each way solved anew for it; null where that way cannot serve it or is not allowed.</summary>
/// <param name="Volume">Tokens a month, input and output together.</param>
/// <param name="Api">The cheapest API alone.</param>
/// <param name="Fleet">The cheapest machines alone.</param>
/// <param name="Mix">The cheapest of all: machines, APIs or both.</param>
/// <param name="FleetMachines">Machines of the busiest step in the fleet alone.</param>
public sealed record VolumePoint(Tokens Volume, UsdPerMtok? Api, UsdPerMtok? Fleet, UsdPerMtok? Mix, int FleetMachines);

/// <summary>$/Mtok against volume, found by solving the program along scaled traffic, and where machines become and stay the cheaper way.</summary>
/// <param name="Today">The workload's own tokens a month.</param>
/// <param name="Points">From the least volume to the most.</param>
/// <param name="First">The least volume at which machines alone cost less than the best API; null where there is none.</param>
/// <param name="Stays">The volume past which machines alone stay cheaper; null where there is none.</param>
/// <param name="Gap">How far each solution may be from the cheapest.</param>
/// <param name="Reason">Why there is none, where there is none.</param>
public sealed record VolumeCurve(Tokens Today, IReadOnlyList<VolumePoint> Points, Tokens? First, Tokens? Stays, Ratio Gap, string Reason);
