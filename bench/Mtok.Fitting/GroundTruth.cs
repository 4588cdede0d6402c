using System.Globalization;
using Sylvan.Data.Csv;

namespace Mtok.Fitting;

/// <summary>
/// Requests sent to vLLM 0.15 on H100s at known rates, with their measured times (inference-sim sim-to-real-accuracy-validation):
/// by Little's law each run is a closed loop of rate x time users. Its conversations return with their history, and
/// vLLM's prefix cache is on: that prompts are nearly free is fitted on other runs of the same authors (docs/simulator-accuracy.md).
/// </summary>
internal static class GroundTruth
{
    /// <summary>Rates of the two stages and mean lengths of each workload, as published by its authors.</summary>
    private static readonly Dictionary<string, (double First, double Second, double Input, double Output)> Work = new(StringComparer.Ordinal)
    {
        ["general"] = (8, 20, 575, 248),
        ["codegen"] = (5, 10, 593, 247),
        ["roleplay"] = (6, 6, 787, 250),
    };

    /// <summary>The runs whose rate is published; empty if the file does not exist.</summary>
    public static IReadOnlyList<Measurement> Read(string folder, Catalog catalog)
    {
        var path = Path.Combine(folder, "blis", "ground_truth_h100_dense.csv");
        if (!File.Exists(path))
        {
            return [];
        }

        var rows = new List<Measurement>();
        using var reader = CsvDataReader.Create(path);
        while (reader.Read())
        {
            string Text(string column) => reader.GetString(reader.GetOrdinal(column));
            if (Text("stage") is "0" or "1" && Work.TryGetValue(Text("workload"), out var work) && catalog.FindModel(Text("model")) is { } model)
            {
                rows.Add(
                    Row(
                        model, int.Parse(Text("tp"), CultureInfo.InvariantCulture), work, Text("stage") == "0" ? work.First : work.Second,
                        Number(Text("actual_e2e_mean_ms")), Number(Text("actual_ttft_mean_ms")), Number(Text("actual_itl_mean_ms"))));
            }
        }

        return rows;
    }

    private static Measurement Row(Model model, int tensor, (double First, double Second, double Input, double Output) work, double rate, double total, double first, double each)
    {
        var asOf = AsOf.TryParse("2026", out var year) ? year : AsOf.Undated;
        return new(
            model.Id, "h100-sxm", tensor, tensor, 1, new("bf16"), "vLLM", "0.15.1", Scenario.ClosedLoop, Tokens.FromCount(work.Input), Tokens.FromCount(work.Output),
            Math.Max(1, (int)Math.Round(rate * total / 1000)), TokensPerSecond.FromPerSecond(rate * work.Output), Duration.FromMilliseconds(first), Duration.FromMilliseconds(each), null, null, "", "",
            new(asOf, "inference-sim sim-to-real-accuracy-validation @b70edb9, vLLM 0.15.1", new(model.Id, 0, 0)))
        { Cached = Ratio.One };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
