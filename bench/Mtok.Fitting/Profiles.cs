using Mtok.Traces;

namespace Mtok.Fitting;

/// <summary>The traffic profiles, each derived from the public trace it is named after.</summary>
internal static class Profiles
{
    private const string Azure = "Azure/AzurePublicDataset @b469a113";
    private const string Fitted = "variations fitted so that generated traffic has the trace's dispersion by second and by minute";

    public static void WriteAll(string folder, TextWriter log)
    {
        var conversation = OfTrace(Path.Combine(folder, "azure2023", "AzureLLMInferenceTrace_conv.csv"), "conversation", log);
        var code = OfTrace(Path.Combine(folder, "azure2023", "AzureLLMInferenceTrace_code.csv"), "code", log);
        Write("azure-2023-conversation", "Azure, a conversation service, an hour of 2023", "2023-11-16", [conversation.Class], $"{Azure} data/AzureLLMInferenceTrace_conv.csv (CC-BY-4.0; Splitwise, ISCA 2024): rates by 5 minutes and lengths of 19,366 requests", Fitted);
        Write("azure-2023-code", "Azure, a coding service, an hour of 2023", "2023-11-16", [code.Class], $"{Azure} data/AzureLLMInferenceTrace_code.csv (CC-BY-4.0; Splitwise, ISCA 2024): rates by 5 minutes and lengths of 8,819 requests", Fitted);
        Write(
            "azure-2024-week", "Azure, a coding and a conversation service, a week of 2024, from Sunday 0:00 UTC", "2024-05-19",
            [AzureWeek.Of(folder, "code", 16_803_694, code), AzureWeek.Of(folder, "conv", 27_303_999, conversation)],
            $"{Azure} analysis/AzureLLMInferenceDataset2024.ipynb (CC-BY-4.0; DynamoLLM, HPCA 2025): plots read pixel by pixel, the rate of each hour scaled to the true totals of 16,803,694 and 27,303,999 requests",
            "lengths: plots of the distributions of input (within 18 tokens) and output (11 tokens a pixel: poor for code, whose median is within one); which input goes with which output as in the traces of 2023, which have both",
            "minute_variation from the spread of minutes in the plots; arrival_variation carried over from 2023, as plots show no single requests",
            "code was recorded from Friday 2024-05-10, conversation from Sunday 2024-05-12; both are put in the order of the week");
        foreach (var (id, name, file) in ((string, string, string)[])
        [
            ("servegen-m-large", "Alibaba, a large language model, two weeks", "language_m-large"), ("servegen-m-mid", "Alibaba, a middle-sized language model, two weeks", "language_m-mid"),
            ("servegen-m-small", "Alibaba, a small language model, two weeks", "language_m-small"), ("servegen-deepseek-r1", "Alibaba, DeepSeek-R1, a day", "reason_deepseek-r1"),
        ])
        {
            var part = ServeGen.Of(folder, file, log);
            Write(id, name, "2025-05", [part],
                $"alibaba/ServeGen @f891d118 data (Apache-2.0; arXiv 2505.09999), {file}: rates of all clients by hour; lengths over the clients whose length files could be had (55 of 422, often the largest, could not), input and output taken as independent",
                ServeGen.VariationSource(file));
        }
    }

    /// <summary>A trace with a time for each request: its rates by five minutes, its lengths, and variations fitted to its burstiness.</summary>
    private static TracedClass OfTrace(string path, string name, TextWriter log)
    {
        var problems = new Problems();
        var trace = TraceFile.Open(path, problems) ?? throw new InvalidDataException(problems.All[0].ToString());
        var requests = trace.Requests.ToList();
        var summary = TraceSummary.Of(trace);
        log.WriteLine($"{Path.GetFileName(path)}: {summary.Requests} requests, {summary.MeanRate}, gaps {summary.GapVariation!.Value.Value:0.00}");
        var last = requests[^1].Arrival.Seconds;
        var rates = requests.CountBy(request => (int)(request.Arrival.Seconds / 300)).ToDictionary(step => step.Key, step => step.Value);
        var part = new TrafficClass(
            name,
            Duration.FromMinutes(5),
            [.. Enumerable.Range(0, (int)(last / 300) + 1).Select(step => RequestsPerSecond.FromPerSecond(Math.Round(rates.GetValueOrDefault(step) / Math.Min(300, last - (step * 300)), 4)))],
            Ratio.One,
            Ratio.Zero,
            LengthBins.Of([.. requests.Select(request => (request.Input.Count, request.Output.Count))]));
        return new(Burstiness.Fit(part, summary, log), requests);
    }

    private static void Write(string id, string name, string asOf, IReadOnlyList<TrafficClass> classes, params string[] sources)
    {
        ProfileFile.Write(new(id, name, classes, new(AsOf.TryParse(asOf, out var date) ? date : AsOf.Undated, "", new("", 0, 0))), sources);
    }
}

/// <summary>A class with the requests it was derived from.</summary>
internal sealed record TracedClass(TrafficClass Class, IReadOnlyList<TraceRequest> Requests);
