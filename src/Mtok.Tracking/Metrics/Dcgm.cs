using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>
/// NVIDIA's DCGM exporter. A device is its UUID, with MIG also its instance: indices repeat from machine to machine, and the other labels are
/// facts that change with an upgrade.
/// </summary>
internal static class Dcgm
{
    /// <summary>DCGM writes values from here on where it has none.</summary>
    public const double Blank = 9223372036854775792;

    public static Exporter Exporter { get; } = new(
        "DCGM",
        ["DCGM_FI_DEV_"],
        [
            new("POWER_USAGE", new Meaning.Measures(_ => "power", Device, "W")),
            Joules("TOTAL_ENERGY_CONSUMPTION", perJoule: 1000),
        ])
    {
        Identity = ["UUID", "GPU_I_ID"],
    };

    /// <summary>The device that a series is of, whatever it measures.</summary>
    public static Meaning.Measures Gpu { get; } = new(_ => "gpu", Device, "") { Once = true };

    private static string Device(Labels labels) =>
        labels["GPU_I_ID"] is { Length: > 0 } instance ? $"{labels["UUID"]} instance {instance}" : labels["UUID"];
}
