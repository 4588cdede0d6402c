namespace Mtok.Tracking;

/// <summary>The throughput of a deployment's replicas for a model, as seen in production.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Model">The catalog's id of the model, or as counters spell it where the catalog does not know it; empty where none is counted.</param>
/// <param name="Rates">What a saturated replica serves; null where it is not known.</param>
/// <param name="Why">Why it is not known; null where it is.</param>
/// <param name="Busiest">The output of a replica in its busiest whole hour: a lower bound where it was never saturated; null where there is none.</param>
public sealed record ProductionRate(string Deployment, string Model, ReplicaRates? Rates, NoRate? Why, TokensPerSecond? Busiest);

/// <summary>What one saturated replica serves: the median over hours, with the 5th and 95th percentile.</summary>
/// <param name="Hours">The saturated hours, of all replicas together.</param>
/// <param name="Replicas">The replicas that had them.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="Input">Prompt tokens, cached ones included.</param>
/// <param name="Cached">Prompt tokens read from a cache; null where not stated.</param>
/// <param name="Row">The same as a measurement for a catalog: its input is what was computed, as where nothing is cached.</param>
public sealed record ReplicaRates(
    int Hours, int Replicas, Estimate<TokensPerSecond> Output, Estimate<TokensPerSecond> Input, Estimate<TokensPerSecond>? Cached, Measurement Row);

/// <summary>Why production shows no throughput.</summary>
public enum NoRate
{
    /// <summary>No engine's counters belong to the deployment.</summary>
    NoCounters,

    /// <summary>The catalog does not know the model.</summary>
    UnknownModel,

    /// <summary>The deployments file names no accelerator.</summary>
    NoAccelerator,

    /// <summary>The deployments file names no engine.</summary>
    NoEngine,

    /// <summary>In no whole hour one model alone was served, with its tokens and requests stated and hardly any of them failed.</summary>
    NoUsableHour,

    /// <summary>No queue was read in such an hour, or too seldom.</summary>
    NoQueue,

    /// <summary>Replicas always had room for more.</summary>
    NeverSaturated,

    /// <summary>The rate is more than the accelerators of a replica can compute: a target stands for several replicas.</summary>
    BeyondHardware,
}
