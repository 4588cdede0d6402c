using Mtok.Planning;
using Mtok.Simulation;

namespace Mtok.Reporting;

/// <summary>How a replica of an answer is built and what it can do, for engineers.</summary>
/// <param name="workload">What it serves.</param>
/// <param name="capacities">What replicas serve and have room for.</param>
internal sealed class ReplicaFacts(Workload workload, Capacities capacities)
{
    /// <summary>A limit that is nearer than this binds.</summary>
    private const double Near = 0.95;

    /// <summary>A replica that is asked about.</summary>
    /// <param name="Model">What it serves.</param>
    /// <param name="Deployment">What it runs on.</param>
    /// <param name="PerMachine">Replicas of a machine.</param>
    /// <param name="Requests">What it serves within the level.</param>
    /// <param name="PlannedWith">The share of that which is planned with.</param>
    public sealed record Replica(Model Model, Deployment Deployment, int PerMachine, Estimate<RequestsPerSecond> Requests, Ratio PlannedWith)
    {
        public static Replica Of(Fleet fleet) => new(
            fleet.Capacity.Model, fleet.Capacity.Deployment, fleet.ReplicasPerMachine, fleet.Capacity.Requests, fleet.Rules.PeakUtilization);

        /// <summary>A machine of a plan; null for synthetic ones.</summary>
        public static Replica? Of(MachineChoice choice)
        {
            var full = choice.Rates.Max(rate => rate.PerSecond) / choice.PeakUtilization.Value / choice.Replicas;
            RequestsPerSecond At(Ratio factor) => RequestsPerSecond.FromPerSecond(full * factor.Value);
            return choice.Model is null ? null : new(
                choice.Model, choice.Deployment, choice.Replicas,
                new(At(choice.Throughput.Low), At(Ratio.One), At(choice.Throughput.High), choice.Evidence), choice.PeakUtilization);
        }
    }

    /// <summary>Devices, engine and precisions.</summary>
    public string Built(Replica replica)
    {
        var (deployment, engine) = (replica.Deployment, EngineOf(replica));
        var precision = IsStated(deployment.Precision)
            ? $"weights {deployment.Precision.Id}, KV cache {capacities.Model.KvPrecision(replica.Model, deployment, engine).Id}"
            : "precision not stated by the source";
        return $"{CountText.Of(replica.PerMachine, "replica")} a machine, {deployment.Gpus}x {deployment.AcceleratorId} each; "
            + $"{(deployment.Engine is "" or "unstated" ? "engine not stated" : deployment.Engine)}, {precision}";
    }

    /// <summary>What it serves, and how much of it is planned with.</summary>
    public string Rate(Replica replica)
    {
        var rate = replica.Requests;
        var interval = rate.Low == rate.High ? "" : $" ({rate.Low} to {rate.High})";
        return $"{rate.Value}{interval} a replica{(HasLimits ? " within the level" : "")}, {replica.PlannedWith} of it planned with";
    }

    /// <summary>How many sequences run together at the level, and how many memory allows.</summary>
    public IEnumerable<string> Batch(Replica replica)
    {
        if (StateOf(replica) is (var serving, { } state))
        {
            yield return $"{Whole(state.Batch)} sequences decode together{(HasLimits ? " at the level" : "")}; "
                + $"memory and engine allow {Whole(serving.MaxBatch)}";
        }
    }

    /// <summary>The room for context beside the weights.</summary>
    public IEnumerable<string> Context(Replica replica)
    {
        if (IsStated(replica.Deployment.Precision) && capacities.Model.Fit(replica.Model, replica.Deployment, EngineOf(replica)) is { } fit)
        {
            yield return $"{fit.Reason}; a request takes {workload.Mix.Total}";
        }
    }

    /// <summary>Latencies against their limits: of the replay where there is one, else of the step model.</summary>
    public IEnumerable<string> Latency(Replica? replica, SimulationResult? replayed)
    {
        if (replayed is not null)
        {
            yield return $"TTFT {Summary(replayed.Ttft)}{Limit(workload.ServiceLevel.LongestTtft)}";
            yield return $"TPOT {Summary(replayed.Tpot)}{Limit(workload.ServiceLevel.LongestTpot)}";
        }
        else if (replica is not null && StateOf(replica) is (_, { } state))
        {
            yield return $"TTFT {state.Ttft}{Limit(workload.ServiceLevel.LongestTtft)}, TPOT {state.Tpot}{Limit(workload.ServiceLevel.LongestTpot)} "
                + "at full rate: means of the step model, not replayed";
        }
    }

    /// <summary>What keeps a replica from serving more.</summary>
    public IEnumerable<string> Binding(Replica replica)
    {
        if (StateOf(replica) is (var serving, { } state))
        {
            var level = workload.ServiceLevel;
            string[] binding =
            [
                .. IsNear(state.Tpot, level.LongestTpot) ? ["TPOT"] : Array.Empty<string>(),
                .. IsNear(state.Ttft, level.LongestTtft) ? ["TTFT"] : Array.Empty<string>(),
                .. state.Batch.Count >= serving.MaxBatch.Count * Near ? ["room for sequences"] : Array.Empty<string>(),
            ];
            yield return binding.Length > 0
                ? string.Join(" and ", binding)
                : level.Figures.Count > 0 ? $"{level}, or the engine's own rate"
                : $"the share of requests that must keep the level, {level.Share}, or the engine's own rate";
        }
    }

    private bool HasLimits => workload.ServedGroups.Any(group => group.ServiceLevel.HasLimits);

    private static bool IsStated(Precision precision) => precision.Id is not ("" or "unstated");

    private static bool IsNear(Duration time, Duration? limit) => limit is { } most && time >= most * Ratio.FromValue(Near);

    private static string Limit(Duration? limit) => limit is { } most ? $" of {most}" : "";

    private static string Summary(LatencySummary times) => $"p50 {times.P50}, p90 {times.P90}, p99 {times.P99}";

    private static string Whole(Tokens count) => Math.Floor(count.Count).Shown("#,##0");

    private EngineCalibration EngineOf(Replica replica) => capacities.Modelled.EngineFor(
        replica.Model,
        capacities.Catalog.FindAccelerator(replica.Deployment.AcceleratorId)!,
        replica.Deployment.Engine.Length == 0 ? null : replica.Deployment.Engine);

    private (ServingModel Serving, SteadyState? State)? StateOf(Replica replica) =>
        capacities.Model.Serve(replica.Model, replica.Deployment, EngineOf(replica), workload.Mix) is { } serving
            ? (serving, serving.Within(workload.ServiceLevel))
            : null;
}
