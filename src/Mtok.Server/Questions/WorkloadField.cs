using System.Globalization;

namespace Mtok.Server;

/// <summary>A key of a workload as a form has it, under the name of its option of the command line.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Label">What it is, for people.</param>
/// <param name="Path">The key with the tables it is in.</param>
/// <param name="Of">Its value in a workload; empty where it has none.</param>
public sealed record WorkloadField(string Name, string Label, IReadOnlyList<string> Path, Func<Workload, string> Of)
{
    /// <summary>What it is written as, with its unit.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The slider beside it; null where it has none.</summary>
    public FieldSlider? Slider { get; init; }

    /// <summary>The words it may be; empty where it is free.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it is several texts with commas between them.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether it belongs to what is allowed, which few change.</summary>
    public bool IsRare { get; init; }

    /// <summary>Whether it means nothing where a workload states its classes of requests one by one.</summary>
    public bool IsOfOneClass { get; init; }

    /// <summary>The key that a text gives.</summary>
    public GivenKey Given(string text) =>
        new(Path, IsList ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text.Trim()], Label);
}

/// <summary>From where to where a slider goes.</summary>
/// <param name="Low">Its lowest value.</param>
/// <param name="High">Its highest value.</param>
/// <param name="Unit">The unit that is written behind it.</param>
/// <param name="IsLinear">Whether steps are equal; else each is a share more than the one before.</param>
public sealed record FieldSlider(double Low, double High, string Unit, bool IsLinear = false);

/// <summary>The fields of the form.</summary>
internal static class WorkloadFields
{
    private static readonly string[] Shapes = ["steady", "business-hours", "spiky"];
    private static readonly string[] Terms = ["none", "1y", "3y", "5y"];

    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<WorkloadField> All { get; } =
    [
        new("model", "Models", ["models"], workload => Joined(workload.Models.Select(model => model.Id))) { Hint = "ids, commas between them", IsList = true },
        new("requests-per-day", "Requests a day", ["traffic", "requests_per_day"], workload => Number(workload.Traffic.Mean.PerSecond * 86_400))
        {
            Hint = "mean",
            Slider = new(100, 100_000_000, ""),
            IsOfOneClass = true,
        },
        new("shape", "Shape of the day", ["traffic", "shape"], workload => Known(workload.Traffic.Shape.Name)) { Words = Shapes },
        new("peak-ratio", "Busiest hour / mean", ["traffic", "peak_ratio"], workload => PeakOf(workload.Traffic.Shape)) { Hint = "times, of a spiky day" },
        new("input-tokens", "Input tokens of a request", ["tokens", "input"], workload => Number(workload.Mix.Input.Count))
        {
            Hint = "tokens, mean",
            Slider = new(10, 100_000, ""),
            IsOfOneClass = true,
        },
        new("output-tokens", "Output tokens of a request", ["tokens", "output"], workload => Number(workload.Mix.Output.Count))
        {
            Hint = "tokens, mean",
            Slider = new(1, 20_000, ""),
            IsOfOneClass = true,
        },
        new("cached", "Input found in a prompt cache", ["tokens", "cached_share"], workload => Share(workload.Mix.CachedShare))
        {
            Hint = "%",
            Slider = new(0, 100, "%", IsLinear: true),
            IsOfOneClass = true,
        },
        new("ttft", "Time to first token, at most", ["service_level", "ttft"], workload => Text(workload.ServiceLevel.Ttft))
        {
            Hint = "ms or s",
            Slider = new(50, 60_000, "ms"),
            IsOfOneClass = true,
        },
        new("tpot", "Time per output token, at most", ["service_level", "tpot"], workload => Text(workload.ServiceLevel.Tpot))
        {
            Hint = "ms",
            Slider = new(5, 1000, "ms"),
            IsOfOneClass = true,
        },
        new("peak-utilization", "Use of machines in the busiest hour, at most", ["fleet", "peak_utilization"], Fullest)
        {
            Hint = "%; empty: as replays show",
            Slider = new(10, 100, "%", IsLinear: true),
        },
        new("allow", "Sellers", ["allow", "providers"], workload => Joined(workload.Allowed.Providers))
        {
            Hint = "names; empty: any",
            IsList = true,
            IsRare = true,
        },
        new("kinds", "Kinds of option", ["allow", "kinds"], KindsOf)
        {
            Hint = $"of {Joined(Allowed.KindWords.Keys)}; empty: any",
            IsList = true,
            IsRare = true,
        },
        new("regions", "Regions", ["allow", "regions"], workload => Joined(workload.Allowed.Regions))
        {
            Hint = "EU, countries, us-; empty: any",
            IsList = true,
            IsRare = true,
        },
        new("longest-commitment", "Longest commitment", ["allow", "longest_commitment"], TermOf) { Words = Terms, IsRare = true },
    ];

    private static string Joined(IEnumerable<string> texts) => string.Join(", ", texts);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Share(Ratio share) => Number(share.Percent) + "%";

    private static string Text(Duration? time) => time is not { } known ? ""
        : known.Seconds < 1 ? Number(known.Milliseconds) + "ms" : Number(known.Seconds) + "s";

    private static string Known(string shape) => Shapes.Contains(shape) ? shape : "";

    private static string PeakOf(HourlyShape shape) => shape.Name == "spiky" ? Number(shape.Peak.Value) : "";

    private static string Fullest(Workload workload) => workload.Fleet.FollowsBursts ? "" : Share(workload.Fleet.PeakUtilization);

    private static string KindsOf(Workload workload) => workload.Allowed.Kinds.Count >= Allowed.All.Kinds.Count
        ? ""
        : Joined(Allowed.KindWords.Where(word => workload.Allowed.Kinds.Contains(word.Value)).Select(word => word.Key));

    private static string TermOf(Workload workload) => workload.Allowed.LongestCommitment.Seconds switch
    {
        0 => "none",
        var seconds => $"{Math.Round(seconds / Duration.FromYears(1).Seconds)}y",
    };
}
