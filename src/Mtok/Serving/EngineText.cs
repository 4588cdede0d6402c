using System.Globalization;
using System.Text;

namespace Mtok;

/// <summary>Writes calibrations as a catalog file; the output is deterministic.</summary>
public static class EngineText
{
    /// <summary>The text of <c>engines/*.toml</c>.</summary>
    public static string Write(IEnumerable<EngineCalibration> engines)
    {
        var text = new StringBuilder();
        text.Append("# Errors are |ln(predicted / published)| of the output rate, and of the time per output token, on rows that the fit did not see.\n");
        foreach (var engine in engines)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                [[engine]]
                id = "{engine.Id}"
                {(engine.Family.Length == 0 ? "# all engines together" : $"family = \"{engine.Family}\"")}
                network = "{(engine.ForExperts ? "experts" : "dense")}"
                vendor = "{engine.Vendor}"
                scale = {engine.Scale.Value:0.###}
                offset_ms = {engine.Offset.Milliseconds:0.##}
                reserve = {engine.Reserve.Value:0.##}
                {Limits(engine)}median_error = {engine.MedianError.Value:0.000}
                p90_error = {engine.P90Error.Value:0.000}
                {TpotErrors(engine)}rows = {engine.Rows}
                publications = {engine.Publications}
                {Kernels(engine.Tuning)}as_of = "{engine.Provenance.AsOf}"
                sources = ["{engine.Provenance.Source.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}"]

                """);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Limits(EngineCalibration engine) => engine.HasOwnLimits
        ? string.Create(CultureInfo.InvariantCulture, $"max_sequences = {engine.MaxSequences}\nmax_batched_tokens = {engine.MaxBatchedTokens}\n")
        : "";

    private static string TpotErrors(EngineCalibration engine) => engine is { TpotMedianError: { } median, TpotP90Error: { } p90 }
        ? string.Create(CultureInfo.InvariantCulture, $"tpot_median_error = {median.Value:0.000}\ntpot_p90_error = {p90.Value:0.000}\n")
        : "";

    private static string Kernels(KernelTuning tuning) => tuning == KernelTuning.None
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"kernels = {{ multiply16 = {tuning.Multiply16.Value:0.##}, multiply8 = {tuning.Multiply8.Value:0.##}, multiply4 "
                + $"= {tuning.Multiply4.Value:0.##}, weights = {tuning.Weights.Value:0.##}, kv_read = {tuning.KvRead.Value:0.##}, all_reduce "
                + $"= {tuning.AllReduce.Value:0.##}, launch = {tuning.Launch.Value:0.##}, latent_launch = {tuning.LatentLaunch.Value:0.##}, "
                + $"experts = {tuning.Experts.Value:0.##}, prompt = {tuning.Prompt.Value:0.##}, "
                + $"widened = {tuning.Widened.Value:0.##}, mixed = {tuning.Mixed.Value:0.##} }}\n");
}
