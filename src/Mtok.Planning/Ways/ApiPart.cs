namespace Mtok.Planning;

/// <summary>One of the APIs that serve a demand together, or the only one.</summary>
/// <param name="Tariff">Its prices.</param>
/// <param name="Limit">What it takes of one customer; null where that is not known.</param>
/// <param name="Busiest">What the whole demand asks in its busiest minute.</param>
/// <param name="Share">The share of a month's requests that it serves.</param>
public sealed record ApiPart(ApiTariff Tariff, ApiLimit? Limit, ApiTraffic Busiest, Ratio Share)
{
    /// <summary>The share of the busiest minute that it is sent; all of it where it is the only one.</summary>
    public Ratio AtBusiest { get; init; } = Ratio.One;

    /// <summary>What it is sent in the busiest minute.</summary>
    public ApiTraffic Sent => Busiest * AtBusiest;

    /// <summary>The share of the busiest minute that its limit leaves room for (A1); null where the limit is not known.</summary>
    public Ratio? Room => Limit?.ShareOf(Busiest);

    /// <summary>Whether it takes the whole demand, or nothing is known to the contrary.</summary>
    internal bool TakesAll => !(Room < Ratio.One);
}
