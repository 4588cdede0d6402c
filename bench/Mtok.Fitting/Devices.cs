namespace Mtok.Fitting;

/// <summary>The devices with published kernel tables, and their paths below the data folder.</summary>
internal static class Devices
{
    /// <summary>Devices without a table of prompt attention, and the device with the same silicon whose share they use.</summary>
    public static IReadOnlyDictionary<string, string> PrefillLenders { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["h200-sxm"] = "h100-sxm" };

    /// <summary>
    /// Devices whose tables contain only large matrices, which do not determine a fixed time, and the device of the same architecture whose time they
    /// use.
    /// </summary>
    public static IReadOnlyDictionary<string, string> LaunchLenders { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["rtx-4090"] = "l40s" };

    /// <summary>Published all-reduces that are slower than published runs on the device, with a note.</summary>
    public static IReadOnlyDictionary<string, string> SlowSums { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["l40s"] = "all_reduce of 4 and 8 as published, with no other table: a lower bound, as falcon-180b on 8 of them (TensorRT-LLM perf-overview v0.9.0, 2048 in, 128 out) moves at least 4.6 GB/s",
    };

    /// <summary>
    /// Second-level cache in megabytes, from the vendors' white papers. A benchmark reads the same KV cache repeatedly,
    /// from the second-level cache if it fits; an engine reads whole other layers in between.
    /// </summary>
    private static readonly Dictionary<string, double> CacheMegabytes = new(StringComparer.Ordinal)
    {
        ["h100-sxm"] = 50,
        ["h200-sxm"] = 50,
        ["a100-sxm-80gb"] = 40,
        ["l40s"] = 96,
        ["b200-sxm"] = 126,
        ["rtx-4090"] = 72,
        ["rtx-pro-6000"] = 128,
    };

    private static readonly string[] AiConfigurator = ["h100-sxm", "h200-sxm", "a100-sxm-80gb", "l40s", "b200-sxm"];

    public static IEnumerable<(Accelerator Accelerator, IKernelTables Tables)> Of(Catalog catalog, string data)
    {
        foreach (var id in AiConfigurator)
        {
            var accelerator = catalog.FindAccelerator(id)!;
            yield return (accelerator, OfAiConfigurator(accelerator, data));
        }

        foreach (var (id, system) in (IReadOnlyList<(string, string)>)[("rtx-4090", "RTX4090"), ("rtx-pro-6000", "RTXPRO6000")])
        {
            var accelerator = catalog.FindAccelerator(id)!;
            yield return (accelerator, new LlmServingSimTables(
                Path.Combine(data, "llmservingsim"), system, $"casys-kaist/LLMServingSim @5daddb21 profiler/perf {system}, vllm 0.19 (MIT)", accelerator));
        }
    }

    /// <summary>Sizes below a megabyte determine the fixed time, sizes above the cache the rate; those in between would give the cache's rate.</summary>
    public static bool IsOutsideCache(Accelerator accelerator, double bytes) => bytes < 1e6 || bytes > CacheMegabytes[accelerator.Id] * 1e6;

    public static AiConfiguratorTables OfAiConfigurator(Accelerator accelerator, string data)
    {
        var folder = Path.Combine(data, "aiconfigurator");
        var system = accelerator.Id.Replace("-80gb", "", StringComparison.Ordinal).Replace('-', '_');
        return new(
            folder, system,
            $"ai-dynamo/aiconfigurator @095f58a5 systems/data/{system}: {string.Join(", ", Versions(folder, system))} (Apache-2.0)",
            accelerator);
    }

    /// <summary>What each table measures and with which engine, parsed from its name: system, folder, engine, version, table.</summary>
    private static IEnumerable<string> Versions(string folder, string system) =>
        from path in Directory.EnumerateFiles(folder, $"{system}__*.csv.gz").Order(StringComparer.Ordinal)
        let parts = Path.GetFileName(path).Split("__")
        let table = parts[^1].Split("_perf")[0].Replace('_', ' ')
        select $"{table} {parts[2]} {parts[3]}";
}
