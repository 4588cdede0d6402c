using System.Globalization;
using System.Text.RegularExpressions;

namespace Mtok.Fitting;

/// <summary>One row of gpu_offers_newer.csv: a price of a machine as a public collection states it.</summary>
internal sealed partial record NewerOffer
{
    /// <summary>The columns that are used.</summary>
    public static readonly string[] Columns =
    [
        "seller", "instance", "accelerator", "gpus", "purchase", "region", "zone", "usd_per_hour", "sold_as", "since", "seen", "made_from", "source",
        "licence", "note",
    ];

    private static readonly Dictionary<string, string> PricingWords = new(StringComparer.Ordinal)
    {
        ["capacity_block"] = "block",
        ["cluster"] = "block",
        ["reserved"] = "block",
        ["flexible_commitment_1y"] = "reserved_1y",
        ["flexible_commitment_3y"] = "reserved_3y",
    };

    private readonly Dictionary<string, string> _fields;

    public NewerOffer(CsvRow row) => _fields = Columns.ToDictionary(column => column, row.Text, StringComparer.Ordinal);

    public string Seller => _fields["seller"];

    public string Published => _fields["instance"];

    public string AcceleratorId => _fields["accelerator"];

    public string Region => _fields["region"];

    public string Zone => _fields["zone"];

    public string Since => _fields["since"];

    public string Seen => _fields["seen"];

    public bool IsCopy => _fields["made_from"] == "copy";

    public string Pricing => PricingWords.GetValueOrDefault(_fields["purchase"], _fields["purchase"]);

    /// <summary>The accelerators that have to be taken together: of the machine, of the smallest cluster, or one.</summary>
    public int Gpus => int.Parse(
        Least().Match(Note) is { Success: true } least ? least.Groups[1].Value
        : Shape().Match(Published) is { Success: true } shape ? shape.Groups[1].Value
        : _fields["gpus"],
        CultureInfo.InvariantCulture);

    /// <summary>Whether the name is of clusters of any accelerator.</summary>
    public bool IsCluster => Published.Contains("cluster", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one accelerator can be taken alone.</summary>
    public bool IsByGpu => _fields["sold_as"] == "gpu" && Gpus == 1;

    /// <summary>US dollars an hour of one accelerator.</summary>
    public decimal PerGpu => decimal.Parse(_fields["usd_per_hour"], CultureInfo.InvariantCulture) / int.Parse(_fields["gpus"], CultureInfo.InvariantCulture);

    /// <summary>The class of host or of contract that the seller tells apart.</summary>
    public string Tier =>
        Note.StartsWith("community cloud", StringComparison.Ordinal) || Note.StartsWith("cheapest cloud of two", StringComparison.Ordinal) ? "community"
        : Note.StartsWith("secure cloud", StringComparison.Ordinal) ? "secure"
        : _fields["purchase"].StartsWith("flexible", StringComparison.Ordinal) ? "flexible"
        : Days().Match(Note) is { Success: true } days ? days.Value
        : "";

    /// <summary>The id of its source: the repository and the commit read, or the file whose repository is not known.</summary>
    public string Source
    {
        get
        {
            var text = _fields["source"];
            return Stored().Match(text) is { Success: true } stored ? "unnamed@" + stored.Groups[1].Value
                : Commit().Match(text) is { Success: true } commit ? $"{commit.Groups[1].Value}@{commit.Groups[2].Value}"
                : Dataset().Match(text) is { Success: true } dataset ? $"{dataset.Groups[1].Value}@{dataset.Groups[2].Value}"
                : Repository().Match(text).Groups[1].Value + "@main";
        }
    }

    /// <summary>Why it is not carried, by itself; null if it may be.</summary>
    public string? Refused =>
        _fields["purchase"] == "flex_start" ? "Flex-start: it begins when capacity is free and ends after seven days, so it serves nothing continuously"
        : Note.Contains("term not told", StringComparison.Ordinal) ? "reserved for a term that is not stated"
        : null;

    private string Note => _fields["note"];

    [GeneratedRegex(@"(?:from|at least) (\d+) GPUs")]
    private static partial Regex Least();

    [GeneratedRegex(@"^BM\..*\.(\d+)$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"\d+-\d+ days")]
    private static partial Regex Days();

    [GeneratedRegex(@"^stored copy (\d+) ")]
    private static partial Regex Stored();

    [GeneratedRegex(@"/([\w.-]+)@([0-9a-f]{8}):")]
    private static partial Regex Commit();

    [GeneratedRegex(@"^dataset [\w.-]+/([\w.-]+) .*(\d{4}-\d\d-\d\d)")]
    private static partial Regex Dataset();

    [GeneratedRegex(@"^[\w.-]+/([\w.-]+):")]
    private static partial Regex Repository();
}
