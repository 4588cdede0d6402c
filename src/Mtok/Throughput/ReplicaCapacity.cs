namespace Mtok;

/// <summary>A replica's configuration: the smallest group of accelerators that serves a model.</summary>
/// <param name="AcceleratorId">The accelerator.</param>
/// <param name="Gpus">The number of accelerators in the group.</param>
/// <param name="Precision">The precision they compute in.</param>
/// <param name="Engine">The serving engine.</param>
public sealed record Deployment(string AcceleratorId, int Gpus, Precision Precision, string Engine)
{
    /// <summary>How they share the work; tensor parallelism by default.</summary>
    public Parallelism Parallelism { get; init; } = Parallelism.Plain;

    /// <summary>The precision of keys and values; null for the engine's default.</summary>
    public Precision? KvPrecision { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Gpus}x {AcceleratorId}{Stated(Precision.Id)}{Stated(Engine)}{Stated(KvPrecision is { } kv ? $"kv-{kv}" : "")}{Stated(Parallelism.ToString())}";

    private static string Stated(string word) => word is "unstated" or "" ? "" : " " + word;
}

/// <summary>The capacity of one deployment of a model, and how similar the underlying measurement is.</summary>
/// <param name="Model">The model served.</param>
/// <param name="Deployment">The replica.</param>
/// <param name="Requests">Requests per second at the workload's lengths.</param>
/// <param name="Basis">The underlying measurement, the median of several runs under the same conditions; null if modelled.</param>
/// <param name="Runs">The number of runs under the same conditions; 0 if modelled.</param>
/// <param name="LengthFactor">The factor between the measured lengths and the workload's; 1 if they are equal.</param>
/// <param name="Reason">A sentence that says what was measured and how similar it is.</param>
public sealed record ReplicaCapacity(
    Model Model,
    Deployment Deployment,
    Estimate<RequestsPerSecond> Requests,
    Measurement? Basis,
    int Runs,
    Ratio LengthFactor,
    string Reason)
{
    /// <summary>Whether it was measured: at these lengths, or at others from which it was carried to them.</summary>
    public bool IsMeasured => Requests.Evidence <= Evidence.Interpolated;

    /// <summary>
    /// Whether it was measured, or modelled with a calibration on devices of the same maker for a device that was itself measured. False for a TPU, for
    /// which no engine was calibrated, and for a GPU on which neither kernels nor any model were ever measured.
    /// </summary>
    public bool IsCalibrated { get; init; } = true;

    /// <summary>Whether it rests on what is required.</summary>
    public bool Satisfies(RequiredEvidence required) => required switch
    {
        RequiredEvidence.Measured => IsMeasured,
        RequiredEvidence.Calibrated => IsCalibrated,
        _ => true,
    };

    /// <summary>How a measured figure reached the workload's lengths.</summary>
    internal CarriedLengths Carried { get; init; }

    /// <summary>Sequences that decode together where it serves the most; null where that is not known.</summary>
    public Tokens? Batch { get; init; }

    /// <summary>The time of a step of that batch / that of a step with one sequence; null where it is not known.</summary>
    public Ratio? Growth { get; init; }

    /// <summary>The same in tasks, where each takes so many requests.</summary>
    /// <param name="tries">Requests of a task; 1 for one.</param>
    public ReplicaCapacity PerTry(Ratio tries) => tries == Ratio.One ? this : this with
    {
        Requests = new(
            Requests.Low * (Ratio.One / tries), Requests.Value * (Ratio.One / tries), Requests.High * (Ratio.One / tries), Requests.Evidence),
    };

    /// <summary>Tokens per second of that mix, input and output together.</summary>
    public TokensPerSecond TotalRate(TokenMix mix) => mix.Total * Requests.Value;
}
