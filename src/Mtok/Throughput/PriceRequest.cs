namespace Mtok;

/// <summary>An hourly price and a rate whose $/Mtok is asked for (C1), as plain values; <see cref="RequestedPrice"/> answers it.</summary>
public sealed record PriceRequest
{
    /// <summary>Every property at its default; the rate is required and has none.</summary>
    public static PriceRequest Default { get; } = new();

    /// <summary>What the machine costs an hour: $0.0001 to $1,000,000. Either this or <see cref="Offer"/> is required.</summary>
    public UsdPerHour? Price { get; init; }

    /// <summary>The range of <see cref="Price"/>.</summary>
    public static Limits<UsdPerHour> PriceRange { get; } = RequestRanges.Hourly;

    /// <summary>The machine whose price is taken from the catalog, as <c>seller/instance</c>: its cheapest on demand.</summary>
    /// <remarks>Where it is not sold on demand, the cheapest of any way of paying.</remarks>
    public string? Offer { get; init; }

    /// <summary>What the whole machine serves when busy, not one user's stream: 0.001 to a billion tok/s. Required.</summary>
    public TokensPerSecond Rate { get; init; }

    /// <summary>The range of <see cref="Rate"/>.</summary>
    public static Limits<TokensPerSecond> RateRange { get; } = RequestRanges.Rate;

    /// <summary>The share of that rate which is used: 0.01 % to 100 %. The default is 100 %.</summary>
    public Ratio Utilization { get; init; } = Ratio.One;

    /// <summary>The range of <see cref="Utilization"/>.</summary>
    public static Limits<Ratio> UtilizationRange { get; } = RequestRanges.Utilization;

    /// <summary>A multiplier for all other costs: 1 to 100. The default is 1.</summary>
    public Ratio Overhead { get; init; } = Ratio.One;

    /// <summary>The range of <see cref="Overhead"/>.</summary>
    public static Limits<Ratio> OverheadRange { get; } = RequestRanges.Overhead;

    /// <summary>The model that the rate is checked against (B1, B2); given together with <see cref="Accelerator"/>. The default is no check.</summary>
    public string? Model { get; init; }

    /// <summary>The device the rate is of; given together with <see cref="Model"/>. The default is no check.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Devices of the machine, for that check: 1 to 1,024. The default is 1.</summary>
    public int Gpus { get; init; } = 1;

    /// <summary>The range of <see cref="Gpus"/>.</summary>
    public static Limits<int> GpusRange { get; } = RequestRanges.Gpus;

    /// <summary>Whether the catalog is needed to answer it.</summary>
    public bool NeedsCatalog => Offer is not null || Model is not null;

    /// <summary>What its properties say against each other, in words.</summary>
    /// <param name="nameOf">How a property is spelled where the request came from.</param>
    public IEnumerable<(string Property, string Message)> Clashes(Func<string, string> nameOf)
    {
        if (Model is null != Accelerator is null)
        {
            yield return (nameof(Model), $"{nameOf(nameof(Model))} and {nameOf(nameof(Accelerator))} go together");
        }

        if (Price is null == Offer is null)
        {
            yield return (nameof(Price), $"give either {nameOf(nameof(Price))} or {nameOf(nameof(Offer))}");
        }
    }

    /// <summary>Reports every value that is outside its range, and those that clash.</summary>
    internal void Check(RequestProblems problems)
    {
        problems.CheckRange(nameof(Price), Price, PriceRange);
        problems.CheckRange<TokensPerSecond>(nameof(Rate), Rate, RateRange);
        problems.CheckRange<Ratio>(nameof(Utilization), Utilization, UtilizationRange);
        problems.CheckRange<Ratio>(nameof(Overhead), Overhead, OverheadRange);
        problems.CheckRange<int>(nameof(Gpus), Gpus, GpusRange);
        foreach (var (property, message) in Clashes(problems.NameOf))
        {
            problems.Error(property, message, "clash");
        }
    }
}
