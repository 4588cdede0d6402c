namespace Mtok.Planning;

/// <summary>What a relaxed program says before machines are made whole.</summary>
internal sealed partial class FleetModel
{
    /// <summary>Of each machine the number, parts included, in each place.</summary>
    public double[][] Parts() =>
        [
            .. _problem.Machines.Select((_, machine) => Enumerable
                .Range(0, _places.All.Count)
                .Select(place => CountAt(machine, place).SolutionValue())
                .ToArray()),
        ];
}
