namespace Mtok.Planning;

/// <summary>One way of serving past traffic, with what it would have cost; also the ways that could not have served it, with why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of option.</param>
/// <param name="Provider">The seller or API provider.</param>
/// <param name="Cost">What the traffic would have cost, with its interval from that of the throughput; null where it could not have been served.</param>
/// <param name="Prices">Where its prices come from: the machines', then the API's of each day; empty where it could not have been used.</param>
public sealed record PastOption(string Name, OptionKind Kind, string Provider, Estimate<Usd>? Cost, IReadOnlyList<Provenance> Prices)
{
    /// <summary>The busy share of what is paid for; null for an API.</summary>
    public Ratio? Utilization { get; init; }

    /// <summary>Machines, or units of provisioned throughput, of the busiest hour, spares included.</summary>
    public int Machines { get; init; }

    /// <summary>Machine-hours paid for.</summary>
    public Duration MachineTime { get; init; }

    /// <summary>The share of requests that an API serves.</summary>
    public Ratio ApiShare { get; init; }

    /// <summary>The evidence of its figures, and what was assumed.</summary>
    public IReadOnlyList<OptionNote> Notes { get; init; } = [];

    /// <summary>The doubts about its prices; empty where there are none.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>Why it could not have been used; null where it could.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Whether it would have served the traffic.</summary>
    public bool Feasible => Cost is not null;

    /// <summary>Whether it would have served the traffic at a credible price.</summary>
    public bool MayWin => Feasible && Credibility.IsCredible(Doubts);
}
