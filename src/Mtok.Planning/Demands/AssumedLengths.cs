using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>The distribution of lengths where only their mean is known: that of a public profile, scaled to the mean (assumed).</summary>
internal static class AssumedLengths
{
    /// <summary>The mix with lengths; unchanged if it has them, or if no price that is asked for depends on a request's length.</summary>
    /// <param name="mix">The mean request.</param>
    /// <param name="workload">The models that may serve it, and its traffic.</param>
    /// <param name="catalog">The prices, and the profile.</param>
    public static TokenMix Of(TokenMix mix, Workload workload, Catalog catalog) =>
        mix.Lengths is null
        && workload.Models.SelectMany(catalog.ApisFor).Any(price => price.AboveInput is not null)
        && catalog.FindProfile(WorkloadTraffic.UsualProfile) is { } profile
            ? mix with { Lengths = WorkloadTraffic.Lengths(workload with { Mix = mix }, profile) }
            : mix;
}
