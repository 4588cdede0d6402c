namespace Mtok.Planning;

/// <summary>The evidence of an option's figures, and what was assumed for them.</summary>
public abstract record OptionNote
{
    private OptionNote()
    {
    }

    /// <summary>The evidence of the throughput.</summary>
    /// <param name="Source">As the capacity model states it.</param>
    public sealed record Throughput(string Source) : OptionNote;

    /// <summary>A price for one GPU, multiplied for a machine of several.</summary>
    /// <param name="Gpus">GPUs of the machine; 2 or more.</param>
    public sealed record PriceOfOneGpu(int Gpus) : OptionNote;

    /// <summary>The hourly cost of an owned machine.</summary>
    /// <param name="Source">The source of its figures.</param>
    /// <param name="AsOf">Their date.</param>
    public sealed record Ownership(string Source, AsOf AsOf) : OptionNote;

    /// <summary>The parts of a spot machine's hourly price.</summary>
    /// <param name="Terms">Price, fallback and interruptions.</param>
    public sealed record Spot(SpotTerms Terms) : OptionNote;

    /// <summary>Units of provisioned throughput, sized for the busiest hour.</summary>
    /// <param name="Units">Units bought.</param>
    /// <param name="Price">What they cost and serve.</param>
    public sealed record ProvisionedUnits(int Units, ProvisionedPrice Price) : OptionNote;

    /// <summary>A serverless machine is planned by whole hours, although it is paid by the second and scales to zero.</summary>
    public sealed record ServerlessByTheHour : OptionNote;

    /// <summary>An API's latency is not published and assumed to meet the service level.</summary>
    public sealed record ApiLatencyUnpublished : OptionNote;

    /// <summary>An API has no price for cached input, which is charged as input.</summary>
    public sealed record NoCachedInputPrice : OptionNote;

    /// <summary>Requests that exceed the capacity of a baseline fleet go to an API.</summary>
    /// <param name="ApiShare">Their share of all requests.</param>
    /// <param name="Machines">Machines of the baseline fleet.</param>
    public sealed record Overflow(Ratio ApiShare, int Machines) : OptionNote;
}
