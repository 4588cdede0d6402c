namespace Mtok;

/// <summary>How the tokens of several kinds use up a unit of provisioned throughput.</summary>
public enum UnitLimits
{
    /// <summary>Every token takes its share of the unit: the shares of all kinds add up.</summary>
    Shared,

    /// <summary>Each kind has its own limit: the kind that needs the most units decides.</summary>
    Separate,
}

/// <summary>Provisioned throughput of one model at one provider: units that each serve so many tokens a minute, paid by the hour, used or not.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="ProviderModel">The provider's name for it.</param>
/// <param name="Unit">The provider's name for a unit, such as <c>PTU</c>.</param>
/// <param name="Price">What a unit costs an hour.</param>
/// <param name="Term">How long it has to be paid; zero for by the hour.</param>
/// <param name="Rates">The tokens a unit serves.</param>
/// <param name="LeastUnits">The fewest units that are sold.</param>
/// <param name="Increment">The steps in which more are sold.</param>
/// <param name="Region">The region; empty if the source does not state it.</param>
/// <param name="Provenance">Where the price comes from.</param>
public sealed record ProvisionedPrice(
    string Provider,
    string ModelId,
    string ProviderModel,
    string Unit,
    UsdPerHour Price,
    Duration Term,
    UnitRates Rates,
    int LeastUnits,
    int Increment,
    string Region,
    Provenance Provenance)
{
    /// <summary>The words a catalog uses for each term.</summary>
    public static IReadOnlyDictionary<string, Duration> TermWords { get; } = new Dictionary<string, Duration>(StringComparer.Ordinal)
    {
        ["hourly"] = default,
        ["1m"] = Duration.Month,
        ["3m"] = Duration.Month * 3,
        ["6m"] = Duration.Month * 6,
        ["1y"] = Duration.FromYears(1),
        ["3y"] = Duration.FromYears(3),
    };

    /// <summary>The words a catalog uses for how kinds of tokens use up a unit.</summary>
    public static IReadOnlyDictionary<string, UnitLimits> LimitWords { get; } = new Dictionary<string, UnitLimits>(StringComparer.Ordinal)
    {
        ["shared"] = UnitLimits.Shared,
        ["separate"] = UnitLimits.Separate,
    };

    /// <summary>Where the region lies; null if that is not known.</summary>
    public Territory? Territory { get; init; }

    /// <summary>Identifies the price across changes: of several rows with one key, the one seen last is today's.</summary>
    public ProvisionedKey Key => new(Provider, ProviderModel, Unit, Term, Region);
}

/// <summary>Identifies provisioned throughput independently of its price.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ProviderModel">The provider's name for the model.</param>
/// <param name="Unit">The provider's name for a unit.</param>
/// <param name="Term">How long it has to be paid.</param>
/// <param name="Region">The region; may be empty.</param>
public sealed record ProvisionedKey(string Provider, string ProviderModel, string Unit, Duration Term, string Region);

/// <summary>The tokens a unit serves, of each kind by itself.</summary>
/// <param name="Input">Input tokens.</param>
/// <param name="CachedInput">Cached input tokens; null if they count as input.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="Limits">How the kinds use up a unit together.</param>
public sealed record UnitRates(TokensPerSecond Input, TokensPerSecond? CachedInput, TokensPerSecond Output, UnitLimits Limits);
