namespace Mtok.Imports;

/// <summary>Detects the format of a result file by its content, and reads its runs.</summary>
internal sealed class BenchmarkText(Problems problems)
{
    /// <summary>The format and every run; null if the file matches no format, more than one, or is broken (reported).</summary>
    public (string Format, bool IsTable, IReadOnlyList<BenchmarkRun> Runs)? Read(string file, string text)
    {
        // A log starts with a bracket as well, so the report is checked first.
        if (TensorRtLlmReport.Fits(text))
        {
            return (TensorRtLlmReport.Name, false, [.. new TensorRtLlmReport(file, text, problems).Read()]);
        }

        if (text.TrimStart() is not ['{' or '[', ..])
        {
            problems.Error(
                new(file, 0, 0),
                "unknown-format",
                text.Trim().Length == 0 ? "the file is empty" : "no known benchmark result: " + BenchmarkFormat.Needs);
            return null;
        }

        if (JsonFact.Read(file, text, problems) is not { } documents)
        {
            return null;
        }

        var results = documents.SelectMany(document => document.IsArray ? document.Items : [document]).ToList();
        if (results.Count == 0)
        {
            problems.Error(new(file, 0, 0), "no-results", "the file contains no results");
            return null;
        }

        return Format(file, results) is { } format
            ? (format.Name, format.IsTable, [.. results.SelectMany(result => format.Read(result, problems))])
            : null;
    }

    private BenchmarkFormat? Format(string file, List<JsonFact> results)
    {
        var fitting = BenchmarkFormat.All.Where(format => format.Fits(results[0])).ToList();
        if (fitting.Count != 1)
        {
            problems.Error(new(file, 0, 0), fitting.Count == 0 ? "unknown-format" : "ambiguous-format", fitting.Count == 0
                ? "no known benchmark result: " + BenchmarkFormat.Needs
                : $"the file matches {string.Join(" and ", fitting.Select(format => format.Name))}: {BenchmarkFormat.Needs}");
            return null;
        }

        var odd = results.Where(result => !fitting[0].Fits(result)).ToList();
        foreach (var result in odd)
        {
            problems.Error(
                result.Where,
                "unknown-format",
                $"{(result.Path.Length > 0 ? result.Path + " is" : "this is")} not a result of {fitting[0].Name}, as the first one is: "
                + $"{fitting[0].Name} needs {string.Join(", ", fitting[0].Marks)}");
        }

        return odd.Count == 0 ? fitting[0] : null;
    }
}
