namespace Mtok.Planning;

/// <summary>The sets of machines that may serve a demand alone.</summary>
internal static class MachineSets
{
    /// <summary>
    /// Machines that serve every class, of each kind those of one place, or, where a zone may be lost, of the cheapest zones that fail apart.
    /// </summary>
    public static IEnumerable<MachineSet> Of(FleetProblem problem, IEnumerable<MachineChoice> machines)
    {
        var serving = machines.Where(machine => machine.ServesAll(problem.Demand));
        return problem.SparesBy == SparesBy.Zone && !problem.ApiStandsIn
            ? serving
                .GroupBy(machine => (machine.Offer.Seller, machine.Offer.Instance, machine.Offer.Pricing, machine.Offer.Tier, machine.Model, machine.Deployment,
                    machine.Gpus))
                .SelectMany(alike => ZonesOf([.. alike.OrderBy(machine => machine.Price)]))
            : serving.Select(MachineSet.Of);
    }

    /// <summary>The cheapest two zones that fail apart, the cheapest three, and so on.</summary>
    private static IEnumerable<MachineSet> ZonesOf(List<MachineChoice> alike)
    {
        const int MostZones = 4;
        var zones = new List<MachineChoice>();
        foreach (var machine in alike.Where(machine => alike[0].Fleet?.IsCredible == machine.Fleet?.IsCredible))
        {
            if (zones.Count < MostZones && zones.TrueForAll(other => ZoneLoss.FailApart(other.Offer, machine.Offer)))
            {
                zones.Add(machine);
                if (zones.Count > 1)
                {
                    yield return new(WayNames.InZones(zones[0].Name, zones.Count), [.. zones]);
                }
            }
        }
    }
}
