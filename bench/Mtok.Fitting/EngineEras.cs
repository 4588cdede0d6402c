using System.Globalization;
using System.Text;

namespace Mtok.Fitting;

/// <summary>Fits an engine calibration for each engine, maker of devices, year and kind of network that was measured often enough, and writes catalog/engines/fitted.toml.</summary>
internal static class EngineEras
{
    private const int FewestRows = 25;
    private const int FewestGroups = 2;

    /// <summary>Fits all eras and returns the file's text; every error is on groups of model and device that the fit did not see.</summary>
    public static string Write(Catalog catalog, IReadOnlyList<Measurement> groundTruth, TextWriter progress)
    {
        var fit = new EngineFit(new ThroughputModel(catalog), catalog);
        var text = new StringBuilder("# Written by bench/Mtok.Fitting (engines); do not edit by hand.\n# Errors are |ln(predicted / published)| of the output rate on groups of model and device that the fit did not see.\n");
        foreach (var era in catalog.Measurements.Concat(groundTruth).Where(row => row.Precision != Precision.Unstated && !IsTuned(row)).GroupBy(row => Name(row, catalog), StringComparer.Ordinal).OrderBy(era => era.Key, StringComparer.Ordinal))
        {
            progress.WriteLine($"{era.Key} ...");
            Write(text, era.Key, [.. era], fit, catalog);
        }

        return text.ToString();
    }

    /// <summary>Submissions to a contest are tuned beyond what a user gets.</summary>
    private static bool IsTuned(Measurement row) => row.Provenance.Source.StartsWith("MLPerf", StringComparison.Ordinal);

    private static string Name(Measurement row, Catalog catalog)
    {
        var vendor = catalog.FindAccelerator(row.AcceleratorId)!.Vendor;
        var kind = catalog.FindModel(row.ModelId)!.Network?.Experts is null ? "dense" : "experts";
        return $"{row.Engine}-{vendor}-{row.Provenance.AsOf.From.Year}-{kind}".ToLowerInvariant();
    }

    private static void Write(StringBuilder text, string name, List<Measurement> rows, EngineFit fit, Catalog catalog)
    {
        var groups = rows.GroupBy(row => (row.ModelId, row.AcceleratorId)).ToList();
        if (rows.Count < FewestRows || groups.Count < FewestGroups || fit.Fit(EngineCalibration.None, rows) is not { } engine)
        {
            return;
        }

        var held = groups.SelectMany(group => fit.Errors(fit.Fit(EngineCalibration.None, [.. rows.Except(group)]) ?? EngineCalibration.None, [.. group])).Select(Math.Abs).Order().ToList();
        if (held.Count < FewestRows)
        {
            return;
        }

        var first = rows[0];
        text.Append(CultureInfo.InvariantCulture, $"""

            [[engine]]
            id = "{name}"
            family = "{first.Engine}"
            network = "{(catalog.FindModel(first.ModelId)!.Network?.Experts is null ? "dense" : "experts")}"
            vendor = "{catalog.FindAccelerator(first.AcceleratorId)!.Vendor}"
            scale = {Digits.Write(engine.Scale.Value)}
            offset_ms = {engine.Offset.Milliseconds:0.##}
            reserve = {engine.Reserve.Value:0.##}
            max_sequences = {engine.MaxSequences}
            max_batched_tokens = {engine.MaxBatchedTokens}
            median_error = {held[held.Count / 2]:0.000}
            p90_error = {held[held.Count * 9 / 10]:0.000}
            rows = {held.Count}
            as_of = "{rows.Max(row => row.Provenance.AsOf)}"
            sources = [{string.Join(", ", rows.Select(row => row.Provenance.Source).Distinct().Order(StringComparer.Ordinal).Select(source => $"\"{source}\""))}]

            """);
    }
}
