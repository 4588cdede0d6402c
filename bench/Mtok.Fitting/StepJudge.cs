namespace Mtok.Fitting;

/// <summary>
/// Holds the step model with a card's best kernels against whole steps measured on it: decoding and prompts of the 8B the laws were fitted on, the share of the 70B
/// over 8 devices and mixed steps, which no law saw. Host time and sums between devices were not measured and are left out.
/// </summary>
internal sealed class StepJudge(Catalog catalog, string data)
{
    /// <summary>Prints medians and 90th percentiles of |ln(modelled / measured)|.</summary>
    public void Report(TextWriter output)
    {
        foreach (var id in new[] { "h100-sxm", "h200-sxm" })
        {
            var card = id.Split('-')[0];
            var steps = PlainRow.Read(Path.Combine(data, "measured_2026_11", card, "step.csv")).Where(row => row["part"] == "whole")
                .Select(row => (Kind: $"{row["model"]} over {row["tp"]} {row["fmt"]} {row["kind"]}", Error: Error(id, row, LoadOf(row))));
            Print(output, card, steps);
            var path = Path.Combine(data, "measured_2026_11", card + "_mixed", "mixed.csv");
            if (File.Exists(path))
            {
                Print(output, card + " mixed", PlainRow.Read(path).Where(row => row["part"] == "whole")
                    .Select(row => (Kind: $"{row["model"]} over {row["tp"]} {row["fmt"]} {MixOf(row)}", Error: Error(id, row, Mixed(row)))));
            }
        }
    }

    private static void Print(TextWriter output, string name, IEnumerable<(string Kind, double Error)> errors)
    {
        var all = errors.ToList();
        foreach (var kind in all.GroupBy(error => error.Kind, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{name}: {kind.Key}: {Describe([.. kind.Select(error => error.Error)])}");
        }

        output.WriteLine($"{name}: all: {Describe([.. all.Select(error => error.Error)])}");
    }

    private static string Describe(IReadOnlyList<double> errors)
    {
        var sizes = errors.Select(Math.Abs).Order().ToList();
        return FormattableString.Invariant(
            $"{errors.Count} steps, median {sizes[sizes.Count / 2]:0.0%}, P90 {sizes[(int)(0.9 * (sizes.Count - 1))]:0.0%}, bias {errors.Order().ElementAt(errors.Count / 2):+0.0%;-0.0%}");
    }

    private static StepLoad LoadOf(PlainRow row) => row["kind"] == "decode"
        ? new(Count(row.Number("batch")), Count(row.Number("context")), default, default)
        : new(default, default, Count(row.Number("context")), Count(row.Number("context") / 2));

    private static StepLoad Mixed(PlainRow row) => new(
        Count(row.Number("batch")), Count(row.Number("context")), Count(row.Number("chunk")), Count(row.Number("prefix") + (row.Number("chunk") / 2)));

    private static string MixOf(PlainRow row) => row["batch"] == "0" ? "chunk" : row["chunk"] == "0" ? "decode" : "mixed";

    private double Error(string id, PlainRow row, StepLoad load)
    {
        var device = catalog.FindAccelerator(id)!;
        var kernels = catalog.KernelsOf(device)!;
        var format = row["fmt"] == "bf16" ? "bf16" : "fp8";
        var model = new StepModel(
            catalog.FindModel(row["model"])!.Network!, device, kernels.Best ?? kernels, (int)row.Number("tp"), new(format), new(row["fmt"] == "fp8kv8" ? "fp8" : "bf16"));
        var time = model.Of(load);
        var modelled = (time.Total - time.AllReduce).Seconds - StepModel.HostSeconds(load.Decode.Count);
        return Math.Log(modelled / (row.Number("us") / 1e6));
    }

    private static Tokens Count(double tokens) => Tokens.FromCount(tokens);
}
