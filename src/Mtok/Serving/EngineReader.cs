namespace Mtok;

/// <summary>Reads <c>engines/*.toml</c>.</summary>
internal sealed class EngineReader(Problems problems)
{
    private static readonly Dictionary<string, bool> Networks = new(StringComparer.Ordinal) { ["dense"] = false, ["experts"] = true };

    private static readonly Dictionary<string, Precision> Kept = Precision.OfKvCache.ToDictionary(id => id, Precision.Named, StringComparer.Ordinal);
    private static readonly Dictionary<string, Precision?> QuantizedKept =
        Kept.ToDictionary(pair => pair.Key, pair => (Precision?)pair.Value, StringComparer.Ordinal);

    private static readonly Dictionary<string, bool> WindowWords = new(StringComparer.Ordinal) { ["window"] = true, ["all"] = false };

    public (IReadOnlyList<EngineCalibration> Engines, IReadOnlyList<EngineFamily> Families) Read(CatalogFile file)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return ([], []);
        }

        var engines = root.Tables("engine").Select(Read).ToList();
        var families = root.Tables("family").Select(ReadFamily).ToList();
        root.RejectUnknown();
        return (engines, families);
    }

    private EngineFamily ReadFamily(TomlTable row)
    {
        var family = new EngineFamily(
            row.Text("family"),
            new(
                row.Quantity("memory_share", CalibrationLimits.MemoryShare),
                row.Quantity("free_memory_share", CalibrationLimits.MemoryShare),
                Bytes.FromGigabytes(row.Quantity("memory_overhead_gb", CalibrationLimits.MemoryOverheadGigabytes).Value)),
            Ids.ReadProvenance(row, problems));
        var memory = family.Memory with
        {
            KeepsOnlyWindows = row.Word("windowed_layers", WindowWords, otherwise: true),
            WindowPoolShare = row.OptionalQuantity("window_pool_share", CalibrationLimits.MemoryShare),
        };
        family = family with
        {
            Memory = memory,
            KvPrecision = row.Word("kv_precision", Kept, family.KvPrecision),
            KvPrecisionQuantized = row.Word("kv_precision_quantized", QuantizedKept, null),
            Batch = ReadBatch(row.OptionalTable("batch")) ?? family.Batch,
            SmallBatch = ReadBatch(row.OptionalTable("small_batch")),
            Server = Server(row.OptionalQuantity("server_ms", CalibrationLimits.OffsetMilliseconds)) ?? family.Server,
            ServerForExperts = Server(row.OptionalQuantity("server_experts_ms", CalibrationLimits.OffsetMilliseconds)),
            ServerPerRequest = Server(row.OptionalQuantity("server_request_ms", CalibrationLimits.OffsetMilliseconds)) ?? family.ServerPerRequest,
        };
        row.RejectUnknown();
        return family;
    }

    private static Duration? Server(Ratio? milliseconds) => milliseconds is { } known ? Duration.FromMilliseconds(known.Value) : null;

    private static BatchLimits? ReadBatch(TomlTable? row)
    {
        if (row is null)
        {
            return null;
        }

        var limits = new BatchLimits(row.Count("sequences", new(1, 1_000_000)), row.Count("tokens", new(64, 10_000_000)));
        row.RejectUnknown();
        return limits;
    }

    private EngineCalibration Read(TomlTable row)
    {
        var (sequences, tokens) = (row.OptionalCount("max_sequences", new(1, 1_000_000)), row.OptionalCount("max_batched_tokens", new(64, 10_000_000)));
        var engine = new EngineCalibration(
            Id: Ids.Read(row, problems),
            Family: row.OptionalText("family") ?? "",
            ForExperts: row.Word("network", Networks, otherwise: false),
            Vendor: row.Text("vendor"),
            Scale: row.Quantity("scale", CalibrationLimits.Multiple),
            Offset: Duration.FromMilliseconds(row.Quantity("offset_ms", CalibrationLimits.OffsetMilliseconds).Value),
            Reserve: row.Quantity("reserve", CalibrationLimits.Reserve),
            MaxSequences: sequences ?? BatchLimits.Usual.Sequences,
            MaxBatchedTokens: tokens ?? BatchLimits.Usual.Tokens,
            MedianError: row.Quantity("median_error", CalibrationLimits.Error),
            P90Error: row.Quantity("p90_error", CalibrationLimits.Error),
            Rows: row.Count("rows", new(1, 1_000_000)),
            Provenance: Ids.ReadProvenance(row, problems))
        {
            HasOwnLimits = sequences is not null || tokens is not null,
            Publications = row.OptionalCount("publications", new(0, 10_000)) ?? 0,
            TpotMedianError = row.OptionalQuantity("tpot_median_error", CalibrationLimits.Error),
            TpotP90Error = row.OptionalQuantity("tpot_p90_error", CalibrationLimits.Error),
            Tuning = row.OptionalTable("kernels") is { } kernels ? ReadTuning(kernels) : KernelTuning.None,
        };
        row.RejectUnknown();
        return engine;
    }

    /// <summary>The kernel multiples; a missing one is 1.</summary>
    private static KernelTuning ReadTuning(TomlTable row)
    {
        Ratio Multiple(string key) => row.OptionalQuantity(key, CalibrationLimits.Multiple) ?? Ratio.One;
        var tuning = new KernelTuning(
            Multiple("multiply16"), Multiple("multiply8"), Multiple("multiply4"), Multiple("weights"), Multiple("kv_read"), Multiple("all_reduce"),
            Multiple("launch"), Multiple("latent_launch"), Multiple("experts"), Multiple("prompt"), Multiple("widened"),
            Multiple("mixed"));
        row.RejectUnknown();
        return tuning;
    }
}
