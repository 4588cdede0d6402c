namespace Mtok.Planning;

/// <summary>A zone that may be lost, with all machines in it or not known to be elsewhere (L6).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Machines">The places in the problem's list of the machines lost with it.</param>
internal sealed record ZoneLoss(string Name, IReadOnlySet<int> Machines)
{
    /// <summary>
    /// The losses a problem's plan has to survive; none where spares are counted by the machine or an API takes over. An offer whose zone is not
    /// known falls with every zone of its region, one whose region is not known with every zone of its seller.
    /// </summary>
    public static IReadOnlyList<ZoneLoss> Of(FleetProblem problem)
    {
        if (problem.SparesBy != SparesBy.Zone || problem.ApiStandsIn)
        {
            return [];
        }

        var losses = problem.Machines.Select(machine => Standing.Of(machine.Offer)).Distinct()
            .Select(lost => new ZoneLoss(
                lost.ToString(),
                problem.Machines.Index().Where(machine => Standing.Of(machine.Item.Offer).FallsWith(lost)).Select(machine => machine.Index).ToHashSet()))
                    .ToList();
        return
        [
            .. losses.Where((loss, at) => !losses
                .Index()
                .Any(other => other.Index != at
                    && loss.Machines.IsSubsetOf(other.Item.Machines)
                    && (loss.Machines.Count < other.Item.Machines.Count || other.Index < at))),
        ];
    }

    /// <summary>Whether every loss that takes the better machine takes the worse one too.</summary>
    public static bool IsAsSafe(FleetProblem problem, Offer better, Offer worse) =>
        problem.SparesBy != SparesBy.Zone || problem.ApiStandsIn || Standing.Of(worse).FallsWith(Standing.Of(better));

    /// <summary>Where an offer stands, as far as its source says.</summary>
    /// <summary>Whether no loss of a zone takes machines of both offers.</summary>
    public static bool FailApart(Offer one, Offer other) =>
        !Standing.Of(one).FallsWith(Standing.Of(other)) && !Standing.Of(other).FallsWith(Standing.Of(one));

    private sealed record Standing(string Seller, string Region, string Zone)
    {
        public static Standing Of(Offer offer) => new(offer.Seller, offer.Region, offer.Zone);

        public bool FallsWith(Standing lost) =>
            Seller == lost.Seller && (Region.Length == 0 || (Region == lost.Region && (Zone.Length == 0 || Zone == lost.Zone)));

        public override string ToString() => string.Join(' ', new[] { Seller, Zone.Length > 0 ? Zone : Region }.Where(part => part.Length > 0));
    }
}
