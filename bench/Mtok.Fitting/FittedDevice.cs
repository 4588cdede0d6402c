namespace Mtok.Fitting;

/// <summary>Every constant of one device that its tables determine, each with its errors.</summary>
/// <param name="AcceleratorId">The device.</param>
/// <param name="Source">The source of its tables.</param>
/// <param name="Gemm">Matrix multiplications by precision: fixed time and memory share are those of bf16 in all of them.</param>
/// <param name="GemmApart">Kernels with additional work, fitted with their own fixed time and memory share; for reports only.</param>
/// <param name="Decode">Attention of one new token.</param>
/// <param name="Prefill">Attention of prompts; null if no times are published.</param>
/// <param name="AllReduces">All-reduces by number of devices.</param>
internal sealed record FittedDevice(
    string AcceleratorId,
    string Source,
    IReadOnlyDictionary<string, Fit> Gemm,
    IReadOnlyDictionary<string, Fit> GemmApart,
    Fit Decode,
    Fit? Prefill,
    IReadOnlyDictionary<int, Fit> AllReduces)
{
    private static readonly string[] Narrow = ["fp8", "fp4"];
    private static readonly string[] Apart = ["fp8", "fp8 block-scaled", "fp4"];
    private static readonly int[] DeviceCounts = [2, 4, 8];

    /// <summary>The median error over all precisions, on held-out shapes.</summary>
    public double GemmError => Gemm.Values.Average(fit => fit.HeldOut.Median);

    /// <summary>The median error over all all-reduces, on held-out sizes.</summary>
    public double AllReduceError => AllReduces.Values.Average(fit => fit.HeldOut.Median);

    /// <param name="accelerator">The device.</param>
    /// <param name="tables">Its published kernel times.</param>
    /// <param name="others">Devices fitted before, which provide constants that these tables lack.</param>
    public static FittedDevice Of(Accelerator accelerator, IKernelTables tables, IReadOnlyList<FittedDevice> others) => new(
        accelerator.Id,
        tables.Source,
        FitGemm(tables, Lender(Devices.LaunchLenders, accelerator.Id, others)?.Gemm["bf16"].Constants[0]),
        FitAll(Apart, tables.Gemm, timings => Fit.Of(timings, Constant.FixedTime(4), Constant.Share(0.8), Constant.Share(0.5))),
        Fit.OfAllRanges([.. tables.Decode().Where(timing => Devices.IsOutsideCache(accelerator, timing.Transfer.Seconds * accelerator.MemoryBandwidth!.Value.PerSecond))], Constant.FixedTime(12), Constant.Share(0.8)),
        tables.Prefill().ToList() is { Count: > 0 } prefill ? Fit.Of(prefill, Constant.FixedTime(12), Constant.Share(0.5)) : null,
        FitAll(DeviceCounts, tables.AllReduce, FitSums));

    /// <summary>The device that provides this one's missing constant; null if none is missing.</summary>
    public static FittedDevice? Lender(IReadOnlyDictionary<string, string> lenders, string id, IReadOnlyList<FittedDevice> fitted) =>
        lenders.TryGetValue(id, out var lender) ? fitted.First(device => device.AcceleratorId == lender) : null;

    /// <summary>An all-reduce between devices: fixed time and GB/s.</summary>
    public static Fit FitSums(IReadOnlyList<Timing> timings) => Fit.Of(timings, Constant.FixedTime(6), Constant.Rate(150));

    /// <summary>
    /// Fixed time and memory share are those of bf16: the narrow kernels' tables include rounding the tokens, a separate
    /// kernel there, which engines do inside the layer's other kernels. So the narrow ones are fitted with their own fixed
    /// time, and give only their share of arithmetic.
    /// </summary>
    private static Dictionary<string, Fit> FitGemm(IKernelTables tables, double? launch)
    {
        var wide = Fit.Of([.. tables.Gemm("bf16")], launch is { } known ? Constant.Settled(known) : Constant.FixedTime(4), Constant.Share(0.8), Constant.Share(0.7));
        var fits = FitAll(Narrow, tables.Gemm, timings => Fit.Of(timings, Constant.FixedTime(4), Constant.Share(0.8), Constant.Share(0.5)).With(wide));
        return fits.Prepend(new("bf16", wide)).ToDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<TKey, Fit> FitAll<TKey>(IEnumerable<TKey> keys, Func<TKey, IEnumerable<Timing>> timings, Func<IReadOnlyList<Timing>, Fit> fit)
        where TKey : notnull =>
        keys.Select(key => (key, Timings: timings(key).ToList())).Where(entry => entry.Timings.Count > 0).ToDictionary(entry => entry.key, entry => fit(entry.Timings));
}
