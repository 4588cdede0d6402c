namespace Mtok.Tracking;

/// <summary>kube-state-metrics: GPUs that nodes have and pods ask for. A pod without a node waits, and costs nothing.</summary>
internal static class KubeState
{
    private static readonly Meaning.Measures Requested =
        new(labels => labels["node"].Length > 0 ? "gpus requested" : "gpus requested, not scheduled", Container, "GPUs") { Once = true };

    public static Exporter Exporter { get; } = new(
        "kube-state-metrics",
        ["kube_"],
        [
            new("node_status_capacity", new Meaning.Measures(_ => "gpus", labels => labels["node"], "GPUs")) { When = IsGpu },
            new("node_status_allocatable", new Meaning.Measures(_ => "gpus allocatable", labels => labels["node"], "GPUs")) { When = IsGpu },
            new("pod_container_resource_requests", Requested) { When = IsGpu },
            new("pod_container_resource_limits", Requested) { When = IsGpu },
            .. new[] { "node_status_capacity", "node_status_allocatable", "pod_container_resource_requests", "pod_container_resource_limits" }
                .Select(name => ExportedMetric.Unused(name, "not a GPU") with { When = labels => !IsGpu(labels) }),
        ]);

    private static bool IsGpu(Labels labels) =>
        labels["resource"] is var resource
        && (resource.EndsWith("_gpu", StringComparison.Ordinal) || resource.Contains("_mig_", StringComparison.Ordinal) || resource == "google_com_tpu");

    /// <summary>Kubernetes makes a GPU's request and limit equal, so that either names the container.</summary>
    private static string Container(Labels labels) =>
        $"{labels["namespace"]}/{labels["pod"]}/{labels["container"]}" + (labels["node"] is { Length: > 0 } node ? $" on {node}" : "");
}
