namespace Mtok.Tracking;

/// <summary>Every program whose metrics are understood; one line for each.</summary>
internal static class Exporters
{
    /// <summary>In the order in which they are asked: names without a prefix come last.</summary>
    public static IReadOnlyList<Exporter> All { get; } =
    [
        Vllm.Exporter, Sglang.Exporter, TensorRtLlm.Exporter, Tgi.Exporter, LlamaCpp.Exporter, Dynamo.Exporter, Triton.Exporter,
        Dcgm.Exporter, Amd.Exporter, KubeState.Exporter, Nim.Exporter,
    ];
}
