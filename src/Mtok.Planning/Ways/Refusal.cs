namespace Mtok.Planning;

/// <summary>A reason and how many options it rules out.</summary>
/// <param name="Refusal">The reason.</param>
/// <param name="Options">The options.</param>
public sealed record RefusalCount(Refusal Refusal, int Options);

/// <summary>Why an option cannot serve a workload.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>An API takes fewer tokens than a request has.</summary>
    /// <param name="Context">The API's context window.</param>
    /// <param name="Request">Input and output of the mean request.</param>
    public sealed record ContextTooShort(Tokens Context, Tokens Request) : Refusal;

    /// <summary>No replica on these machines has a throughput figure at the service level.</summary>
    /// <param name="Why">The capacity model's own reason.</param>
    public sealed record NoCapacity(Obstacle Why) : Refusal;

    /// <summary>The model was measured only on more GPUs than the machine has.</summary>
    /// <param name="Measured">GPUs of each replica that has a figure.</param>
    /// <param name="AcceleratorId">The GPU.</param>
    /// <param name="MachineGpus">GPUs of the machine.</param>
    public sealed record MeasuredOnOtherSizes(IReadOnlyList<int> Measured, string AcceleratorId, int MachineGpus) : Refusal;

    /// <summary>In a replay of the workload's requests too many miss the service level on any number of replicas.</summary>
    /// <param name="Prompt">The prompt that takes too long even alone; null where other requests miss.</param>
    public sealed record MissesAtEverySize(LongPrompt? Prompt) : Refusal;

    /// <summary>It is up less often than is asked for, whatever stands in for it.</summary>
    /// <param name="Highest">The most often that it is up.</param>
    /// <param name="Wanted">What is asked for.</param>
    public sealed record TooSeldomUp(Ratio Highest, Ratio Wanted) : Refusal;

    /// <summary>The seller sells it no longer.</summary>
    /// <param name="Provider">The seller.</param>
    /// <param name="Since">The day it ended; null where it is not known.</param>
    public sealed record SellerEnded(string Provider, AsOf? Since) : Refusal;

    /// <summary>A source gives the seller a price of a model that it does not sell.</summary>
    /// <param name="Provider">The seller.</param>
    /// <param name="ModelId">The model.</param>
    public sealed record NotSold(string Provider, string ModelId) : Refusal;

    /// <summary>There are figures of it, and none rests on the evidence that is required.</summary>
    /// <param name="Required">What is required.</param>
    /// <param name="AcceleratorId">The accelerator.</param>
    public sealed record EvidenceTooWeak(RequiredEvidence Required, string AcceleratorId) : Refusal;

    /// <summary>Regions are required, and nobody states where the provider's API computes this model.</summary>
    /// <param name="Provider">The provider.</param>
    public sealed record ResidencyUnknown(string Provider) : Refusal;

    /// <summary>The provider says where its API computes this model, and none of it is allowed.</summary>
    /// <param name="Within">Where it computes.</param>
    /// <param name="Allowed">The regions that are allowed.</param>
    public sealed record ComputedElsewhere(IReadOnlyList<Territory> Within, IReadOnlyList<string> Allowed) : Refusal;

    /// <summary>Places are required, and where the region lies is not known.</summary>
    /// <param name="Region">The region.</param>
    public sealed record PlaceUnknown(string Region) : Refusal;

    /// <summary>Regions are required and the seller states none.</summary>
    public sealed record RegionUnknown : Refusal;

    /// <summary>The machines are in a region that is not allowed.</summary>
    /// <param name="Allowed">The regions that are.</param>
    public sealed record OutsideRegions(IReadOnlyList<string> Allowed) : Refusal;

    /// <summary>An API takes less of one customer than the busiest minute asks.</summary>
    /// <param name="Provider">The provider.</param>
    /// <param name="Limit">What it takes.</param>
    /// <param name="Busiest">What the busiest minute asks.</param>
    public sealed record OverApiLimit(string Provider, ApiLimit Limit, ApiTraffic Busiest) : Refusal;

    /// <summary>It needs more accelerators than a quota holds.</summary>
    /// <param name="Quota">The quota.</param>
    /// <param name="Gpus">Accelerators that it needs at once.</param>
    public sealed record OverQuota(Quota Quota, int Gpus) : Refusal;

    /// <summary>It costs more than the budget.</summary>
    /// <param name="Bill">What it costs a month.</param>
    /// <param name="Budget">The budget.</param>
    public sealed record OverBudget(UsdPerMonth Bill, UsdPerMonth Budget) : Refusal;
}
