using System.Collections.Concurrent;

namespace Mtok;

/// <summary>
/// Kernel constants for devices without published kernel times: the median of the published ones, with the device's own measured
/// matrix-multiply peak and interconnect where known. Figures derived from them have a wider interval.
/// </summary>
internal sealed class BorrowedKernels(Catalog catalog)
{
    private static readonly string[] Kernels = ["bf16", "fp8_layer"];
    private static readonly string[] Formats = ["bf16", "fp8"];

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

        var typical = fitted.OrderBy(kernels => kernels.Multiply("bf16").Read.Value).ElementAt(fitted.Count / 2);
        return typical with
        {
            AcceleratorId = accelerator.Id,
            Multiplies = Kernels.ToDictionary(kernel => kernel, kernel => Multiply(accelerator, fitted, kernel), StringComparer.Ordinal),
            Grouped = new Dictionary<string, MultiplyLaw>(StringComparer.Ordinal),
            Decode = Formats.ToDictionary(
                format => format,
                format => new DecodeLaw(
                    Duration.FromSeconds(Median(fitted, kernels => kernels.DecodeOf(new(format)).Launch.Seconds).Value), default,
                    Median(fitted, kernels => kernels.DecodeOf(new(format)).Share.Value)),
                StringComparer.Ordinal),
            Prompt = fitted.Select(kernels => kernels.Prompt).OrderBy(law => law.Share).ElementAt(fitted.Count / 2),
            AllReduces = AllReduces(accelerator, fitted),
            Best = null,
            Provenance = new(AsOf.Undated, "borrowed from devices whose kernels were measured", accelerator.Provenance.Where),
        };
    }

    /// <summary>Median launch, reading and overlap; the arithmetic from the device's own best multiply where it was measured.</summary>
    private MultiplyLaw Multiply(Accelerator accelerator, List<KernelConstants> fitted, string kernel)
    {
        var precision = kernel.Split('_')[0];
        var arithmetic = BestMultiply(accelerator, precision) is { } best && ShareOfBest(fitted, kernel) is { } share
            ? Ratio.FromValue(Math.Min(1, (best * share).Value))
            : Median(fitted, kernels => kernels.Multiply(kernel).Arithmetic.Value);
        var sustained = Median(fitted, kernels => (kernels.Multiply(kernel).Sustained / kernels.Multiply(kernel).Arithmetic).Value);
        return new(
            Duration.FromSeconds(Median(fitted, kernels => kernels.Multiply(kernel).Launch.Seconds).Value),
            Median(fitted, kernels => kernels.Multiply(kernel).Read.Value), arithmetic, Median(fitted, kernels => kernels.Multiply(kernel).Power.Value),
            arithmetic * sustained);
    }

    /// <summary>The best matrix multiply measured on the device / its dense peak; null if none is published.</summary>
    private static Ratio? BestMultiply(Accelerator accelerator, string precision) =>
        accelerator.MeasuredPeak.TryGetValue(precision, out var measured) && accelerator.DensePeak.TryGetValue(precision, out var peak)
            ? measured / peak
            : null;

    /// <summary>The share of its best multiply that a model's multiplies reach, as the median over devices where both are known.</summary>
    private Ratio? ShareOfBest(List<KernelConstants> fitted, string kernel)
    {
        var precision = kernel.Split('_')[0];
        var shares = fitted
            .Select(kernels => catalog.FindAccelerator(kernels.AcceleratorId) is { } device && BestMultiply(device, precision) is { } best
                ? kernels.Multiply(kernel).Arithmetic / best
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
