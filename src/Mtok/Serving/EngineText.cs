using System.Globalization;
using System.Text;

namespace Mtok;

/// <summary>Writes calibrations as a catalog file; the same calibrations give the same bytes.</summary>
public static class EngineText
{
    /// <summary>The text of <c>engines/*.toml</c>.</summary>
    public static string Write(IEnumerable<EngineCalibration> engines)
    {
        var text = new StringBuilder();
        text.Append("# Errors are |ln(predicted / published)| of the output rate on rows that the fit did not see.\n");
        foreach (var engine in engines)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                [[engine]]
                id = "{engine.Id}"
                family = "{engine.Family}"
                network = "{(engine.ForExperts ? "experts" : "dense")}"
                vendor = "{engine.Vendor}"
                scale = {engine.Scale.Value:0.###}
                offset_ms = {engine.Offset.Milliseconds:0.##}
                reserve = {engine.Reserve.Value:0.##}
                max_sequences = {engine.MaxSequences}
                max_batched_tokens = {engine.MaxBatchedTokens}
                median_error = {engine.MedianError.Value:0.000}
                p90_error = {engine.P90Error.Value:0.000}
                rows = {engine.Rows}
                as_of = "{engine.Provenance.AsOf}"
                sources = ["{engine.Provenance.Source.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}"]

                """);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }
}
