using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What would change the answer, in words and as figures with their units.</summary>
internal static class FlipWords
{
    private static string Farthest => Flip.Farthest.Value.Shown("0");

    private static string Nearest => (1 / Flip.Farthest.Value).Shown("0.###");

    public static string Of(Flip flip) => flip switch
    {
        Flip.Volume { Threshold: { } threshold, To: Side.Machines } volume =>
            $"machines first cost less than the API at {Factor(threshold / volume.Today)} times this volume",
        Flip.Volume { Threshold: { } threshold } volume => $"below {Factor(threshold / volume.Today)} times this volume machines never cost less than the API",
        Flip.Volume => "at no volume do machines cost less than the API",
        Flip.VolumeStays { Threshold: { } threshold } volume =>
            $"above {Factor(threshold / volume.Today)} times this volume machines always cost less than the API",
        Flip.VolumeStays { Never: var never } =>
            "there is no volume above which machines always cost less than the API" + (never is null ? "" : $": {NoBreakEvenWords.Of(never)}"),
        Flip.MixVolume { Threshold: { } threshold } mix =>
            $"{Of(mix.To)} alone would be cheaper than any mix {(mix.Upwards ? "above" : "below")} {Factor(threshold / mix.Today)} times this "
                + "volume, the nearest such volume",
        Flip.MixVolume { Upwards: var upwards } =>
            $"a mix stays the cheapest {(upwards ? $"above this volume, up to {Farthest} times it" : $"below this volume, down to {Nearest} times it")}",
        Flip.ApiPrice price => $"{Of(price.To)} would be cheaper with API prices {Change(price.Threshold / price.Today)}",
        Flip.GpuPrice { Threshold: { } threshold } price => $"{Of(price.To)} would be cheaper with machine prices {Change(threshold / price.Today)}",
        Flip.GpuPrice => "even free machines would not change the answer: overheads alone cost more than the API",
        Flip.Throughput { Threshold: { } threshold } throughput =>
            $"{Of(throughput.To)} would be cheaper at {Factor(threshold / throughput.Today)} times this throughput",
        Flip.Throughput => $"the answer stays the same between {Nearest} and {Farthest} times this throughput: one machine is the minimum",
        Flip.Work { Threshold: { } threshold } work =>
            $"{Of(work.To)} would be cheaper if machines took {(work.To == Side.Api ? "more" : "less")} than {Hours(threshold)} a month of people's "
                + $"work; {Hours(work.Today)} are counted",
        Flip.Work => "even without any work of people machines would cost more than the API",
        Flip.Utilization { Threshold: { } threshold } use =>
            $"{use.Machines}, the cheapest machines, must be {threshold} utilised to match the API; here it would be {use.Today}",
        Flip.Utilization { Needed: var needed } =>
            $"even fully used, the cheapest machines cost {needed.Value.Shown("0.##")} times as much as the API",
        Flip.PeakRatio { Threshold: { } threshold, Below: Side.Machines } =>
            $"machines are cheaper up to a peak of {Peak(threshold)} times the mean, an API above it",
        Flip.PeakRatio { Threshold: { } threshold } => $"an API is cheaper up to a peak of {Peak(threshold)} times the mean, machines above it",
        Flip.PeakRatio { Below: var below } => $"{(below == Side.Machines ? "machines are" : "an API is")} cheaper whatever the shape of the day",
        _ => throw new UnreachableException(),
    };

