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

    /// <summary>A seller counts each machine's time in larger parts than a start takes.</summary>
    /// <param name="Seller">The seller.</param>
    /// <param name="Billing">How it counts.</param>
    /// <param name="Start">What is paid of a start.</param>
    public sealed record BilledInParts(string Seller, Billing Billing, Duration Start) : OptionNote;

    /// <summary>An API's latency is not published and assumed to meet the service level.</summary>
    public sealed record ApiLatencyUnpublished : OptionNote;

    /// <summary>What an API takes of one customer is not published, or what part of it the busiest minute asks.</summary>
    /// <param name="Api">The API, its limit and what is asked.</param>
    public sealed record TakesAtMost(ApiPart Api) : OptionNote;

    /// <summary>One of several APIs of a model that share the requests, because the cheaper ones take less than the busiest minute asks.</summary>
    /// <param name="Api">The API, its limit and its share.</param>
    public sealed record SharedByApis(ApiPart Api) : OptionNote;

    /// <summary>An API has no price for cached input, which is charged as input.</summary>
    public sealed record NoCachedInputPrice : OptionNote;

    /// <summary>Kinds of token whose price no list states: it follows from another row by the providers' usual rules.</summary>
    /// <param name="Kinds">The kinds.</param>
    public sealed record AssumedPrices(IReadOnlyList<TokenKind> Kinds) : OptionNote;

    /// <summary>Deferrable requests are billed at batch prices.</summary>
    public sealed record BatchPrices : OptionNote;

    /// <summary>The API has no batch prices: deferrable requests are billed at the usual ones.</summary>
    public sealed record NoBatchPrices : OptionNote;

    /// <summary>Prices depend on the hour; requests are billed by the hours of their demand, which begins on Monday at 00:00 UTC.</summary>
    /// <param name="Hours">The hours with prices of their own.</param>
    public sealed record PricesByTheHour(IReadOnlyList<PriceHours> Hours) : OptionNote;

    /// <summary>Long requests are dearer, and the lengths around the mean are assumed to be distributed like those of a public profile.</summary>
    /// <param name="Profile">The profile.</param>
    public sealed record AssumedLengths(string Profile) : OptionNote;

    /// <summary>Only a mean length is known, and a tier begins near it: the price of the mean request may be far from the mean price of requests.</summary>
    /// <param name="Above">The input length above which the tier applies.</param>
    /// <param name="Mean">The mean input length.</param>
    public sealed record MeanNearTier(Tokens Above, Tokens Mean) : OptionNote;

    /// <summary>Requests that exceed the capacity of a baseline fleet go to an API.</summary>
    /// <param name="ApiShare">Their share of all requests.</param>
    /// <param name="Machines">Machines of the baseline fleet.</param>
    /// <param name="ApiStandsIn">Whether the API also serves what failing machines do not; otherwise spares do.</param>
    public sealed record Overflow(Ratio ApiShare, int Machines, bool ApiStandsIn) : OptionNote;
}
