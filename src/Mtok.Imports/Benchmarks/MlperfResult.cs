using System.Globalization;

namespace Mtok.Imports;

/// <summary>A row of MLPerf Inference's <c>summary_results.json</c> (mlcommons/inference_results_v*). Rows without tokens/s are other models.</summary>
internal static class MlperfResult
{
    private static readonly string[] AccuracyEndings = ["-99.9", "-99"];

    public static IEnumerable<BenchmarkRun> Read(JsonFact row, Problems problems)
    {
        if (row.Text("Performance_Units") is not ("Tokens/s" or "tokens/s") || row.Text("Category") == "open")
        {
            yield break;
        }

        var name = row.Text("UsedModel", "Model") ?? "";
        var interactive = name.Contains("interactive", StringComparison.OrdinalIgnoreCase);
        var model = name.Replace("-interactive", "", StringComparison.OrdinalIgnoreCase);
        model = AccuracyEndings
            .Where(ending => model.EndsWith(ending, StringComparison.Ordinal))
            .Select(ending => model[..^ending.Length])
            .FirstOrDefault(model);
        Scenario? scenario = row.Text("Scenario") switch
        {
            "Offline" => Scenario.Saturated,
            "Server" => interactive ? Scenario.Interactive : Scenario.Server,
            "Interactive" => Scenario.Interactive,
            _ => null,
        };
        if (scenario is not { } load)
        {
            yield break;
        }

        var software = row.Text("Software");
        yield return new(row.Where, row.Path)
        {
            Models = BenchmarkWords.Models(model),
            Accelerators = row.Text("Accelerator") is { } accelerator ? [accelerator] : [],
            // The file counts accelerators of one node.
            Gpus = row.Whole(problems, "a#") * (row.Find("Nodes") is null ? 1 : row.Whole(problems, "Nodes")),
            Precision = BenchmarkWords.Precision(row.Text("weight_data_types")),
            Engine = BenchmarkWords.Engine(software),
            EngineVersion = software,
            Scenario = load,
            Output = BenchmarkWords.Tokens(TokensPerSample(row.Text("Accuracy"))),
            OutputRate = BenchmarkWords.Rate(row.Positive(problems, "Performance_Result")),
            Source = row.Text("version") is { } version ? $"MLPerf Inference {version} (mlcommons/inference_results_{version})" : null,
            Submitter = row.Text("Submitter") ?? "",
            Note = row.Text("ID") is { } id ? $"id {id}" : "",
        };
    }

    private static double? TokensPerSample(string? accuracy)
    {
        var words = (accuracy ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(words, "TOKENS_PER_SAMPLE:");
        return at >= 0
            && at + 1 < words.Length
            && double.TryParse(words[at + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var tokens)
            && tokens is > 0 and < 1e7
            ? tokens
            : null;
    }
}
