namespace Mtok;

/// <summary>The kinds of option: ways of obtaining tokens.</summary>
public enum OptionKind
{
    /// <summary>A provider's API, paid per token.</summary>
    Api,

    /// <summary>On-demand machines, billed hourly.</summary>
    OnDemand,

    /// <summary>Machines committed for a term.</summary>
    Reserved,

    /// <summary>Spot machines, which the seller may reclaim.</summary>
    Spot,

    /// <summary>Machines that are bought.</summary>
    Owned,

    /// <summary>A baseline fleet with API overflow.</summary>
    Mixed,

    /// <summary>Provisioned throughput: units of a provider's API, paid by the hour.</summary>
    Provisioned,
}

/// <summary>What may be used; everything by default.</summary>
/// <param name="Kinds">The allowed kinds of option.</param>
/// <param name="Providers">The allowed sellers and API providers; empty for all, and for buying machines, which nobody of them sells.</param>
/// <param name="ExcludedProviders">Sellers and API providers that are not allowed.</param>
/// <param name="Regions">
/// Places (EU, countries, continents), or prefixes of region names or of a part between commas; empty for all, which includes what states no region.
/// </param>
/// <param name="LongestCommitment">The longest term allowed; zero for no commitments.</param>
/// <param name="Precisions">The allowed precisions.</param>
public sealed record Allowed(
    IReadOnlyList<OptionKind> Kinds,
    IReadOnlyList<string> Providers,
    IReadOnlyList<string> ExcludedProviders,
    IReadOnlyList<string> Regions,
    Duration LongestCommitment,
    AllowedPrecisions Precisions)
{
    /// <summary>Whether only what is credible may be recommended; the default. Otherwise doubts are stated and rule nothing out.</summary>
    public bool OnlyCredible { get; init; } = true;

    /// <summary>Whether, where regions are required, APIs may be used of which nobody states where they compute; not by default.</summary>
    public bool UnknownResidency { get; init; }

    /// <summary>What the throughput of machines must rest on; anything by default.</summary>
    public RequiredEvidence Evidence { get; init; }

    /// <summary>Whether <c>kinds</c> names machines of one's own, rather than having them by default.</summary>
    public bool NamesOwned { get; init; }

    /// <summary>Whether machines may be bought: not from the providers where these are named, unless owned machines are named as well.</summary>
    public bool AllowsPurchases => Providers.Count == 0 || NamesOwned;

    /// <summary>Everything is allowed.</summary>
    public static Allowed All { get; } = new(Enum.GetValues<OptionKind>(), [], [], [], Duration.FromYears(3), AllowedPrecisions.Default);

    /// <summary>The words a workload uses for what throughput must rest on.</summary>
    public static IReadOnlyDictionary<string, RequiredEvidence> EvidenceWords { get; } = new Dictionary<string, RequiredEvidence>(StringComparer.Ordinal)
    {
        ["any"] = RequiredEvidence.Any,
        ["calibrated"] = RequiredEvidence.Calibrated,
        ["measured"] = RequiredEvidence.Measured,
    };

    /// <summary>The words a workload uses for each kind.</summary>
    public static IReadOnlyDictionary<string, OptionKind> KindWords { get; } = new Dictionary<string, OptionKind>(StringComparer.Ordinal)
    {
        ["api"] = OptionKind.Api,
        ["on_demand"] = OptionKind.OnDemand,
        ["reserved"] = OptionKind.Reserved,
        ["spot"] = OptionKind.Spot,
        ["owned"] = OptionKind.Owned,
        ["mixed"] = OptionKind.Mixed,
        ["provisioned"] = OptionKind.Provisioned,
    };

    /// <summary>
    /// Whether an API or machines of that kind may be used, alone or as a part of a mix: as a part where they are named, or, if no kind of machine is, any
    /// that cannot be interrupted.
    /// </summary>
    /// <param name="kind">The API, or a kind of machine.</param>
    public bool AllowsPart(OptionKind kind) =>
        Kinds.Contains(kind)
        || (Kinds.Contains(OptionKind.Mixed) && (kind == OptionKind.Api || (kind != OptionKind.Spot && !Kinds.Any(IsOfMachines))));

    private static bool IsOfMachines(OptionKind kind) => kind is OptionKind.OnDemand or OptionKind.Reserved or OptionKind.Spot or OptionKind.Owned;

    /// <summary>Whether that seller or provider is allowed.</summary>
    public bool AllowsProvider(string provider) =>
        (Providers.Count == 0 || Providers.Contains(provider)) && !ExcludedProviders.Contains(provider);

    /// <summary>Whether that region is allowed.</summary>
    /// <param name="region">Its name.</param>
    /// <param name="place">Where it lies; null if that is not known, which is in no place.</param>
    public bool AllowsRegion(string region, Territory? place) =>
        Regions.Count == 0 || Regions.Any(asked => Territory.IsIn(place, region, asked));

    /// <summary>Whether an API that computes there as stated may be used: in one of the places at least, of the user's choice.</summary>
    public bool Allows(Residency residency) => residency.Within.Any(place => AllowsRegion(place.Name, place));
}
