using System.Globalization;

namespace Mtok.Traces;

/// <summary>Validates rows of any format and converts them to requests, in order.</summary>
/// <param name="path">The file.</param>
/// <param name="reading">Where rows are counted and reported.</param>
/// <param name="times">How the file states arrivals; null where they are seconds from its beginning.</param>
internal sealed class TraceRow(string path, TraceReading reading, ArrivalTimes? times = null)
{
    /// <summary>An upper limit for tokens of a request: more than any model's context.</summary>
    private const double MostTokens = 10_000_000;

    /// <summary>An upper limit for arrivals, in seconds: ten years.</summary>
    private const double Latest = 10.0 * 365.25 * 86400;

    private double _previous = double.NegativeInfinity;

    /// <summary>The request; null if the row is invalid (reported) or carries no work (counted).</summary>
    /// <param name="line">The row's line.</param>
    /// <param name="seconds">The arrival time; NaN if it cannot be parsed.</param>
    /// <param name="input">The input tokens; NaN if they cannot be parsed.</param>
    /// <param name="output">The output tokens; NaN if they cannot be parsed.</param>
    /// <param name="cached">The cached tokens; NaN if they cannot be parsed.</param>
    /// <param name="kind">The index of the class.</param>
    /// <param name="blocks">The prompt's blocks; null if there are none.</param>
    public TraceRequest? Check(long line, double seconds, double input, double output, double cached = 0, int kind = 0, IReadOnlyList<long>? blocks = null)
    {
        var earliest = reading.Sort && times?.CountFromFirst == true ? -Latest : 0;
        var fault = Fault("arrival", seconds, Latest, whole: false, earliest)
            ?? Fault("input tokens", input, MostTokens)
            ?? Fault("output tokens", output, MostTokens)
            ?? Fault("cached tokens", cached, MostTokens);
        if (fault is not null)
        {
            return Reject(line, double.IsNaN(seconds + input + output + cached) ? "bad-number" : "out-of-range", fault);
        }

        if (cached > input)
        {
            return Reject(line, "cached-above-input", $"{cached:0} cached tokens exceed {input:0} input tokens");
        }

        if (seconds < _previous && !reading.Sort)
        {
            return Reject(
                line,
                "out-of-order",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"arrives {_previous - seconds:0.######} s before the previous request; mtok trace convert --sort sorts a file"));
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

    private static string? Fault(string what, double value, double most, bool whole = true, double least = 0) => value switch
    {
        double.NaN => $"{what}: not a number, or missing",
        _ when value < least => string.Create(CultureInfo.InvariantCulture, $"{what}: {value:G7} is negative"),
        _ when value > most => string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {value:G7} exceeds {most:0}{(whole ? "" : " s; arrivals count from the start of the trace, at most ten years")}"),
        _ when whole && value != Math.Floor(value) => string.Create(CultureInfo.InvariantCulture, $"{what}: {value} is not a whole number"),
        _ => null,
    };
}
