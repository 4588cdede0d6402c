namespace Mtok;

/// <summary>Reads <c>profiles/*.toml</c>, which <c>bench/Mtok.Fitting</c> writes.</summary>
internal sealed class ProfileReader(Problems problems)
{
    /// <summary>Quantiles of each bin: minimum, octiles, maximum.</summary>
    public const int QuantilesPerBin = 9;

    private static readonly Limits<RequestsPerSecond> Rate = new(default, RequestsPerSecond.FromPerSecond(1e6));
    private static readonly Limits<Ratio> Variation = new(Ratio.Zero, Ratio.FromValue(20));
    private static readonly Limits<Ratio> Weight = new(Ratio.Zero, Ratio.FromValue(1e12));
    private static readonly Limits<Tokens> Length = new(Tokens.FromCount(1), Tokens.FromCount(10_000_000));
    private static readonly Limits<Duration> Step = new(Duration.FromSeconds(1), Duration.FromHours(8784));

    public IEnumerable<TrafficProfile> Read(CatalogFile file)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var rows = root.Tables("profile").Select(Read).ToList();
        root.RejectUnknown();
        return rows;
    }

    private TrafficProfile Read(TomlTable row)
    {
        var profile = new TrafficProfile(
            Ids.Read(row, problems), row.Text("name"), [.. row.Tables("class").Select(ReadClass)], Ids.ReadProvenance(row, problems));
        if (profile.Classes.Count == 0)
        {
            problems.Error(row.Where, "missing-key", "a profile needs at least one [[profile.class]]");
        }

        row.RejectUnknown();
        return profile;
    }

    private TrafficClass ReadClass(TomlTable row)
    {
        var part = new TrafficClass(
            row.Text("name"),
            row.Quantity("step", Step),
            row.Quantities("rates", Rate),
            row.Quantity("arrival_variation", Variation),
            row.Quantity("minute_variation", Variation),
            new(Bins(row, "input_quantiles"), Bins(row, "output_quantiles"), [.. row.Quantities("weights", Weight).Select(weight => (long)weight.Value)]));
        if (part.Rates.Count == 0 || part.MeanRate <= default(RequestsPerSecond))
        {
            problems.Error(row.WhereIs("rates"), "out-of-range", "\"rates\" needs at least one rate above 0");
        }

        if (part.Lengths.Weights.Count != part.Lengths.Inputs.Count * part.Lengths.Outputs.Count || part.Lengths.Weights.Sum() <= 0)
        {
            problems.Error(
                row.WhereIs("weights"),
                "out-of-range",
                $"\"weights\" has {part.Lengths.Weights.Count} numbers, but {part.Lengths.Inputs.Count} bins of input x {part.Lengths.Outputs.Count} of output "
                + $"need {part.Lengths.Inputs.Count * part.Lengths.Outputs.Count}, not all 0");
        }

        row.RejectUnknown();
        return part;
    }

    private List<IReadOnlyList<Tokens>> Bins(TomlTable row, string key)
    {
        var quantiles = row.Quantities(key, Length);
        if (quantiles.Count == 0 || quantiles.Count % QuantilesPerBin != 0 || quantiles.Zip(quantiles.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            problems.Error(row.WhereIs(key), "out-of-range", $"\"{key}\" needs {QuantilesPerBin} quantiles for each bin, in ascending order");
        }

        return [.. quantiles.Chunk(QuantilesPerBin)];
    }
}
