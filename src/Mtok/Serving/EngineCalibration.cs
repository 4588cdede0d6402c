namespace Mtok;

/// <summary>How an engine family of an era differs from the step model: T' = s T + o, and how it admits requests (E1).</summary>
/// <param name="Id">What to call it, such as <c>tensorrt-llm-2025-dense</c>.</param>
/// <param name="Family">The engine, as measurements name it.</param>
/// <param name="ForExperts">Whether it holds for mixtures of experts, or for dense networks.</param>
/// <param name="Vendor">The maker of the devices it was fitted on.</param>
/// <param name="Scale">The multiple of the step's time (s).</param>
/// <param name="Offset">The time added to a step (o).</param>
/// <param name="Reserve">The share of a request's output that memory is kept for when it is admitted.</param>
/// <param name="MaxSequences">Requests it works on at once, at most.</param>
/// <param name="MaxBatchedTokens">Tokens of one step, at most; longer prompts are cut into chunks.</param>
/// <param name="MedianError">Median error on groups of model and device it was not fitted on.</param>
/// <param name="P90Error">90th percentile of that error, as |ln(predicted / published)|.</param>
/// <param name="Rows">How many measurements it was fitted on.</param>
/// <param name="Provenance">What they are.</param>
public sealed record EngineCalibration(
    string Id,
    string Family,
    bool ForExperts,
    string Vendor,
    Ratio Scale,
    Duration Offset,
    Ratio Reserve,
    int MaxSequences,
    int MaxBatchedTokens,
    Ratio MedianError,
    Ratio P90Error,
    int Rows,
    Provenance Provenance)
{
    /// <summary>How its kernels differ from the published tables.</summary>
    public KernelTuning Tuning { get; init; } = KernelTuning.None;

    /// <summary>Median error of the time per output token on such groups; null where none was published.</summary>
    public Ratio? TpotMedianError { get; init; }

    /// <summary>90th percentile of that error.</summary>
    public Ratio? TpotP90Error { get; init; }

    /// <summary>The step model as it is, for devices no engine was calibrated on.</summary>
    public static EngineCalibration None { get; } = new(
        "uncalibrated", "", ForExperts: false, "", Ratio.One, default, Ratio.One, 1024, 8192, Ratio.FromPercent(20), Ratio.FromPercent(60), 0, new(AsOf.Undated, "the step model without calibration", new("", 0, 0)));
}
