namespace Mtok;

/// <summary>Reads <c>kernels/*.toml</c>, which <c>bench/Mtok.Fitting</c> writes.</summary>
internal sealed class KernelReader(Problems problems, NameTable<Accelerator> accelerators)
{
    private static readonly Limits<Ratio> Share = new(Ratio.FromValue(0.01), Ratio.One);
    private static readonly Limits<Ratio> CacheShare = new(Ratio.FromValue(0.1), Ratio.FromValue(20));
    private static readonly Limits<Ratio> Power = new(Ratio.One, Ratio.FromValue(20));
    private static readonly Limits<Ratio> Error = new(Ratio.Zero, Ratio.FromValue(10));
    private static readonly Limits<Ratio> Microseconds = new(Ratio.Zero, Ratio.FromValue(10_000));
    private static readonly Limits<Ratio> Gigabytes = new(Ratio.FromValue(0.01), Ratio.FromValue(10_000));
    private static readonly Limits<Tokens> Lengths = new(Tokens.FromCount(0), Tokens.FromCount(1_000_000));
    private static readonly string[] Errors = ["multiply", "decode", "prompt", "all_reduce"];
    private static readonly string[] Kernels = ["bf16", "fp8", "fp8_layer", "int8", "fp4"];
    private static readonly string[] Formats = ["bf16", "fp8"];
    private static readonly int[] DeviceCounts = [2, 4, 8];
    private static readonly int[] Tiles = [16, 32, 64, 128, 256, 512];

    public IEnumerable<KernelConstants> Read(CatalogFile file)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var row = root.OptionalTable("kernels");
        root.RejectUnknown();
        if (row is null)
        {
            problems.Error(new(file.Path, 1, 1), "missing-key", "the table [kernels] is missing");
            return [];
        }

        return Read(row) is { } kernels ? [kernels] : [];
    }

    private KernelConstants? Read(TomlTable row)
    {
        var accelerator = accelerators.Find(row.Text("accelerator"), () => row.WhereIs("accelerator"));
        var kernels = new KernelConstants(
            accelerator?.Id ?? "",
            Laws(row, "multiply", needed: true),
            Laws(row, "grouped", needed: false),
            Decode(row, needed: true),
            Prompt(row) ?? new(default, default, Ratio.One, default),
            Small(row),
            Time(row, "head_us"),
            Sums(row.OptionalTable("all_reduce")),
            Ids.ReadProvenance(row, problems));
        if (row.OptionalTable("best") is { } best)
        {
            kernels = kernels with { Best = Best(kernels, best) };
        }

        CheckErrors(row.OptionalTable("median_error"));
        row.RejectUnknown();
        return accelerator is null || problems.HasErrors ? null : kernels;
    }

    /// <summary>The same device with the best kernels that were measured on it: no rounding in its 8-bit multiplies, its own attention.</summary>
    private KernelConstants Best(KernelConstants kernels, TomlTable row)
    {
        var best = kernels with
        {
            Multiplies = kernels.Multiplies.Where(entry => entry.Key != "fp8_layer").ToDictionary(StringComparer.Ordinal),
            Decode = Decode(row, needed: true),
            Prompt = Prompt(row) ?? kernels.Prompt,
        };
        row.RejectUnknown();
        return best;
    }

    private Dictionary<string, MultiplyLaw> Laws(TomlTable row, string key, bool needed)
    {
        var laws = new Dictionary<string, MultiplyLaw>(StringComparer.Ordinal);
        var table = row.OptionalTable(key);
        foreach (var kernel in Kernels)
        {
            if (table?.OptionalTable(kernel) is { } law)
            {
                laws.Add(kernel, Law(law));
            }
        }

        table?.RejectUnknown();
        if (needed && table?.Has("bf16") != true)
        {
            problems.Error(
                row.WhereIs(key),
                "missing-key",
                $"\"{key}\" needs bf16, in which the output head and attention of every model are computed");
        }

        return laws;
    }

    private static MultiplyLaw Law(TomlTable row)
    {
        var arithmetic = row.Quantity("arithmetic", Share);
        var law = new MultiplyLaw(
            Time(row, "launch_us"), row.Quantity("read", Share), arithmetic, row.Quantity("power", Power),
            row.OptionalQuantity("sustained", Share) ?? arithmetic)
        {
            Tiles = ReadTiles(row.OptionalTable("tiles")),
        };
        row.RejectUnknown();
        return law;
    }

    private static List<TileStep> ReadTiles(TomlTable? table)
    {
        var tiles = new List<TileStep>();
        foreach (var tokens in Tiles)
        {
            if (table?.OptionalQuantity($"t{tokens}", Share) is { } share)
            {
                tiles.Add(new(tokens, share));
            }
        }

        table?.RejectUnknown();
        return tiles;
    }

    private Dictionary<string, DecodeLaw> Decode(TomlTable row, bool needed)
    {
        var laws = new Dictionary<string, DecodeLaw>(StringComparer.Ordinal);
        var table = row.OptionalTable("decode");
        foreach (var format in Formats)
        {
            if (table?.OptionalTable(format) is { } law)
            {
                laws.Add(format, new(Time(law, "launch_us"), OptionalTime(law, "join_us"), law.Quantity("share", Share)));
                law.RejectUnknown();
            }
        }

        table?.RejectUnknown();
        if (needed && table?.Has("bf16") != true)
        {
            problems.Error(row.WhereIs("decode"), "missing-key", "\"decode\" needs bf16, the format of keys and values unless something else is asked for");
        }

        return laws;
    }

    private static PromptLaw? Prompt(TomlTable row)
    {
        if (row.OptionalTable("prompt") is not { } table)
        {
            row.Quantity("prompt", Share);
            return null;
        }

        var law = new PromptLaw(
            OptionalTime(table, "launch_us"), OptionalTime(table, "prefix_us"), table.Quantity("share", Share),
            table.OptionalQuantity("half_length", Lengths) ?? default);
        table.RejectUnknown();
        return law;
    }

    private static SmallLaw Small(TomlTable row)
    {
        if (row.OptionalTable("small") is not { } table)
        {
            row.Quantity("small", Share);
            return new(default, Ratio.One, Ratio.One);
        }

        var law = new SmallLaw(Time(table, "floor_us"), table.Quantity("cache", CacheShare), table.Quantity("memory", Share));
        table.RejectUnknown();
        return law;
    }

    private static Dictionary<int, AllReduce> Sums(TomlTable? table)
    {
        var sums = new Dictionary<int, AllReduce>();
        foreach (var count in DeviceCounts)
        {
            if (table?.OptionalTable($"tp{count}") is { } sum)
            {
                sums.Add(count, new(Time(sum, "us"), BytesPerSecond.FromGigabytes(sum.Quantity("gb_per_s", Gigabytes).Value)));
                sum.RejectUnknown();
            }
        }

        table?.RejectUnknown();
        return sums;
    }

    /// <summary>The errors are documentation for readers of the file; only their range is checked.</summary>
    private static void CheckErrors(TomlTable? table)
    {
        foreach (var kernel in Errors)
        {
            table?.OptionalQuantity(kernel, Error);
        }

        table?.RejectUnknown();
    }

    private static Duration Time(TomlTable row, string key) => Duration.FromSeconds(row.Quantity(key, Microseconds).Value / 1e6);

    private static Duration OptionalTime(TomlTable row, string key) =>
        row.OptionalQuantity(key, Microseconds) is { } time ? Duration.FromSeconds(time.Value / 1e6) : default;
}
