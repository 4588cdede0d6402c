namespace Mtok.Planning;

/// <summary>
/// H10: prices over time, each at the mean of its walk (U5, U6): rents and token prices over a stage, commitments on the day they begin as rents on demand
/// of their device. Machines that are bought, provisioned throughput and what is used today stay at their price.
/// </summary>
/// <param name="trends">How prices move.</param>
/// <param name="tree">The stages.</param>
internal sealed class MovePrices(PriceTrends trends, MoveTree tree)
{
    /// <summary>A way of serving at the prices of a stage; the same where they are today's.</summary>
    public RankedOption? Then(RankedOption? way, int stage)
    {
        var (machines, api) = (Then(way?.Machines, stage), Then(way?.Tokens, stage));
        return ReferenceEquals(machines, way?.Machines) && ReferenceEquals(api, way?.Tokens) ? way : way! with { Machines = machines, Tokens = api };
    }

    /// <summary>The price of machines that are committed to at a stage / today's.</summary>
    public double OfCommitment(MachineChoice machine, int stage) => machine.Offer.Pricing == Pricing.Owned || stage == 0
        ? 1
        : trends.Rent(machine.Offer.AcceleratorId, isSpot: false).Over(At(stage)).Mean.Value;

    /// <summary>How the prices of ways and commitments move.</summary>
    public IReadOnlyList<MovingPrice> Of(IEnumerable<RankedOption?> ways, IEnumerable<BindingOption> kinds)
    {
        var options = ways.OfType<RankedOption>().ToList();
        var rents = options.Where(way => way.Machines is not null).Concat(kinds.Where(kind => kind.Bought is null).Select(kind => kind.Option))
            .Select(option => (option.Machines!.First.Offer.AcceleratorId, IsSpot: option.Machines.First.Spot is not null)).Distinct()
            .Select(rent => new MovingPrice(rent.AcceleratorId, rent.IsSpot, trends.Rent(rent.AcceleratorId, rent.IsSpot)));
        return [.. rents, .. options.Exists(way => way.Tokens is not null) ? [new MovingPrice(null, false, trends.Api)] : Array.Empty<MovingPrice>()];
    }

    private MachineSet? Then(MachineSet? machines, int stage)
    {
        if (machines is null || machines.First.IsCommitted)
        {
            return machines;
        }

        var trend = trends.Rent(machines.First.Offer.AcceleratorId, machines.First.Spot is not null);
        return Mean(trend, stage) is { } price
            ? machines with { Zones = [.. machines.Zones.Select(zone => zone with { Price = zone.Price * price })] }
            : machines;
    }

    private ApiChoice? Then(ApiChoice? api, int stage) => api is not null && Mean(trends.Api, stage) is { } price ? api.Times(price) : api;

    /// <summary>The mean price from a stage to the next / today's; null where it is today's.</summary>
    private Ratio? Mean(PriceTrend trend, int stage) =>
        trend.MeanBetween(At(stage), At(stage + 1)) is var mean && Math.Abs(mean.Value - 1) > 1e-9 ? mean : null;

    private Duration At(int stage) => Duration.FromYears(1) * Ratio.FromValue(tree.YearOf(stage));
}
