namespace Mtok;

/// <summary>How an engine family deviates on the devices of one maker from the step model: T' = s T + o, and how it admits requests (E1).</summary>
/// <param name="Id">Its id, such as <c>tensorrt-llm-nvidia-dense</c>.</param>
/// <param name="Family">The engine, as measurements name it.</param>
/// <param name="ForExperts">Whether it applies to mixtures of experts rather than dense networks.</param>
/// <param name="Vendor">The vendor of the devices it was fitted on.</param>
/// <param name="Scale">The factor on the step's time (s).</param>
/// <param name="Offset">The time added to a step (o).</param>
/// <param name="Reserve">The share of a request's output for which memory is reserved at admission.</param>
/// <param name="MaxSequences">The maximum number of sequences in a batch.</param>
/// <param name="MaxBatchedTokens">The maximum number of tokens in a step; longer prompts are split into chunks.</param>
/// <param name="MedianError">Median error on publications it was not fitted on, as |ln(predicted / published)|.</param>
/// <param name="P90Error">90th percentile of that error.</param>
/// <param name="Rows">The number of measurements it was fitted on.</param>
/// <param name="Provenance">The sources of these measurements.</param>
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
    /// <summary>How its kernels deviate from the published tables; not at all by default.</summary>
    public KernelTuning Tuning { get; init; } = KernelTuning.None;

    /// <summary>Whether it states what a step takes, instead of what its engine takes by default on a device.</summary>
    public bool HasOwnLimits { get; init; }

    /// <summary>With what its engine takes into a step by default on a device, unless it states that itself.</summary>
    public EngineCalibration Limited(BatchLimits limits) =>
        HasOwnLimits ? this : this with { MaxSequences = limits.Sequences, MaxBatchedTokens = limits.Tokens };

    /// <summary>Time of a request outside the engine's steps before its first token (Q9); none unless its family states it.</summary>
    public Duration Server { get; init; }

    /// <summary>Time in which its server passes one request on (Q10); none unless its family states it.</summary>
    public Duration ServerPerRequest { get; init; }

    /// <summary>The number of publications it was judged by, each left out in turn; 0 if none could be.</summary>
    public int Publications { get; init; }

    /// <summary>Median error of the time per output token on such groups; null if no TPOT was published.</summary>
    public Ratio? TpotMedianError { get; init; }

    /// <summary>90th percentile of that error; null if no TPOT was published.</summary>
    public Ratio? TpotP90Error { get; init; }

    /// <summary>The uncalibrated step model, for devices on which no engine was calibrated.</summary>
    public static EngineCalibration None { get; } = new(
        Id: "uncalibrated", Family: "", ForExperts: false, Vendor: "", Scale: Ratio.One, Offset: default, Reserve: Ratio.One, MaxSequences: 1024,
        MaxBatchedTokens: 8192, MedianError: Ratio.FromPercent(20), P90Error: Ratio.FromPercent(60), Rows: 0,
        Provenance: new(AsOf.Undated, "the step model without calibration", new("", 0, 0)));
}
