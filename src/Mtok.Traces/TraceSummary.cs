namespace Mtok.Traces;

/// <summary>Summary statistics of a trace.</summary>
/// <param name="Name">The name of the trace.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="Span">The time from the first to the last request.</param>
/// <param name="MeanRate">Requests / span.</param>
/// <param name="Hours">The rate of each hour from the first request on; the last hour may be incomplete.</param>
/// <param name="PeakHour">The busiest whole hour / the mean of whole hours; null with fewer than two.</param>
/// <param name="GapVariation">Coefficient of variation of the time between requests; 1 for a Poisson process.</param>
/// <param name="SecondDispersion">Variance / mean of the requests per second; 1 for a Poisson process.</param>
/// <param name="MinuteDispersion">Variance / mean of the requests per minute.</param>
/// <param name="Input">Prompt lengths.</param>
/// <param name="Output">Output lengths.</param>
/// <param name="CachedShare">The share of all prompt tokens recorded as cached.</param>
/// <param name="Classes">The number of requests of each class.</param>
/// <param name="Joint">Requests by powers of two of input and of output tokens: <c>Joint[i][o]</c> has 2^i to 2^(i+1)-1 input tokens.</param>
/// <param name="PrefixHits">If prompts have blocks, the block hit rate of an unlimited prefix cache: the longest prefix seen before. Else null.</param>
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
    /// <summary>Summarises a trace in one pass, in memory independent of its length (except for prompt blocks).</summary>
    /// <param name="trace">The trace.</param>
    public static TraceSummary Of(Trace trace)
    {
        var counted = new CountedTrace(trace);
        counted.ReadAll();
        return counted.Summary;
    }
}

/// <summary>The distribution of lengths of one kind of tokens.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Percentiles">Exact percentiles: 1, 10, 25, 50, 75, 90, 95, 99, 100.</param>
public sealed record LengthSummary(Tokens Mean, IReadOnlyDictionary<int, Tokens> Percentiles)
{
    internal static IReadOnlyList<int> Hundredths { get; } = [1, 10, 25, 50, 75, 90, 95, 99, 100];

    internal static LengthSummary Of(LengthCounts counts) =>
        new(
            Tokens.FromCount(counts.Mean),
            new SortedDictionary<int, Tokens>(Hundredths.ToDictionary(
                hundredth => hundredth, hundredth => Tokens.FromCount(counts.Percentile(hundredth / 100.0)))));
}
