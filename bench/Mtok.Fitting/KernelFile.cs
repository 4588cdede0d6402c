using System.Globalization;
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
        var prompt = device.Prompt ?? FittedDevice.Lender(Devices.PrefillLenders, device.AcceleratorId, all)!.Prompt!.Value;
        var text = new StringBuilder("# Written by bench/Mtok.Fitting; do not edit by hand.\n[kernels]\n");
        Line(text, "accelerator", $"\"{device.AcceleratorId}\"");
        Laws(text, "multiply", device.Multiplies);
        Laws(text, "grouped", device.Grouped);
        foreach (var (format, fit) in device.Decode)
        {
            Line(text, $"decode.{format}", Table([("launch_us", Digits.Write(fit.Constants[0])), ("join_us", "0"), ("share", Digits.Write(fit.Constants[1]))]));
        }

        Line(text, "prompt", Prompt(prompt.Law));
        Line(text, "small", Table(
            [("floor_us", Microseconds(device.Small.Floor)), ("cache", Digits.Write(device.Small.Cache.Value)), ("memory", Digits.Write(device.Small.Memory.Value))]));
        Line(text, "head_us", Digits.Write(device.HeadMicroseconds));
        if (device.AllReduces.Count > 0)
        {
            Line(text, "all_reduce", Table(device.AllReduces.Select(entry => ($"tp{entry.Key}", Sum(entry.Value)))));
        }

        if (device.Best is { } best)
        {
            foreach (var (format, law) in best.Decode)
            {
                Line(text, $"best.decode.{format}", Table(
                    [("launch_us", Microseconds(law.Launch)), ("join_us", Microseconds(law.Join)), ("share", Digits.Write(law.Share.Value))]));
            }

            Line(text, "best.prompt", Prompt(best.Prompt));
        }

        Line(text, "median_error", Table(
        [
            ("multiply", Digits.Write(device.GemmError)),
            ("decode", Digits.Write(device.DecodeError)),
            ("prompt", Digits.Write(prompt.Error)),
            .. device.AllReduces.Count == 0 ? Array.Empty<(string, string)>() : [("all_reduce", Digits.Write(device.AllReduceError))],
        ]));
        Line(text, "as_of", device.Best is null ? "\"undated\"" : "\"2026-11-27\"");
        Line(text, "sources", $"[{string.Join(", ", Sources(device).Select(source => $"\"{source}\""))}]");
        return text.ToString();
    }

    private static void Laws(StringBuilder text, string name, IReadOnlyDictionary<string, MultiplyFit> fits)
    {
        foreach (var (kernel, fit) in fits.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var law = fit.Law;
            IEnumerable<(string, string)> tiles = law.Tiles.Count == 0
                ? []
                : [("tiles", Table(law.Tiles.Select(tile => ("t" + tile.Tokens.ToString(CultureInfo.InvariantCulture), Digits.Write(tile.Arithmetic.Value)))))];
            Line(text, $"{name}.{kernel}", Table(
            [
                ("launch_us", Microseconds(law.Launch)), ("read", Digits.Write(law.Read.Value)), ("arithmetic", Digits.Write(law.Arithmetic.Value)),
                ("power", Digits.Write(law.Power.Value)), ("sustained", Digits.Write(law.Sustained.Value)), .. tiles,
            ]));
        }
    }

    private static string Prompt(PromptLaw law) => Table(
        [("launch_us", Microseconds(law.Launch)), ("prefix_us", Microseconds(law.Prefix)), ("share", Digits.Write(law.Share.Value)), ("half_length", Digits.Write(law.HalfLength.Count))]);

    private static IEnumerable<string> Sources(FittedDevice device)
    {
        yield return device.Source;
        if (Devices.SlowSums.TryGetValue(device.AcceleratorId, out var doubt))
        {
            yield return doubt;
        }

        if (device.Prompt is null)
        {
            yield return $"prompt carried over from {Devices.PrefillLenders[device.AcceleratorId]}, the same silicon: no table of its own";
        }

        if (device.Best is null)
        {
            yield return "small, head_us and the share that long multiplies sustain assumed, near those of h100-sxm and h200-sxm, the only devices measured that way";
        }

        if (Devices.LaunchLenders.TryGetValue(device.AcceleratorId, out var lender))
        {
            yield return $"launch_us of multiplies carried over from {lender}, the same architecture: its own tables hold large matrices alone";
        }
    }

    /// <summary>An all-reduce between devices as its row in the file.</summary>
    internal static string Sum(Fit fit) => Table([("us", Digits.Write(fit.Constants[0])), ("gb_per_s", Digits.Write(fit.Constants[1]))]);

    private static string Microseconds(Duration time) => time.Seconds == 0 ? "0" : Digits.Write(time.Seconds * 1e6);

    private static string Table(IEnumerable<(string Key, string Value)> entries) => $"{{ {string.Join(", ", entries.Select(entry => $"{entry.Key} = {entry.Value}"))} }}";

    private static void Line(StringBuilder text, string key, string value) => text.Append(key).Append(" = ").Append(value).Append('\n');

    public static string CatalogFolder { get; } = FindCatalog();

    private static string FindCatalog([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../catalog"));
}
