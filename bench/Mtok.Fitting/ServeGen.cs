using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace Mtok.Fitting;

/// <summary>The combined traffic of all clients of one of ServeGen's models.</summary>
internal static class ServeGen
{
    private const string WithClients = "language_m-small";

    public static TrafficClass Of(string folder, string model, TextWriter log)
    {
        var at = Path.Combine(folder, "servegen");
        var rates = File.ReadLines(Path.Combine(at, model + "_rate_10min.csv")).Skip(1).Select(line => Number(line.Split(',')[1]));
        var part = new TrafficClass(
            "all",
            Duration.Hour,
            [.. rates.Chunk(6).Select(hour => RequestsPerSecond.FromPerSecond(hour.Average()))],
            Ratio.One,
            Ratio.Zero,
            LengthBins.OfApart(Lengths(at, $"{model}_input_len_hist.csv.gz"), Lengths(at, $"{model}_output_len_hist.csv.gz")));
        if (model == WithClients)
        {
            var dispersion = Dispersion(Path.Combine(at, "m-small_raw_clients.tar.gz"));
            part = part with { MinuteVariation = Ratio.FromValue(Math.Round(Math.Sqrt((dispersion - 1) / (60 * part.MeanRate.PerSecond)), 3)) };
        }

        log.WriteLine($"{model}: {part.MeanRate}, minute {part.MinuteVariation.Value}");
        return part;
    }

    public static string VariationSource(string model) => model == WithClients
        ? "arrival_variation 1 (Poisson) by second; minute_variation from the long-run dispersion of the sum of the clients, the mean of their squared variations by rate"
        : "Poisson within the hour is assumed: the variations of single clients could not be had";

    /// <summary>The long-run dispersion of a sum of independent renewal processes is the mean of their squared variations by rate.</summary>
    private static double Dispersion(string archive)
    {
        using var packed = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var files = new TarReader(packed);
        var (squares, sum) = (0.0, 0.0);
        while (files.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data && entry.Name.EndsWith("-trace.csv", StringComparison.Ordinal))
            {
                using var text = new StreamReader(data);
                while (text.ReadLine()?.Split(',') is { } row)
                {
                    var (rate, variation) = (Number(row[1]), Number(row[2]));
                    squares += rate * variation * variation;
                    sum += rate;
                }
            }
        }

        return squares / sum;
    }

    private static List<(double Tokens, double Weight)> Lengths(string folder, string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, file)), CompressionMode.Decompress));
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(row => (Number(row[0]), Number(row[1]))).Where(length => length.Item1 >= 1)];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
