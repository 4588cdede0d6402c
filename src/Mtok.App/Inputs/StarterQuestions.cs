namespace Mtok.App;

/// <summary>Asks at a terminal for what a workload needs; Enter takes what stands in brackets.</summary>
/// <param name="catalog">The models that are known.</param>
/// <param name="input">Where answers come from.</param>
/// <param name="output">Where questions go.</param>
internal sealed class StarterQuestions(Catalog catalog, TextReader input, TextWriter output)
{
    private static readonly (string Ending, string Key)[] Volumes =
    [
        ("/s", "requests_per_second"), ("/day", "requests_per_day"), ("/month", "requests_per_month"), (" tok/month", "tokens_per_month"),
    ];

    private GivenKey? _peak;

    /// <summary>The keys that the answers give; null where the answers end too early.</summary>
    public IReadOnlyList<GivenKey>? Ask()
    {
        var asked = new Func<GivenKey?>[]
        {
            () => Ask("Model", "llama-3.3-70b", ["models"], text => catalog.FindModel(text) is null ? $"unknown model{catalog.SuggestModel(text)}" : null),
            Volume,
            Shape,
            () => Ask("Input tokens of a request, on average", "1200", ["tokens", "input"], Not<Tokens>),
            () => Ask("Output tokens of a request, on average", "250", ["tokens", "output"], Not<Tokens>),
            () => Limit("Limit on the time to first token, such as 1s", "ttft", BareLatency.LargestTtft),
            () => Limit("Limit on the time per output token, such as 60ms", "tpot", BareLatency.LargestTpot),
        };
        var keys = new List<GivenKey>();
        foreach (var ask in asked)
        {
            if (ask() is not { } key)
            {
                return null;
            }

            keys.Add(key);
        }

        return [.. keys.Where(key => key.Texts[0] != "none"), .. keys.Where(key => key.Texts[0] == "spiky").Select(_ => _peak!)];
    }

    private GivenKey? Volume()
    {
        string? WhyNot(string text) => Read(text) is var (number, key) && key.Length > 0
            ? key == "tokens_per_month" ? Not<Tokens>(number) : Not<Ratio>(number)
            : $"is not a number with one of {string.Join(", ", Volumes.Select(volume => volume.Ending.Trim()))}";
        return Ask("Requests, such as 60/s, 200k/day or 5M/month, or 2B tok/month", "200k/day", [], WhyNot) is { } given && Read(given.Texts[0]) is var (text, name)
            ? given with { Path = ["traffic", name], Texts = [text] }
            : null;

        static (string Number, string Key) Read(string text) =>
            Volumes.Reverse().FirstOrDefault(volume => text.EndsWith(volume.Ending, StringComparison.Ordinal)) is { Key: { } key } found
                ? (text[..^found.Ending.Length].Trim(), key)
                : (text, "");
    }

    private GivenKey? Shape()
    {
        string? WhyNot(string text) => text is "steady" or "business-hours" || (Ratio.TryParse(text, out var peak) && peak.Value is >= 1 and <= 24)
            ? null
            : "is not steady, business-hours or a number of 1 to 24";
        var given = Ask("Over the day: steady, business-hours, or busiest hour / mean hour, such as 3", "steady", ["traffic", "shape"], WhyNot);
        if (given is null || given.Texts[0] is "steady" or "business-hours")
        {
            return given;
        }

        _peak = given with { Path = ["traffic", "peak_ratio"] };
        return given with { Texts = ["spiky"] };
    }

    private GivenKey? Limit(string question, string key, Duration largestBare) => Ask(
        question,
        "none",
        ["service_level", key],
        text => text == "none" ? null : BareLatency.Doubt(text, largestBare) is { } doubt ? $"has no unit: {doubt}" : Not<Duration>(text));

    /// <summary>Asks until the answer will do.</summary>
    private GivenKey? Ask(string question, string usual, IReadOnlyList<string> path, Func<string, string?> whyNot)
    {
        while (true)
        {
            output.Write($"{question} [{usual}]: ");
            if (input.ReadLine() is not { } line)
            {
                return null;
            }

            var text = line.Trim().Length > 0 ? line.Trim() : usual;
            if (whyNot(text) is not { } fault)
            {
                return new(path, [text], question);
            }

            output.WriteLine($"\"{text}\" {fault}");
        }
    }

    private static string? Not<T>(string text)
        where T : struct, IQuantity<T> =>
        T.TryParse(text, out _) ? null : $"is not {T.Expected}";
}
