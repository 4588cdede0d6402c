using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

/// <summary>Fleets for tests.</summary>
internal static class Fleets
{
    public static Mtok.Catalog Catalog { get; } = Workloads.Built;

    public static MachinePrice FourDollars { get; } = new(UsdPerHour.FromDollars(4), 1, "a test");

    public static ReplicaKind Kind(string model = "llama-3.1-8b", string device = "h100-sxm", int gpus = 1, string precision = "bf16", EngineLimits? limits = null, EngineCalibration? engine = null)
    {
        var kinds = new ReplicaKinds(new(Catalog));
        var (served, accelerator) = (Catalog.FindModel(model)!, Catalog.FindAccelerator(device)!);
        var calibration = engine ?? kinds.EngineFor(served, accelerator, "vLLM");
        return kinds.Of(served, new(accelerator.Id, gpus, new(precision), "vLLM"), calibration, limits ?? new()) ?? throw new InvalidOperationException("no such replica");
    }

    public static Overflow Api(OverflowRule when) =>
        new(ApiTariff.From(Catalog.ApisFor(Catalog.FindModel("llama-3.1-8b")!)).First(), when, Duration.FromMilliseconds(400), Duration.FromMilliseconds(15));

    public static SimulatedFleet Of(ReplicaKind kind, int replicas = 1, Router router = Router.RoundRobin) => new([new(kind, replicas, FourDollars)], router);
}
