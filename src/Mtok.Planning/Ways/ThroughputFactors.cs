using System.Globalization;
using System.Text.RegularExpressions;

namespace Mtok.Planning;

/// <summary>
/// What the throughput of a deployment has in common with that of others (U8): whose machines and requests they are, the engine's era, which is its
/// family and the generation of the version that was measured, and the device. Two deployments of one calibration err together.
/// </summary>
/// <remarks>
/// The shares are those of the variance of ln(published / predicted) on publications that were left out (E3), by pairs of deployments within one
/// publication, publications alike: other engine and device 0.15; same era, other device 0.40; other engine, same device 0.24, in the catalog of
/// 28 November 2026, as a test computes again. A user's own deployments are one more such publication.
/// </remarks>
internal static partial class ThroughputFactors
{
    /// <summary>Shared by all: how requests, machines and versions of the user differ from those published.</summary>
    public const double UserShare = 0.15;

    /// <summary>Shared by one era of an engine, besides.</summary>
    public const double EraShare = 0.25;

    /// <summary>Shared by one device, besides.</summary>
    public const double DeviceShare = 0.1;

    public static IReadOnlyList<FactorShare> Of(MachineChoice machine) =>
    [
        new("user", UserShare),
        new($"engine {EraOf(machine.Deployment.Engine, machine.Fleet?.Capacity.Basis?.EngineVersion)}", EraShare),
        new($"device {machine.Deployment.AcceleratorId}", DeviceShare),
    ];

    /// <summary>The family, and the first two numbers of its version where one is stated.</summary>
    public static string EraOf(string engine, string? version) =>
        version is not null && Generation().Match(version) is { Success: true } generation
            ? string.Create(CultureInfo.InvariantCulture, $"{engine} {generation.Value.TrimStart('v')}")
            : engine;

    [GeneratedRegex(@"^v?\d+\.\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Generation();
}

/// <summary>A factor that several figures share, and the share of a figure's variance that it is.</summary>
/// <param name="Name">Its name: figures that name the same factor move with it together.</param>
/// <param name="Share">The share of the variance.</param>
internal readonly record struct FactorShare(string Name, double Share);
