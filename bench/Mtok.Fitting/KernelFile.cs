using System.Runtime.CompilerServices;
using System.Text;

namespace Mtok.Fitting;

/// <summary>Writes a device's constants as a catalog file; the output is deterministic.</summary>
internal static class KernelFile
{
    public static void Write(FittedDevice device, IReadOnlyList<FittedDevice> all)
    {
        var path = Path.Combine(CatalogFolder, "kernels", device.AcceleratorId + ".toml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".tmp", Text(device, all));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static string Text(FittedDevice device, IReadOnlyList<FittedDevice> all)
    {
        var gemm = device.Gemm["bf16"];
        var prefill = device.Prefill ?? FittedDevice.Lender(Devices.PrefillLenders, device.AcceleratorId, all)!.Prefill!;
        var text = new StringBuilder("# Written by bench/Mtok.Fitting; do not edit by hand.\n[kernels]\n");
        Line(text, "accelerator", $"\"{device.AcceleratorId}\"");
        Line(text, "gemm", Table(device.Gemm.Select(entry => (entry.Key, Digits.Write(entry.Value.Constants[2])))));
        Line(text, "memory", Digits.Write(gemm.Constants[1]));
        Line(text, "kv_read", Digits.Write(device.Decode.Constants[1]));
        Line(text, "prefill", Digits.Write(prefill.Constants[1]));
        Line(text, "gemm_launch_us", Microseconds(gemm));
        Line(text, "attention_launch_us", Microseconds(device.Decode));
        if (device.AllReduces.Count > 0)
        {
            Line(text, "all_reduce", Table(device.AllReduces.Select(entry => ($"tp{entry.Key}", Sum(entry.Value)))));
        }

        Line(text, "median_error", Table(
        [
            ("gemm", Digits.Write(device.GemmError)),
            ("decode", Digits.Write(device.Decode.HeldOut.Median)),
            ("prefill", Digits.Write(prefill.HeldOut.Median)),
            .. device.AllReduces.Count == 0 ? Array.Empty<(string, string)>() : [("all_reduce", Digits.Write(device.AllReduceError))],
        ]));
        Line(text, "as_of", "\"undated\"");
        Line(text, "sources", $"[{string.Join(", ", Sources(device).Select(source => $"\"{source}\""))}]");
        return text.ToString();
    }

    private static IEnumerable<string> Sources(FittedDevice device)
    {
        yield return device.Source;
        if (Devices.SlowSums.TryGetValue(device.AcceleratorId, out var doubt))
        {
            yield return doubt;
        }

        if (device.Prefill is null)
        {
            yield return $"prefill carried over from {Devices.PrefillLenders[device.AcceleratorId]}, the same silicon: no table of its own";
        }

        if (Devices.LaunchLenders.TryGetValue(device.AcceleratorId, out var lender))
        {
            yield return $"gemm_launch_us carried over from {lender}, the same architecture: its own tables hold large matrices alone";
        }
    }

    /// <summary>An all-reduce between devices as its row in the file.</summary>
    internal static string Sum(Fit fit) => Table([("us", Microseconds(fit)), ("gb_per_s", Digits.Write(fit.Constants[1]))]);

    private static string Microseconds(Fit fit) => Digits.Write(fit.Constants[0]);

    private static string Table(IEnumerable<(string Key, string Value)> entries) => $"{{ {string.Join(", ", entries.Select(entry => $"{entry.Key} = {entry.Value}"))} }}";

    private static void Line(StringBuilder text, string key, string value) => text.Append(key).Append(" = ").Append(value).Append('\n');

    public static string CatalogFolder { get; } = FindCatalog();

    private static string FindCatalog([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../catalog"));
}
