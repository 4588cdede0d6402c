namespace Mtok;

/// <summary>
/// Q7: from the mean latency of requests that arrive at a rate to the latency that a share of them keeps: mean x (1 + (r - 1) ln(1 / (1 - share)) / ln 100),
/// the tail of an exponential wait through the 99th percentile r x mean.
/// </summary>
/// <remarks>
/// r is the middle of the sources' medians of p99 / mean in open loops: MLPerf server 2.17 (of the median; 206 rows of mlperf.csv), inference-sim's two
/// sets on vLLM 1.45 and 1.74 (43 and 24 stages), llm-d 2.81 (36 stages, from p90). A source left out is off by 0.22 to 0.48 in |ln| of the time to the first
/// token, 0.06 to 0.08 of the time per output token (MLPerf 1.10, inference-sim 1.15). <c>bench/Mtok.Fitting -- latency</c> prints it.
/// </remarks>
internal static class LatencyTail
{
    private const double TtftP99 = 1.94;
    private const double TpotP99 = 1.13;
    private const double MostShare = 0.999;

    /// <summary>The time to the first token that a share of requests keeps / its mean.</summary>
    public static Ratio OfTtft(Ratio share) => At(TtftP99, share);

    /// <summary>The time per output token that a share of requests keeps / its mean.</summary>
    public static Ratio OfTpot(Ratio share) => At(TpotP99, share);

    /// <summary>The figure that a limit is on, of requests with these means.</summary>
    public static Duration Of(FigureLimit limit, SteadyState state) => limit switch
    {
        { Of: Latency.Ttft, Share: { } share } => state.Ttft * OfTtft(share),
        { Of: Latency.Tpot, Share: { } share } => state.Tpot * OfTpot(share),
        { Of: Latency.Ttft } => state.Ttft,
        _ => state.Tpot,
    };

    private static Ratio At(double p99, Ratio share) =>
        Ratio.FromValue(1 + ((p99 - 1) * Math.Log(1 / (1 - Math.Min(MostShare, share.Value))) / Math.Log(100)));
}
