namespace Mtok.Fitting;

internal static class Look
{
    public static void At(Catalog catalog, TextWriter output)
    {
        var fit = new EngineFit(new ThroughputModel(catalog), catalog);
        var rows = catalog.Measurements.Where(row => row.Precision != Precision.Unstated);
        var found = rows.Select(row => (row, Error: fit.Error(EngineCalibration.None with { Family = row.Engine }, row))).ToList();
        foreach (var (row, error) in found.Where(entry => Environment.GetEnvironmentVariable("LOOK") is { } of && entry.row.Provenance.Source.Contains(of, StringComparison.Ordinal)))
        {
            var made = new ThroughputModel(catalog).Predict(catalog.FindModel(row.ModelId)!, row, EngineCalibration.None with { Family = row.Engine });
            output.WriteLine(FormattableString.Invariant($"{row.ModelId} {row.AcceleratorId} x{row.Gpus} tp{row.TensorParallel} {row.Precision} {row.Engine} {row.Scenario} {row.Input.Count:0}/{row.Output.Count:0} n={row.Requests} c={row.Concurrency} out {row.OutputRate.PerSecond:0} ttft {row.Ttft?.Milliseconds:0} tpot {row.Tpot?.Milliseconds:0.0} | model ln {error?.Rate.Value:+0.00;-0.00} batch {made?.State.Batch.Count:0} ttft {made?.State.Ttft.Milliseconds:0} tpot {made?.State.Tpot.Milliseconds:0.0} {row.Note}"));
        }

        foreach (var group in found.GroupBy(entry => $"{Publication.Of(entry.row)} | {entry.row.Engine} {catalog.FindAccelerator(entry.row.AcceleratorId)!.Vendor} {(catalog.FindModel(entry.row.ModelId)!.Network?.Experts is null ? "dense" : "experts")} {entry.row.Scenario}", StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var errors = group.Select(entry => entry.Error?.Rate.Value).OfType<double>().Order().ToList();
            if (errors.Count == 0) { output.WriteLine($"{group.Key}: none of {group.Count()}"); continue; }
            var sizes = errors.Select(Math.Abs).Order().ToList();
            output.WriteLine(FormattableString.Invariant($"{group.Key}: {errors.Count} of {group.Count()}, bias {errors[errors.Count / 2]:+0.00;-0.00}, median {sizes[sizes.Count / 2]:0.00}, P90 {sizes[sizes.Count * 9 / 10]:0.00}; around the bias {errors.Select(error => Math.Abs(error - errors[errors.Count / 2])).Order().ElementAt(errors.Count / 2):0.00}"));
        }
    }
}
