namespace Mtok;

/// <summary>The smallest group of accelerators that serves a model, and with what.</summary>
/// <param name="AcceleratorId">The accelerator.</param>
/// <param name="Gpus">How many of them serve together.</param>
/// <param name="Precision">What they compute in.</param>
/// <param name="Engine">The serving engine.</param>
public sealed record Deployment(string AcceleratorId, int Gpus, Precision Precision, string Engine)
{
    /// <summary>How they share the work.</summary>
    public Arrangement Arrangement { get; init; } = Arrangement.Plain;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Gpus}x {AcceleratorId}{Stated(Precision.Id)}{Stated(Engine)}{Stated(Arrangement.ToString())}";

    private static string Stated(string word) => word is "unstated" or "" ? "" : " " + word;
}

/// <summary>What one deployment of a model serves, and how near the measurement behind it is.</summary>
/// <param name="Model">The model served.</param>
/// <param name="Deployment">What serves it.</param>
/// <param name="Requests">Requests per second at the workload's lengths.</param>
/// <param name="Basis">The measurement the figure rests on, the middle one where several were made alike; null where it is modelled.</param>
/// <param name="Runs">How many runs were made alike.</param>
/// <param name="LengthFactor">How far the measured lengths are from the workload's; one where they are the same.</param>
/// <param name="Reason">In words: what was measured and how near it is.</param>
public sealed record ReplicaCapacity(
    Model Model,
    Deployment Deployment,
    Estimate<RequestsPerSecond> Requests,
    Measurement? Basis,
    int Runs,
    Ratio LengthFactor,
    string Reason)
{
    /// <summary>Tokens per second of that mix, input and output together.</summary>
    public TokensPerSecond TotalRate(TokenMix mix) => mix.Total * Requests.Value;
}