    /// <summary>At what the answer changes, in a line; null where there is no threshold.</summary>
    public static string? Short(Flip flip) => Figures(flip).Threshold is { } then && FactorOf(flip) is { } factor ? flip switch
    {
        Flip.Volume { To: Side.Api } => $"below {Multiple(factor)} the volume ({then})",
        Flip.Volume => $"at {Multiple(factor)} the volume ({then})",
        Flip.VolumeStays => $"for good above {Multiple(factor)} the volume ({then})",
        Flip.MixVolume mix => $"alone {(mix.Upwards ? "above" : "below")} {Multiple(factor)} the volume ({then})",
        Flip.ApiPrice => $"at {Multiple(factor)} the API's price ({then})",
        Flip.GpuPrice => $"at {Multiple(factor)} the price of machines ({then})",
        Flip.Throughput => $"at {Multiple(factor)} the throughput ({then})",
        Flip.Work => $"at {then} a month of people's work, here {Figures(flip).Today}",
        Flip.Utilization => $"at {then} utilisation, here {Figures(flip).Today} ({((Flip.Utilization)flip).Machines.Split(" (")[0]})",
        Flip.PeakRatio => $"at a peak of {then} the mean, here {Figures(flip).Today}",
        _ => throw new UnreachableException(),
    } : null;

    /// <summary>The threshold / today's figure; null where there is none, or where it is no ratio.</summary>
    public static Ratio? FactorOf(Flip flip) => Numbers(flip) is (_, > 0 and var today, > 0 and { } threshold) ? Ratio.FromValue(threshold / today) : null;

    private static string Multiple(Ratio factor) =>
        $"{factor.Value.Shown(factor.Value switch { >= 100 => "#,##0", >= 10 => "0.0", _ => "0.00" })} times";

    /// <summary>The word for it in JSON.</summary>
    public static string Name(Flip flip) => flip switch
    {
        Flip.Volume => "volume",
        Flip.VolumeStays => "volume_stays",
        Flip.MixVolume { Upwards: true } => "mix_volume_above",
        Flip.MixVolume => "mix_volume_below",
        Flip.ApiPrice => "api_price",
        Flip.GpuPrice => "gpu_price",
        Flip.Throughput => "throughput",
        Flip.Work => "work",
        Flip.Utilization => "utilization",
        Flip.PeakRatio => "peak_ratio",
        _ => throw new UnreachableException(),
    };

    public static string Of(Side side) => side == Side.Api ? "an API" : "machines";

    /// <summary>Today's figure and the threshold as numbers, for JSON.</summary>
    public static (string Unit, double Today, double? Threshold) Numbers(Flip flip) => flip switch
    {
        Flip.Volume volume => ("tokens/month", volume.Today.Count, volume.Threshold?.Count),
        Flip.VolumeStays volume => ("tokens/month", volume.Today.Count, volume.Threshold?.Count),
        Flip.MixVolume volume => ("tokens/month", volume.Today.Count, volume.Threshold?.Count),
        Flip.ApiPrice price => ("$/Mtok", (double)price.Today.Dollars, (double)price.Threshold.Dollars),
        Flip.GpuPrice price => ("$/GPU-hour", (double)price.Today.Dollars, (double?)price.Threshold?.Dollars),
        Flip.Throughput rate => ("tokens/s per GPU", rate.Today.PerSecond, rate.Threshold?.PerSecond),
        Flip.Work work => ("hours/month", work.Today.Hours, work.Threshold?.Hours),
        Flip.Utilization use => ("share", use.Today.Value, use.Threshold?.Value),
        Flip.PeakRatio peak => ("peak/mean", peak.Today.Value, peak.Threshold?.Value),
        _ => throw new UnreachableException(),
    };

    /// <summary>Today's figure and the threshold with their units, for people.</summary>
    public static (string Today, string? Threshold) Figures(Flip flip) => flip switch
    {
        Flip.Volume volume => (Month(volume.Today), volume.Threshold is { } then ? Month(then) : null),
        Flip.VolumeStays volume => (Month(volume.Today), volume.Threshold is { } then ? Month(then) : null),
        Flip.MixVolume volume => (Month(volume.Today), volume.Threshold is { } then ? Month(then) : null),
        Flip.ApiPrice price => (price.Today.ToString(), price.Threshold.ToString()),
        Flip.GpuPrice price => ($"{price.Today} per GPU", price.Threshold is { } then ? $"{then} per GPU" : null),
        Flip.Throughput rate => ($"{rate.Today} per GPU", rate.Threshold is { } then ? $"{then} per GPU" : null),
        Flip.Work work => (Hours(work.Today), work.Threshold is { } then ? Hours(then) : null),
        Flip.Utilization use => (use.Today.ToString(), use.Threshold?.ToString()),
        Flip.PeakRatio peak => (CountText.Times(peak.Today), peak.Threshold is { } then ? CountText.Times(then) : null),
        _ => throw new UnreachableException(),
    };

    private static string Hours(Duration time) => string.Create(CultureInfo.InvariantCulture, $"{time.Hours:0} h");

    private static string Month(Tokens tokens) => tokens + "/month";

    private static string Factor(Ratio factor) => factor.Value.Shown("0.###");

    private static string Peak(Ratio peak) => peak.Value.Shown("0.##");

    private static string Change(Ratio factor) => factor >= Ratio.One
        ? $"{(factor - Ratio.One).Value.Shown("0.#%")} higher"
        : $"{(Ratio.One - factor).Value.Shown("0.#%")} lower";
}
