namespace Mtok.Fitting;

/// <summary>Every constant of one device that its tables determine, each with its errors.</summary>
/// <param name="AcceleratorId">The device.</param>
/// <param name="Source">The source of its tables.</param>
/// <param name="Multiplies">Matrix multiplies by kernel.</param>
/// <param name="Grouped">Multiplies of experts by format; empty if they were not measured.</param>
/// <param name="Decode">Attention of one new token by the format of keys and values.</param>
/// <param name="Prompt">Attention of prompts, with its median error; null if no times are published.</param>
/// <param name="Small">The small kernels of a layer.</param>
/// <param name="HeadMicroseconds">The fixed time of the output embedding.</param>
/// <param name="AllReduces">All-reduces by number of devices.</param>
/// <param name="Best">The best kernels' own attention, where the device was measured; null elsewhere.</param>
internal sealed record FittedDevice(
    string AcceleratorId,
    string Source,
    IReadOnlyDictionary<string, MultiplyFit> Multiplies,
    IReadOnlyDictionary<string, MultiplyFit> Grouped,
    IReadOnlyDictionary<string, Fit> Decode,
    (PromptLaw Law, double Error)? Prompt,
    SmallLaw Small,
    double HeadMicroseconds,
    IReadOnlyDictionary<int, Fit> AllReduces,
    BestAttention? Best)
{
    private static readonly int[] DeviceCounts = [2, 4, 8];
    private static readonly string[] Formats = ["bf16", "fp8"];

    /// <summary>What small kernels and the choice of a token take on devices that were not measured: as on the H100, relative to the bandwidth.</summary>
    private static readonly SmallLaw BorrowedSmall = new(Duration.FromSeconds(6e-6), Ratio.FromValue(1.6), Ratio.FromValue(0.89));
    private const double BorrowedHead = 20;

    /// <summary>The median error over all kernels, on held-out shapes.</summary>
    public double GemmError => Multiplies.Values.Average(fit => fit.HeldOut);

    /// <summary>The median error of decode attention, on held-out shapes.</summary>
    public double DecodeError => Decode.Values.Average(fit => fit.HeldOut.Median);

    /// <summary>The median error over all all-reduces, on held-out sizes.</summary>
    public double AllReduceError => AllReduces.Values.Average(fit => fit.HeldOut.Median);

    /// <param name="accelerator">The device.</param>
    /// <param name="tables">Its published kernel times.</param>
    /// <param name="data">The folder of measurements, own ones included.</param>
    /// <param name="others">Devices fitted before, which provide constants that these tables lack.</param>
    public static FittedDevice Of(Accelerator accelerator, IKernelTables tables, string data, IReadOnlyList<FittedDevice> others)
    {
        var card = MeasuredCard.Exists(data, accelerator) ? MeasuredCard.Of(data, accelerator) : null;
        var launch = Lender(Devices.LaunchLenders, accelerator.Id, others)?.Multiplies["bf16"].Law.Launch;
        var multiplies = Tables(accelerator, tables, launch is { } known ? Constant.Settled(known.Seconds * 1e6) : Constant.FixedTime(4));
        foreach (var format in card is null ? [] : Formats)
        {
            multiplies[format] = card!.Multiply(format);
        }

        return new(
            accelerator.Id,
            card is null ? tables.Source : $"{tables.Source}; {MeasuredCard.Source}",
            multiplies,
            Formats.Select(format => (format, Fit: card?.Grouped(format))).Where(entry => entry.Fit is not null).ToDictionary(entry => entry.format, entry => entry.Fit!),
            Formats
                .Select(format => (format, Timings: tables.Decode(format).Where(timing => IsUsed(accelerator, timing)).ToList()))
                .Where(entry => entry.Timings.Count > 0)
                .ToDictionary(entry => entry.format, entry => Fit.OfAllRanges(entry.Timings, Constant.FixedTime(12), Constant.Share(0.8))),
            FitPrompts([.. tables.Prompts()]),
            card?.Small() ?? BorrowedSmall,
            card?.HeadMicroseconds(multiplies["bf16"].Law) ?? BorrowedHead,
            FitAll(DeviceCounts, tables.AllReduce, FitSums),
            card is null ? null : new(Formats.ToDictionary(format => format, card.Decode), card.Prompt()));
    }

    /// <summary>The device that provides this one's missing constant; null if none is missing.</summary>
    public static FittedDevice? Lender(IReadOnlyDictionary<string, string> lenders, string id, IReadOnlyList<FittedDevice> fitted) =>
        lenders.TryGetValue(id, out var lender) ? fitted.First(device => device.AcceleratorId == lender) : null;

    /// <summary>An all-reduce between devices: fixed time and GB/s.</summary>
    public static Fit FitSums(IReadOnlyList<Timing> timings) => Fit.Of(timings, Constant.FixedTime(6), Constant.Rate(150));

    /// <summary>The kernels of the engine's tables; in 8 bits they include the rounding of the tokens and step with their tiles.</summary>
    private static Dictionary<string, MultiplyFit> Tables(Accelerator accelerator, IKernelTables tables, Constant launch)
    {
        var fits = new Dictionary<string, MultiplyFit>(StringComparer.Ordinal);
        foreach (var (kernel, format) in (IReadOnlyList<(string, string)>)[("bf16", "bf16"), ("fp8_layer", "fp8"), ("fp4", "fp4")])
        {
            if (tables.Multiplies(format).ToList() is { Count: > 0 } times)
            {
                fits[kernel] = Capped(MultiplyFit.Of(times, accelerator, format, launch, new(3, 1.5, 6), kernel == "fp8_layer" ? MultiplyFit.LayerTiles : null), kernel);
            }
        }

        return fits;
    }

    /// <summary>Tables are short bursts at the highest clock; long work is slower, where the multiplies themselves do not hold it back.</summary>
    private static MultiplyFit Capped(MultiplyFit fit, string kernel) => fit with
    {
        Law = fit.Law with
        {
            Sustained = kernel == "bf16" ? Ratio.FromValue(Digits.Round(fit.Law.Arithmetic.Value * MultiplyFit.SustainedOverBurst)) : fit.Law.Arithmetic,
        },
    };

    private static (PromptLaw Law, double Error)? FitPrompts(IReadOnlyList<PromptTime> times)
    {
        if (times.Count == 0)
        {
            return null;
        }

        double Seconds(PromptTime time, IReadOnlyList<double> numbers) =>
            (numbers[0] / 1e6) + (time.Ideal / numbers[1] * (1 + (numbers[2] / (2 * time.Context))));
        double Median(IEnumerable<PromptTime> some, IReadOnlyList<double> numbers)
        {
            var errors = some.Select(time => Math.Abs(Math.Log(Seconds(time, numbers) / time.Seconds))).Order().ToList();
            return errors[errors.Count / 2];
        }

        var lengths = times.GroupBy(time => Math.Round(Math.Log2(time.Context))).OrderBy(length => length.Key).Select(length => length.ToList()).ToList();
        var found = PatternSearch.Minimize(
            [Constant.FixedTime(12), Constant.Share(0.6), new(1000, 1, 20_000)], numbers => lengths.Average(some => Median(some, numbers)), lastStep: 0.01)
            .Select(Digits.Round).ToList();
        return (new(Duration.FromSeconds(found[0] / 1e6), default, Ratio.FromValue(found[1]), Tokens.FromCount(found[2])), Median(times, found));
    }

    private static bool IsUsed(Accelerator accelerator, Timing timing) =>
        Devices.IsOutsideCache(accelerator, timing.Transfer.Seconds * accelerator.MemoryBandwidth!.Value.PerSecond);

    private static Dictionary<TKey, Fit> FitAll<TKey>(IEnumerable<TKey> keys, Func<TKey, IEnumerable<Timing>> timings, Func<IReadOnlyList<Timing>, Fit> fit)
        where TKey : notnull =>
        keys.Select(key => (key, Timings: timings(key).ToList())).Where(entry => entry.Timings.Count > 0).ToDictionary(entry => entry.key, entry => fit(entry.Timings));
}

/// <summary>Attention with the best kernels measured on a card.</summary>
/// <param name="Decode">Reading keys and values by their format.</param>
/// <param name="Prompt">Attention of prompts.</param>
internal sealed record BestAttention(IReadOnlyDictionary<string, DecodeLaw> Decode, PromptLaw Prompt);
