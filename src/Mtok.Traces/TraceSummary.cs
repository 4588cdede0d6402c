namespace Mtok.Traces;

/// <summary>What a trace looks like.</summary>
/// <param name="Name">The trace.</param>
/// <param name="Requests">How many requests there are.</param>
/// <param name="Span">From the first to the last.</param>
/// <param name="MeanRate">Requests / span.</param>
/// <param name="Hours">The rate of each hour from the first request on; the last may be part of one.</param>
/// <param name="PeakHour">The busiest whole hour / mean of whole hours; null with fewer than two.</param>
/// <param name="GapVariation">Coefficient of variation of the time between requests; 1 for a Poisson process.</param>
/// <param name="SecondDispersion">Variance / mean of the requests of each second; 1 for a Poisson process.</param>
/// <param name="MinuteDispersion">The same of each minute.</param>
/// <param name="Input">Lengths of prompts.</param>
/// <param name="Output">Lengths of answers.</param>
/// <param name="CachedShare">The share of all prompts that the trace says was cached.</param>
/// <param name="Classes">Requests of each class.</param>
/// <param name="Joint">Requests by powers of two of input and of output tokens: <c>Joint[i][o]</c> has 2^i to 2^(i+1)-1 input tokens.</param>
/// <param name="PrefixHits">Where prompts have blocks, the share of blocks that a cache without limit would hold: those of the longest beginning seen before.</param>
public sealed record TraceSummary(
    string Name,
    long Requests,
    Duration Span,
    RequestsPerSecond MeanRate,
    IReadOnlyList<RequestsPerSecond> Hours,
    Ratio? PeakHour,
    Ratio? GapVariation,
    Ratio? SecondDispersion,
    Ratio? MinuteDispersion,
    LengthSummary Input,
    LengthSummary Output,
    Ratio CachedShare,
    IReadOnlyDictionary<string, long> Classes,
    IReadOnlyList<IReadOnlyList<long>> Joint,
    Ratio? PrefixHits)
{
    /// <summary>Reads a whole trace once, in memory that does not grow with its requests (blocks of prompts aside).</summary>
    /// <param name="trace">The trace.</param>
    public static TraceSummary Of(Trace trace)
    {
        var counted = new CountedTrace(trace);
        counted.ReadAll();
        return counted.Summary;
    }
}

/// <summary>Lengths of one kind of tokens.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Percentiles">Exact percentiles, by hundredths: 1, 10, 25, 50, 75, 90, 95, 99, 100.</param>
public sealed record LengthSummary(Tokens Mean, IReadOnlyDictionary<int, Tokens> Percentiles)
{
    internal static IReadOnlyList<int> Hundredths { get; } = [1, 10, 25, 50, 75, 90, 95, 99, 100];

    internal static LengthSummary Of(LengthCounts counts) =>
        new(Tokens.FromCount(counts.Mean), new SortedDictionary<int, Tokens>(Hundredths.ToDictionary(hundredth => hundredth, hundredth => Tokens.FromCount(counts.Percentile(hundredth / 100.0)))));
}
