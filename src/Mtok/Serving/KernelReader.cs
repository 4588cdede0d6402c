namespace Mtok;

/// <summary>Reads <c>kernels/*.toml</c>, which <c>bench/Mtok.Fitting</c> writes.</summary>
internal sealed class KernelReader(Problems problems, NameTable<Accelerator> accelerators)
{
    private static readonly Limits<Ratio> Share = new(Ratio.FromValue(0.01), Ratio.One);
    private static readonly Limits<Ratio> Error = new(Ratio.Zero, Ratio.FromValue(10));
    private static readonly Limits<Ratio> Microseconds = new(Ratio.FromValue(0.1), Ratio.FromValue(10_000));
    private static readonly Limits<Ratio> Gigabytes = new(Ratio.FromValue(0.01), Ratio.FromValue(10_000));
    private static readonly string[] Errors = ["gemm", "decode", "prefill", "all_reduce"];
    private static readonly int[] DeviceCounts = [2, 4, 8];

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
            ReadGemm(row),
            row.Quantity("memory", Share),
            row.Quantity("kv_read", Share),
            row.Quantity("prefill", Share),
            ReadTime(row, "gemm_launch_us"),
            ReadTime(row, "attention_launch_us"),
            ReadSums(row.OptionalTable("all_reduce")),
            Ids.ReadProvenance(row, problems));
        CheckErrors(row.OptionalTable("median_error"));
        row.RejectUnknown();
        return accelerator is null ? null : kernels;
    }

    private Dictionary<string, Ratio> ReadGemm(TomlTable row)
    {
        var shares = new Dictionary<string, Ratio>(StringComparer.Ordinal);
        var table = row.OptionalTable("gemm");
        foreach (var precision in Precision.Bits.Keys)
        {
            if (table?.OptionalQuantity(precision, Share) is { } share)
            {
                shares.Add(precision, share);
            }
        }

        table?.RejectUnknown();
        if (table?.Has("bf16") != true)
        {
            problems.Error(
                row.WhereIs("gemm"),
                "missing-key",
                "\"gemm\" needs the share of bf16, in which the output head and attention of every model are computed");
        }

        return shares;
    }

    private static Dictionary<int, AllReduce> ReadSums(TomlTable? table)
    {
        var sums = new Dictionary<int, AllReduce>();
        foreach (var count in DeviceCounts)
        {
            if (table?.OptionalTable($"tp{count}") is { } sum)
            {
                sums.Add(count, new(ReadTime(sum, "us"), BytesPerSecond.FromGigabytes(sum.Quantity("gb_per_s", Gigabytes).Value)));
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

    private static Duration ReadTime(TomlTable row, string key) => Duration.FromMilliseconds(row.Quantity(key, Microseconds).Value / 1000);
}
