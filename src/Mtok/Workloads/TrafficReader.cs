namespace Mtok;

/// <summary>Reads the [traffic] table of a workload: a volume, and how it varies by the hour.</summary>
internal sealed class TrafficReader(Problems problems)
{
    private static readonly Limits<RequestsPerSecond> AnyRate = new(RequestsPerSecond.FromPerDay(0.001), RequestsPerSecond.FromPerSecond(1e7));
    private static readonly string[] Shapes = ["steady", "business-hours", "spiky"];

    /// <summary>The keys that state a volume; a workload has exactly one of them.</summary>
    public static IReadOnlyList<string> VolumeKeys { get; } =
        ["requests_per_second", "peak_requests_per_second", "requests_per_day", "requests_per_month", "tokens_per_day", "tokens_per_month"];

    /// <param name="table">The table; null if the workload has none, which is reported elsewhere.</param>
    /// <param name="mix">The tokens of a mean request, which a volume in tokens is divided by.</param>
    /// <param name="folder">The folder that a demand CSV is looked for in.</param>
    public Traffic Read(TomlTable? table, TokenMix mix, string folder)
    {
        if (table is null)
        {
            return new(AnyRate.Low, HourlyShape.Steady);
        }

        var (shape, observed) = ReadShape(table, folder);
        var rates = VolumeKeys.Select(key => ReadVolume(table, key, mix, shape)).OfType<RequestsPerSecond>().ToList();
        var given = VolumeKeys.Where(table.Has).ToList();
        if (given.Count > 1 || (given.Count == 0 && observed is null))
        {
            problems.Error(
                table.Where,
                "missing-key",
                $"give the volume with exactly one of {string.Join(", ", VolumeKeys)} (or a demand CSV as shape)"
                    + (given.Count > 1 ? $", not with {string.Join(" and ", given)}" : ""));
        }

        table.RejectUnknown();
        return new(rates.Append(observed ?? AnyRate.Low).First(), shape);
    }

    private static RequestsPerSecond? ReadVolume(TomlTable table, string key, TokenMix mix, HourlyShape shape) => key switch
    {
        "requests_per_second" => table.OptionalQuantity(key, AnyRate),
        "peak_requests_per_second" => table.OptionalQuantity(key, AnyRate) is { } peak ? peak * (Ratio.One / shape.Peak) : null,
        "requests_per_day" => ReadRequests(table, key, Duration.FromHours(24)),
        "requests_per_month" => ReadRequests(table, key, Duration.Month),
        "tokens_per_day" => ReadTokens(table, key, mix, Duration.FromHours(24)),
        _ => ReadTokens(table, key, mix, Duration.Month),
    };

    private static RequestsPerSecond? ReadRequests(TomlTable table, string key, Duration time) =>
        table.OptionalQuantity(
            key, new Limits<Ratio>(Ratio.FromValue(AnyRate.Low.PerSecond * time.Seconds), Ratio.FromValue(AnyRate.High.PerSecond * time.Seconds))) is { } requests
            ? RequestsPerSecond.FromPerSecond(requests.Value / time.Seconds)
            : null;

    private static RequestsPerSecond? ReadTokens(TomlTable table, string key, TokenMix mix, Duration time) =>
        table.OptionalQuantity(key, new Limits<Tokens>(Tokens.FromCount(1), Tokens.FromCount(1e18))) is { } tokens ? tokens / time / mix.Total : null;

    private (HourlyShape Shape, RequestsPerSecond? Observed) ReadShape(TomlTable table, string folder)
    {
        var name = table.OptionalText("shape") ?? "steady";
        var peak = table.OptionalQuantity("peak_ratio", new Limits<Ratio>(Ratio.One, Ratio.FromValue(24)));
        if (peak is not null && name != "spiky")
        {
            problems.Error(table.WhereIs("peak_ratio"), "unused-key", $"\"peak_ratio\" applies only to shape = \"spiky\", not \"{name}\"");
        }

        switch (name)
        {
            case "steady":
                return (HourlyShape.Steady, null);
            case "business-hours":
                return (HourlyShape.BusinessHours, null);
            case "spiky" when peak is null && !table.Has("peak_ratio"):
                problems.Error(
                    table.WhereIs("shape"),
                    "missing-key",
                    "shape = \"spiky\" needs \"peak_ratio\": demand of the busiest hour / demand of the mean hour");
                return (HourlyShape.Steady, null);
            case "spiky":
                return (HourlyShape.Spiky(peak ?? Ratio.One), null);
            case var file when file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase):
                var (shape, observed) = new DemandReader(problems).Read(Path.Combine(folder, file), table.WhereIs("shape"));
                return (shape, observed ?? AnyRate.Low); // The file's error is already reported; a missing rate is not a second one.
            default:
                problems.Error(
                    table.WhereIs("shape"),
                    "unknown-word",
                    $"\"shape\" must be {string.Join(", ", Shapes)} or a .csv file of hourly demand, not \"{name}\"{Spelling.DidYouMean(name, Shapes)}");
                return (HourlyShape.Steady, null);
        }
    }
}
