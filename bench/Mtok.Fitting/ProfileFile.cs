using System.Globalization;
using System.Text;

namespace Mtok.Fitting;

/// <summary>Writes a traffic profile as a catalog file; the output is deterministic.</summary>
internal static class ProfileFile
{
    public static void Write(TrafficProfile profile, IReadOnlyList<string> sources)
    {
        var path = Path.Combine(KernelFile.CatalogFolder, "profiles", profile.Id + ".toml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".tmp", Text(profile, sources));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static string Text(TrafficProfile profile, IReadOnlyList<string> sources)
    {
        var text = new StringBuilder("# Written by bench/Mtok.Fitting; do not edit by hand.\n[[profile]]\n");
        Line(text, "id", $"\"{profile.Id}\"");
        Line(text, "name", $"\"{profile.Name}\"");
        Line(text, "as_of", $"\"{profile.Provenance.AsOf}\"");
        Line(text, "sources", $"[\n{string.Join("\n", sources.Select(source => $"  \"{source}\","))}\n]");
        foreach (var part in profile.Classes)
        {
            text.Append("\n[[profile.class]]\n");
            Line(text, "name", $"\"{part.Name}\"");
            Line(text, "step", $"\"{Number(part.Step.Seconds)}s\"");
            Line(text, "rates", List(part.Rates.Select(rate => rate.PerSecond), 12));
            Line(text, "arrival_variation", Number(part.ArrivalVariation.Value));
            Line(text, "minute_variation", Number(part.MinuteVariation.Value));
            Line(text, "input_quantiles", List(part.Lengths.Inputs.SelectMany(bin => bin).Select(tokens => tokens.Count), ProfileReader.QuantilesPerBin));
            Line(text, "output_quantiles", List(part.Lengths.Outputs.SelectMany(bin => bin).Select(tokens => tokens.Count), ProfileReader.QuantilesPerBin));
            Line(text, "weights", List(part.Lengths.Weights.Select(weight => (double)weight), part.Lengths.Outputs.Count));
        }

        return text.ToString();
    }

    private static string List(IEnumerable<double> values, int perLine) =>
        "[\n" + string.Concat(values.Chunk(perLine).Select(line => $"  {string.Join(", ", line.Select(Number))},\n")) + "]";

    private static string Number(double value) => value >= 1000 ? value.ToString("0.##", CultureInfo.InvariantCulture) : value == 0 ? "0" : decimal.Parse(value.ToString("G6", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string key, string value) => text.Append(key).Append(" = ").Append(value).Append('\n');
}
