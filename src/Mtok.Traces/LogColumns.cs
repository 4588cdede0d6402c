namespace Mtok.Traces;

/// <summary>
/// Which columns of a log (CSV with any of the usual separators, JSONL, Parquet) state its requests, for files of no known format. Keys of
/// nested JSON objects are joined with dots: <c>usage.prompt_tokens</c>.
/// </summary>
/// <param name="Arrival">
/// The arrival: dates with times, Unix times in seconds to nanoseconds, or seconds from the beginning of the log.
/// </param>
/// <param name="Input">Tokens of the prompt, those of a cache included.</param>
/// <param name="Output">Tokens of the answer.</param>
/// <param name="Cached">Tokens of the prompt that were read from a cache; null if the log does not state them.</param>
/// <param name="Class">What distinguishes classes of requests; null if nothing does.</param>
public sealed record LogColumns(string Arrival, string Input, string Output, string? Cached = null, string? Class = null)
{
    /// <summary>What <see cref="Parse"/> reads, for help and errors.</summary>
    public const string Form = "arrival=COLUMN,input=COLUMN,output=COLUMN[,cached=COLUMN][,class=COLUMN], or arrival_ms, arrival_us, arrival_ns";

    private static readonly Dictionary<string, ArrivalClock> Arrivals = new(StringComparer.Ordinal)
    {
        ["arrival"] = ArrivalClock.Any,
        ["arrival_ms"] = ArrivalClock.Milliseconds,
        ["arrival_us"] = ArrivalClock.Microseconds,
        ["arrival_ns"] = ArrivalClock.Nanoseconds,
    };

    internal ArrivalClock Clock { get; private init; } = ArrivalClock.Any;

    /// <summary>Reads <c>arrival=created_at,input=prompt_len,output=completion_len</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What is wrong with it; null if nothing is.</param>
    /// <returns>The columns; null if something is wrong.</returns>
    public static LogColumns? Parse(string text, out string? fault)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        fault = null;
        foreach (var part in text.Split(','))
        {
            var (key, column) = part.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : (part.Trim(), "");
            fault ??= column.Length == 0 ? $"\"{part.Trim()}\" names no column"
                : !Arrivals.ContainsKey(key) && key is not ("input" or "output" or "cached" or "class") ? $"\"{key}\" is not one of its keys"
                : !named.TryAdd(key, column) ? $"\"{key}\" is named twice"
                : null;
        }

        var arrivals = named.Keys.Where(Arrivals.ContainsKey).ToList();
        fault ??= arrivals.Count > 1 ? $"\"{arrivals[0]}\" and \"{arrivals[1]}\" both name the arrival"
            : arrivals.Count == 0 ? "\"arrival\" is missing"
            : !named.ContainsKey("input") ? "\"input\" is missing"
            : !named.ContainsKey("output") ? "\"output\" is missing"
            : null;
        if (fault is not null)
        {
            fault += $"; it has the form {Form}";
            return null;
        }

        return new(named[arrivals[0]], named["input"], named["output"], named.GetValueOrDefault("cached"), named.GetValueOrDefault("class"))
        {
            Clock = Arrivals[arrivals[0]],
        };
    }

    internal TraceColumns Of(char separator = ',') =>
        new("columns as named", Arrival, Clock, Input, Output, Cached, Class is null ? null : [Class], Separator: separator);

    internal IEnumerable<string> Names => new[] { Arrival, Input, Output, Cached, Class }.OfType<string>();
}
