using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Charts that tests draw.</summary>
internal static class Charts
{
    public const string Note = "Measured for the machines (MLPerf Inference v5.0, 2025-04-02), modelled between them; API prices as of 2025-09-01 from the providers' price pages. "
        + "Bands: 10 % less to 10 % more throughput & the dearest to the cheapest region.";

    /// <summary>Three ways of getting tokens by volume, with their ranges, on a logarithmic axis.</summary>
    public static Chart Costs(string title = "What a million tokens costs by monthly volume, Llama 3.3 70B") => new(
        title, new("Tokens a month", "tok/month", Logarithmic: true), new("Cost", "$/Mtok"),
        [
            new("nscale API", [.. Volumes().Select(volume => new ChartPoint(volume, 0.20, 0.18, 0.27))]),
            new("vultr gh200 on demand", [.. Volumes().Select(volume => Ranged(volume, 0.09 + (1.2e9 / volume)))]),
            new("owned 8x-h100-sxm <two years>", [.. Volumes().Select(volume => Ranged(volume, 0.05 + (4e9 / volume)))]),
        ],
        [new("business target", ReferenceAxis.Y, 0.6), new("this workload, 30.4B tok a month", ReferenceAxis.X, 30.4e9)], Note);

    /// <summary>A chart with one series of one point.</summary>
    public static Chart Of(params ChartPoint[] points) =>
        Costs() with { Series = [new("measured", points, SeriesStyle.Points)], ReferenceLines = [], X = new("Concurrency", "requests"), Y = new("Time per output token", "ms") };

    /// <summary>Values beside names, some long, with an interval, a bar and a value to compare with.</summary>
    public static Chart Named() => new(
        "What each way costs", ChartAxis.Of("Option", ["an API", "gcp a3-highgpu-8g us-central1 reserved 3 years (4 replicas of 2x h100-sxm fp8 vLLM) + another seller's API meta-llama/Llama-3.3-70B-Instruct", "spot"]), new("Cost", "$/month"),
        [
            new("machines", [new(1, 4519, 4100, 5600), new(2, 3000, 3000, 3300)], SeriesStyle.Points),
            new("list price", [new(0, 6083)], SeriesStyle.Bars),
        ],
        [new("budget", ReferenceAxis.Y, 5000)], Note);

    /// <summary>Areas of 2 and 3, and a line in steps at their sum.</summary>
    public static Chart Stacked() => new(
        "Demand, and what serves it", new("Time", "h"), new("Requests", "req/s"),
        [
            new("first", [new(0, 2), new(1, 2), new(2, 2)], SeriesStyle.Area),
            new("second", [new(0, 3), new(1, 1), new(2, 1)], SeriesStyle.Area),
            new("sum", [new(0, 5), new(1, 3), new(2, 3)], SeriesStyle.Steps),
        ],
        [], Note);

    private static ChartPoint Ranged(double volume, double cost) => new(volume, cost, cost * 0.85, cost * 1.2);

    private static IEnumerable<double> Volumes() => Enumerable.Range(0, 17).Select(step => 2e9 * Math.Pow(10, step / 8.0));
}
