using System.Globalization;

namespace Mtok.Traces;

/// <summary>Checks rows of any format and makes requests of them, in order.</summary>
internal sealed class TraceRow(string path, TraceReading reading)
{
    /// <summary>Longer than any model's context.</summary>
    private const double MostTokens = 10_000_000;

    /// <summary>Ten years.</summary>
    private const double Latest = 10.0 * 365.25 * 86400;

    private double _previous = double.NegativeInfinity;

    /// <summary>The request, or null where the row is bad (reported) or carries no work (counted).</summary>
    /// <param name="line">The row's line.</param>
    /// <param name="seconds">When it arrived; NaN where that cannot be read.</param>
    /// <param name="input">Its input tokens; NaN where they cannot be read.</param>
    /// <param name="output">Its output tokens; NaN where they cannot be read.</param>
    /// <param name="cached">Its cached tokens; NaN where they cannot be read.</param>
    /// <param name="kind">Its class.</param>
    /// <param name="blocks">Its blocks.</param>
    public TraceRequest? Check(long line, double seconds, double input, double output, double cached = 0, int kind = 0, IReadOnlyList<long>? blocks = null)
    {
        var fault = Fault("arrival", seconds, Latest, whole: false) ?? Fault("input tokens", input, MostTokens) ?? Fault("output tokens", output, MostTokens) ?? Fault("cached tokens", cached, MostTokens);
        if (fault is not null)
        {
            return Reject(line, double.IsNaN(seconds + input + output + cached) ? "bad-number" : "out-of-range", fault);
        }

        if (cached > input)
        {
            return Reject(line, "cached-above-input", $"{cached:0} cached tokens of {input:0} input tokens");
        }

        if (seconds < _previous && !reading.Sort)
        {
            return Reject(line, "out-of-order", string.Create(CultureInfo.InvariantCulture, $"arrives {_previous - seconds:0.######} s before the request above it; mtok trace convert --sort orders a file"));
        }

        if (input == 0 || output == 0)
        {
            reading.Drop(output == 0 ? "no output tokens: failed or empty" : "no input tokens");
            return null;
        }

        _previous = seconds;
        reading.Count();
        return new(Duration.FromSeconds(seconds), Tokens.FromCount(input), Tokens.FromCount(output), Tokens.FromCount(cached), kind, blocks);
    }

    public TraceRequest? Reject(long line, string rule, string message)
    {
        reading.Reject(TraceSource.Line(path, line), rule, message);
        return null;
    }

    private static string? Fault(string what, double value, double most, bool whole = true) => value switch
    {
        double.NaN => $"{what}: not a number, or missing",
        < 0 => string.Create(CultureInfo.InvariantCulture, $"{what}: {value:G7} is negative"),
        _ when value > most => string.Create(CultureInfo.InvariantCulture, $"{what}: {value:G7} is more than {most:0}{(whole ? "" : " s; arrivals count from the trace's beginning, at most ten years")}"),
        _ when whole && value != Math.Floor(value) => string.Create(CultureInfo.InvariantCulture, $"{what}: {value} is not a whole number"),
        _ => null,
    };
}
