using System.Collections.Concurrent;

namespace Mtok;

/// <summary>
/// Kernel constants for devices without published kernel times: the median of the published ones, with the device's own measured
/// matrix-multiply peak and interconnect where known. Figures derived from them have a wider interval.
/// </summary>
internal sealed class BorrowedKernels(Catalog catalog)
{
    private readonly ConcurrentDictionary<string, KernelConstants?> _known = new(StringComparer.Ordinal);

    /// <summary>The device's own constants, or borrowed ones; null if no device has fitted constants.</summary>
    public KernelConstants? KernelsFor(Accelerator accelerator)
    {
        if (!_known.TryGetValue(accelerator.Id, out var kernels))
        {
            kernels = catalog.KernelsOf(accelerator) is { } own ? WithSums(own, accelerator) : Borrow(accelerator);
            _known[accelerator.Id] = kernels;
        }

        return kernels;
    }

    /// <summary>Devices measured one at a time, layer by layer within an engine, borrow the communication between devices.</summary>
    private KernelConstants WithSums(KernelConstants own, Accelerator accelerator) =>
        own.AllReduces.Count > 0 || Fitted() is not { Count: > 0 } fitted
            ? own
            : own with { AllReduces = AllReduces(accelerator, fitted), IsMeasuredInEngine = true };

    private List<KernelConstants> Fitted() => [.. catalog.Kernels.Where(kernels => kernels.AllReduces.Count > 0)];

    private KernelConstants? Borrow(Accelerator accelerator)
    {
        var fitted = Fitted();
        if (fitted.Count == 0)
        {
            return null;
        }

        var shares = new Dictionary<string, Ratio>(StringComparer.Ordinal);
        foreach (var precision in new[] { "bf16", "fp8" })
        {
            shares[precision] = BestMultiply(accelerator, precision) is { } best && ShareOfBest(fitted, precision) is { } share
                ? best * share
                : Median(fitted, kernels => kernels.GemmShare(precision).Value);
        }

        return new(
            accelerator.Id,
            shares,
            Median(fitted, kernels => kernels.Memory.Value),
            Median(fitted, kernels => kernels.KvRead.Value),
            Median(fitted, kernels => kernels.Prefill.Value),
            Duration.FromSeconds(Median(fitted, kernels => kernels.GemmLaunch.Seconds).Value),
            Duration.FromSeconds(Median(fitted, kernels => kernels.AttentionLaunch.Seconds).Value),
            AllReduces(accelerator, fitted),
            new(AsOf.Undated, "borrowed from devices whose kernels were measured", accelerator.Provenance.Where));
    }

    /// <summary>The best matrix multiply measured on the device / its dense peak; null if none is published.</summary>
    private static Ratio? BestMultiply(Accelerator accelerator, string precision) =>
        accelerator.MeasuredPeak.TryGetValue(precision, out var measured) && accelerator.DensePeak.TryGetValue(precision, out var peak)
            ? measured / peak
            : null;

    /// <summary>The share of its best multiply that a model's multiplies reach, as the median over devices where both are known.</summary>
    private Ratio? ShareOfBest(List<KernelConstants> fitted, string precision)
    {
        var shares = fitted
            .Select(kernels => catalog.FindAccelerator(kernels.AcceleratorId) is { } device && BestMultiply(device, precision) is { } best
                ? kernels.GemmShare(precision) / best
                : (Ratio?)null)
            .OfType<Ratio>().Order().ToList();
        return shares.Count == 0 ? null : shares[shares.Count / 2];
    }

    /// <summary>The median latency; the bandwidth as the median share of the interconnect.</summary>
    private Dictionary<int, AllReduce> AllReduces(Accelerator accelerator, List<KernelConstants> fitted)
    {
        var joined = new Dictionary<int, AllReduce>();
        foreach (var devices in new[] { 2, 4, 8 })
        {
            var latency = Median(fitted, kernels => kernels.AllReduceOver(devices).Latency.Seconds);
            var share = Median(
                fitted,
                kernels => catalog.FindAccelerator(kernels.AcceleratorId)?.InterconnectBandwidth is { } link
                    ? (kernels.AllReduceOver(devices).Bandwidth / link).Value
                    : 0.5);
            if (accelerator.InterconnectBandwidth is { } bandwidth)
            {
                joined[devices] = new(Duration.FromSeconds(latency.Value), bandwidth * share);
            }
        }

        return joined;
    }

    private static Ratio Median(List<KernelConstants> fitted, Func<KernelConstants, double> of) =>
        Ratio.FromValue(fitted.Select(of).Order().ElementAt(fitted.Count / 2));
}
