namespace Mtok;

/// <summary>Reads <c>accelerators/*.toml</c>.</summary>
internal sealed class AcceleratorReader(Problems problems)
{
    private static readonly Limits<Bytes> Memory = new(Bytes.FromGigabytes(4), Bytes.FromGigabytes(2000));
    private static readonly Limits<BytesPerSecond> Bandwidth = new(BytesPerSecond.FromGigabytes(1), BytesPerSecond.FromGigabytes(200_000));
    private static readonly Limits<FlopsPerSecond> Peak = new(FlopsPerSecond.FromTeraflops(1), FlopsPerSecond.FromTeraflops(1_000_000));
    private static readonly Limits<Watts> Power = new(Watts.FromWatts(10), Watts.FromWatts(10_000));

    public IEnumerable<Accelerator> Read(CatalogFile file)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var rows = root.Tables("accelerator").Select(Read).ToList();
        root.RejectUnknown();
        return rows;
    }

    private Accelerator Read(TomlTable row)
    {
        var memory = Bytes.FromGigabytes(row.Quantity("memory_gb", Gigabytes(Memory)).Value);
        var accelerator = new Accelerator(
            Ids.Read(row, problems),
            row.Text("name"),
            row.Text("vendor"),
            row.Texts("aliases", mayBeEmpty: true),
            memory,
            row.OptionalQuantity("usable_memory_gb", Gigabytes(Memory)) is { } usable ? Bytes.FromGigabytes(usable.Value) : memory,
            row.Text("memory_type"),
            ReadBandwidth(row, "memory_bandwidth_gb_per_s"),
            ReadPeaks(row.OptionalTable("dense_tflops")),
            ReadPeaks(row.OptionalTable("measured_tflops")),
            row.OptionalText("interconnect"),
            ReadBandwidth(row, "interconnect_gb_per_s"),
            row.OptionalQuantity("watts", Power),
            row.OptionalQuantity("all_in_kilowatts", new Limits<Ratio>(Ratio.FromValue(0.01), Ratio.FromValue(10))) is { } kilowatts ? Watts.FromKilowatts(kilowatts.Value) : null,
            row.OptionalText("disagreement"),
            Ids.ReadProvenance(row, problems))
        {
            SharedNames = row.Texts("shared_names", mayBeEmpty: true),
        };
        row.RejectUnknown();
        return accelerator;
    }

    /// <summary>The key's name carries the unit, so the value is a bare number.</summary>
    private static Limits<Ratio> Gigabytes(Limits<Bytes> limits) => new(Ratio.FromValue(limits.Low.Gigabytes), Ratio.FromValue(limits.High.Gigabytes));

    private static BytesPerSecond? ReadBandwidth(TomlTable row, string key) =>
        row.OptionalQuantity(key, new Limits<Ratio>(Ratio.FromValue(Bandwidth.Low.Gigabytes), Ratio.FromValue(Bandwidth.High.Gigabytes))) is { } gigabytes
            ? BytesPerSecond.FromGigabytes(gigabytes.Value)
            : null;

    private static Dictionary<string, FlopsPerSecond> ReadPeaks(TomlTable? table)
    {
        var peaks = new Dictionary<string, FlopsPerSecond>(StringComparer.Ordinal);
        foreach (var precision in Precision.Bits.Keys)
        {
            if (table?.OptionalQuantity(precision, new Limits<Ratio>(Ratio.FromValue(Peak.Low.Teraflops), Ratio.FromValue(Peak.High.Teraflops))) is { } teraflops)
            {
                peaks.Add(precision, FlopsPerSecond.FromTeraflops(teraflops.Value));
            }
        }

        table?.RejectUnknown();
        return peaks;
    }
}
