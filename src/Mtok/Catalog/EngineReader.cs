namespace Mtok;

/// <summary>Reads <c>engines/*.toml</c>.</summary>
internal sealed class EngineReader(Problems problems)
{
    private static readonly Dictionary<string, bool> Networks = new(StringComparer.Ordinal) { ["dense"] = false, ["experts"] = true };

    public IEnumerable<EngineCalibration> Read(CatalogFile file)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var rows = root.Tables("engine").Select(Read).ToList();
        root.RejectUnknown();
        return rows;
    }

    private EngineCalibration Read(TomlTable row)
    {
        var error = new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(3));
        var engine = new EngineCalibration(
            Ids.Read(row, problems),
            row.Text("family"),
            row.Word("network", Networks, otherwise: false),
            row.Text("vendor"),
            row.Quantity("scale", new Limits<Ratio>(Ratio.FromValue(0.1), Ratio.FromValue(10))),
            Duration.FromMilliseconds(row.Quantity("offset_ms", new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(1000))).Value),
            row.Quantity("reserve", new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(2))),
            row.Count("max_sequences", new(1, 1_000_000)),
            row.Count("max_batched_tokens", new(64, 10_000_000)),
            row.Quantity("median_error", error),
            row.Quantity("p90_error", error),
            row.Count("rows", new(1, 1_000_000)),
            Ids.ReadProvenance(row, problems));
        row.RejectUnknown();
        return engine;
    }
}
