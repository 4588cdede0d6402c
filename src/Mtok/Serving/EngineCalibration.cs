namespace Mtok;

/// <summary>How an engine family of an era differs from the step model: T' = s T + o, and how it admits requests.</summary>
/// <param name="Id">What to call it, such as <c>tensorrt-llm-1.0</c>.</param>
/// <param name="Family">The engine, as measurements name it.</param>
/// <param name="Since">Its first day; the newest era that had begun counts.</param>
/// <param name="Scale">The multiple of the step's time (s).</param>
/// <param name="Offset">The time added to a step (o).</param>
/// <param name="Reserve">The share of a request's output that its memory is reserved for when it is admitted; one never evicts.</param>
/// <param name="MaxSequences">Requests it works on at once, at most.</param>
/// <param name="MaxBatchedTokens">Tokens of one step, at most; longer prompts are cut into chunks.</param>
/// <param name="MedianError">Median error of the output rate on groups it was not fitted on.</param>
/// <param name="P90Error">90th percentile of that error.</param>
/// <param name="Provenance">What it was fitted on.</param>
public sealed record EngineCalibration(
    string Id,
    string Family,
    AsOf Since,
    Ratio Scale,
    Duration Offset,
    Ratio Reserve,
    int MaxSequences,
    int MaxBatchedTokens,
    Ratio MedianError,
    Ratio P90Error,
    Provenance Provenance)
{
    /// <summary>The step model as it is.</summary>
    public static EngineCalibration None { get; } = new(
        "none", "", AsOf.Undated, Ratio.One, default, Ratio.FromPercent(50), 1024, 8192, Ratio.FromPercent(15), Ratio.FromPercent(40), new(AsOf.Undated, "no calibration", new("", 0, 0)));
}
