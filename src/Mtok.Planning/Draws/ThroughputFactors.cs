using System.Globalization;
using System.Text.RegularExpressions;

namespace Mtok.Planning;

/// <summary>
/// What the throughput of a deployment has in common with that of others (U8): the engine's era, which is its family and the generation of the
/// version that was measured, and the device. Two deployments of one calibration err together.
/// </summary>
internal static partial class ThroughputFactors
{
    /// <summary>
    /// Shares of the variance of ln(published / predicted) on publications that were left out (E3), by pairs of rows of one publication: of one era
    /// and different devices, and of one device in addition. A user's own deployments are one more such publication. Estimated from the catalog's
    /// rows of 28 November 2026, as a test does again.
    /// </summary>
    public const double EraShare = 0.4;

    /// <inheritdoc cref="EraShare"/>
    public const double DeviceShare = 0.3;

    public static IReadOnlyList<FactorShare> Of(MachineChoice machine) =>
    [
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
