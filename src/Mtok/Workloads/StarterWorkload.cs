using System.Globalization;
using System.Text;

namespace Mtok;

/// <summary>The text of a workload file to start from: what is known in its place, the other keys as comments with an example.</summary>
public static class StarterWorkload
{
    private static readonly Line[] Lines =
    [
        new([], "models", "[\"llama-3.3-70b\"]", "acceptable models, any one of them serves; mtok catalog list models") { Needed = true },
        new(["traffic"], "requests_per_day", "200_000", "exactly one of requests_per_second, peak_requests_per_second, requests_per_day ...") { Needed = true },
        new(["traffic"], "shape", "\"business-hours\"", "steady | business-hours | spiky | a .csv of hourly demand") { Usual = true },
        new(["traffic"], "peak_ratio", "4", "with shape = \"spiky\": busiest hour / mean hour"),
        new(["tokens"], "input", "1200", "of one request, on average") { Needed = true },
        new(["tokens"], "output", "250", "") { Needed = true },
        new(["tokens"], "cached_share", "\"40%\"", "share of the input that a prompt cache holds"),
        new(["service_level"], "ttft", "\"1s\"", "limit on the time to first token") { Usual = true },
        new(["service_level"], "tpot", "\"60ms\"", "limit on the time per output token after it") { Usual = true },
        new(["service_level"], "share", "\"99%\"", "share of requests that must keep both"),
        new(["allow"], "kinds", "[\"api\", \"on_demand\", \"reserved\"]", $"of {string.Join(", ", Allowed.KindWords.Keys)}"),
        new(["allow"], "providers", "[\"aws\", \"gcp\"]", "sellers and API providers"),
        new(["allow"], "regions", "[\"EU\", \"us-\"]", "places: EU, countries, continents, or beginnings of region names"),
        new(["allow"], "longest_commitment", "\"none\"", "none | 1y | 3y | 5y"),
        new(["fleet"], "spares", "1", "machines beyond those the demand needs"),
        new(["today"], "model", "\"gpt-4o\"", "what you pay for now, which answers are compared with") { Whole = true },
        new(["today"], "provider", "\"openai\"", "") { Whole = true },
        new(["today"], "usd_per_month", "12_000", "your bill, instead or as well") { Whole = true },
    ];

    /// <summary>The text.</summary>
    /// <param name="given">Keys that are known; where there are none, every usual key has an example in its place.</param>
    public static string Text(IReadOnlyList<GivenKey> given)
    {
        var text = new StringBuilder("# What has to be served, with what limits. All keys: docs/workload.md. The answer: mtok decide THIS-FILE\n");
        var table = "";
        foreach (var line in Lines)
        {
            if (string.Join('.', line.Table) is var name && name != table)
            {
                table = name;
                text.Append(CultureInfo.InvariantCulture, $"\n{(line.Whole ? "# " : "")}[{table}]\n");
            }

            text.Append(Written(line, given));
        }

        return text.ToString();
    }

    private static string Written(Line line, IReadOnlyList<GivenKey> given)
    {
        var own = given.FirstOrDefault(key => line.IsFor(key));
        var (key, value) = own is null ? (line.Key, line.Example) : (own.Path[line.Table.Length], ValueOf(own, line));
        var isComment = own is null && !line.Needed && !(line.Usual && given.Count == 0);
        var written = $"{(isComment ? "# " : "")}{key} = {value}";
        return (line.Comment.Length > 0 ? $"{written,-40} # {line.Comment}" : written) + "\n";
    }

    private static string ValueOf(GivenKey key, Line line) =>
        key.Path.Count > line.Table.Length + 1 ? $"{{ {key.Path[^1]} = {Quoted(key.Texts[0])} }}"
        : line.Example.StartsWith('[') ? $"[{string.Join(", ", key.Texts.Select(Quoted))}]"
        : IsNumber(key.Texts[0]) ? key.Texts[0]
        : Quoted(key.Texts[0]);

    internal static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    internal static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A key with an example of its value and what it means.</summary>
    private sealed record Line(string[] Table, string Key, string Example, string Comment)
    {
        /// <summary>Whether there is no workload without it.</summary>
        public bool Needed { get; init; }

        /// <summary>Whether a workload that says nothing else has it.</summary>
        public bool Usual { get; init; }

        /// <summary>Whether the table is left out as a whole where its keys are.</summary>
        public bool Whole { get; init; }

        /// <summary>Whether a key that is known goes into this line; any volume goes into that of the volume.</summary>
        public bool IsFor(GivenKey key) =>
            key.Path.Take(Table.Length).SequenceEqual(Table)
            && key.Path.Count > Table.Length
            && (key.Path[Table.Length] == Key || (Key == "requests_per_day" && GivenKey.IsVolume(key)));
    }
}
