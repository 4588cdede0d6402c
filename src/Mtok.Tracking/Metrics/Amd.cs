using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>AMD's device metrics exporter. Its names could be anybody's, so a series must name the device.</summary>
internal static class Amd
{
    private static readonly string[] Device = ["GPU_UUID", "gpu_uuid", "SERIAL_NUMBER", "serial_number"];

    public static Exporter Exporter { get; } = new(
        "AMD device metrics",
        ["gpu_", "amd_gpu_"],
        [
            new("power_usage", new Meaning.Measures(_ => "power", Of, "W")),
            new("package_power", new Meaning.Measures(_ => "package power", Of, "W")),
            new("average_package_power", new Meaning.Measures(_ => "average package power", Of, "W")),
            Joules("energy_consumed", perJoule: 1_000_000),
        ])
    {
        OnlyWith = Device,
        Identity = [.. Device, "gpu_partition_id", "GPU_PARTITION_ID"],
    };

    private static string Of(Labels labels) => labels.Any(Device);
}
