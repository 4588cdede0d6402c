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
            Id: Ids.Read(row, problems),
            Name: row.Text("name"),
            Vendor: row.Text("vendor"),
            Aliases: row.Texts("aliases", mayBeEmpty: true),
            Memory: memory,
            UsableMemory: row.OptionalQuantity("usable_memory_gb", Gigabytes(Memory)) is { } usable ? Bytes.FromGigabytes(usable.Value) : memory,
            MemoryType: row.Text("memory_type"),
            MemoryBandwidth: ReadBandwidth(row, "memory_bandwidth_gb_per_s"),
            DensePeak: ReadPeaks(row.OptionalTable("dense_tflops")),
            MeasuredPeak: ReadPeaks(row.OptionalTable("measured_tflops")),
            Interconnect: row.OptionalText("interconnect"),
            InterconnectBandwidth: ReadBandwidth(row, "interconnect_gb_per_s"),
            Power: row.OptionalQuantity("watts", Power),
            AllInPower: row.OptionalQuantity("all_in_kilowatts", new Limits<Ratio>(Ratio.FromValue(0.01), Ratio.FromValue(10))) is { } kilowatts
                ? Watts.FromKilowatts(kilowatts.Value)
                : null,
            Disagreement: row.OptionalText("disagreement"),
            Provenance: Ids.ReadProvenance(row, problems))
        {
            SharedNames = row.Texts("shared_names", mayBeEmpty: true),
        };
        if (accelerator is { Power: { } rated, AllInPower: { } all } && all < rated)
        {
            problems.Error(
                row.WhereIs("all_in_kilowatts"), "all-in-below-rated",
                $"\"all_in_kilowatts\" includes the device, so it cannot be below its \"watts\", {rated}");
        }

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
            if (table?.OptionalQuantity(
                precision, new Limits<Ratio>(Ratio.FromValue(Peak.Low.Teraflops), Ratio.FromValue(Peak.High.Teraflops))) is { } teraflops)
            {
                peaks.Add(precision, FlopsPerSecond.FromTeraflops(teraflops.Value));
            }
        }

        table?.RejectUnknown();
        return peaks;
    }
}
