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
        foreach (var id in Cards)
        {
            Print(output, id, Whole(id));
            Print(output, id + " mixed", Mixed(id));
        }
    }

    /// <summary>The cards that were measured.</summary>
    public static IReadOnlyList<string> Cards { get; } = ["h100-sxm", "h200-sxm"];

    /// <summary>ln(modelled / measured) of steps that decode or compute prompts, by network, devices and format.</summary>
    public IReadOnlyList<(string Kind, double Error)> Whole(string id) => [.. Rows(id, "", "step.csv")
        .Select(row => ($"{row["model"]} over {row["tp"]} {row["fmt"]} {row["kind"]}", Error(id, row, LoadOf(row))))];

    /// <summary>The same of steps that do both; empty for a card on which none was measured.</summary>
    public IReadOnlyList<(string Kind, double Error)> Mixed(string id) => [.. Rows(id, "_mixed", "mixed.csv")
        .Select(row => ($"{row["model"]} over {row["tp"]} {row["fmt"]} {MixOf(row)}", Error(id, row, MixedLoadOf(row))))];

    private IEnumerable<KernelTable.Row> Rows(string id, string kind, string file)
    {
        var path = Path.Combine(data, "measured_2026_11", id.Split('-')[0] + kind, file);
        return File.Exists(path) ? new KernelTable(path).Rows().Where(row => row["part"] == "whole") : [];
    }

    private static void Print(TextWriter output, string name, IReadOnlyList<(string Kind, double Error)> errors)
    {
        foreach (var kind in errors.GroupBy(error => error.Kind, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{name}: {kind.Key}: {Describe([.. kind.Select(error => error.Error)])}");
        }

        if (errors.Count > 0)
        {
            output.WriteLine($"{name}: all: {Describe([.. errors.Select(error => error.Error)])}");
        }
    }

    private static string Describe(IReadOnlyList<double> errors)
    {
        var sizes = errors.Select(Math.Abs).Order().ToList();
        return FormattableString.Invariant(
            $"{errors.Count} steps, median {sizes[sizes.Count / 2]:0.0%}, P90 {sizes[(int)(0.9 * (sizes.Count - 1))]:0.0%}, bias {errors.Order().ElementAt(errors.Count / 2):+0.0%;-0.0%}");
    }

    private static StepLoad LoadOf(KernelTable.Row row) => row["kind"] == "decode"
        ? new(Count(row.Number("batch")), Count(row.Number("context")), default, default)
        : new(default, default, Count(row.Number("context")), Count(row.Number("context") / 2));

    private static StepLoad MixedLoadOf(KernelTable.Row row) => new(
        Count(row.Number("batch")), Count(row.Number("context")), Count(row.Number("chunk")), Count(row.Number("prefix") + (row.Number("chunk") / 2)));

    private static string MixOf(KernelTable.Row row) => row["batch"] == "0" ? "chunk" : row["chunk"] == "0" ? "decode" : "mixed";

    private double Error(string id, KernelTable.Row row, StepLoad load)
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
