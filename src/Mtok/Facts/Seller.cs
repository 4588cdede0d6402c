namespace Mtok;

/// <summary>What kind of seller a price is from.</summary>
public enum SellerKind
{
    /// <summary>Sells its own stock at its own prices, and much else besides.</summary>
    Cloud,

    /// <summary>Lists machines of many hosts at their prices: each price is one listing, of which there may be no second.</summary>
    Marketplace,

    /// <summary>Sells the models that it made.</summary>
    Maker,

    /// <summary>Sells accelerators, or tokens computed on them, and little else.</summary>
    Neocloud,

    /// <summary>Resells what others serve.</summary>
    Aggregator,
}

/// <summary>Whether something is still sold.</summary>
public enum SellerStatus
{
    /// <summary>It is sold.</summary>
    Active,

    /// <summary>The seller says that it ended, or two independent lists removed it.</summary>
    Ended,

    /// <summary>One list removed it, or nobody has seen it for a year.</summary>
    Unknown,
}

/// <summary>Whether a seller's API, or its machines, are still sold.</summary>
/// <param name="Status">Whether they are.</param>
/// <param name="Ended">The day they ended; null if they have not, or it is not known.</param>
/// <param name="Seen">The day they were last seen to be sold.</param>
/// <param name="SeenBy">The source that saw them: the id of a source, or a repository with the number of an issue.</param>
/// <param name="Evidence">What else says so; empty if nothing does.</param>
public sealed record Standing(SellerStatus Status, AsOf? Ended, AsOf Seen, string SeenBy, IReadOnlyList<string> Evidence)
{
    /// <summary>The words a catalog uses for each status.</summary>
    public static IReadOnlyDictionary<string, SellerStatus> Words { get; } = new Dictionary<string, SellerStatus>(StringComparer.Ordinal)
    {
        ["active"] = SellerStatus.Active,
        ["ended"] = SellerStatus.Ended,
        ["unknown"] = SellerStatus.Unknown,
    };

    /// <summary>The status on a day: what had not ended by then was active, and what nobody has seen for a year is unknown.</summary>
    /// <param name="day">The day; null for the status as recorded.</param>
    public SellerStatus On(DateOnly? day) => (Status, day) switch
    {
        (SellerStatus.Ended, { } at) when Ended is { } end && at < end.From => SellerStatus.Active,
        (SellerStatus.Active, { } at) when Seen.IsDated && Seen.LastDay.AddYears(1) < at => SellerStatus.Unknown,
        _ => Status,
    };

    internal static Standing? Read(TomlTable? table, Problems problems)
    {
        if (table is null)
        {
            return null;
        }

        var status = table.Word("status", Words, SellerStatus.Active);
        AsOf? ended = table.Has("ended") ? Ids.ReadDay(table, "ended", problems) : null;
        if (ended is not null && status != SellerStatus.Ended)
        {
            problems.Error(table.WhereIs("ended"), "unused-key", "\"ended\" goes with status = \"ended\"");
        }

        var seen = Ids.ReadDay(table, "seen", problems);
        if (ended is { } end && seen.IsDated && seen.From > end.LastDay)
        {
            problems.Error(table.WhereIs("seen"), "seen-after-end", $"seen on {seen}, after it ended on {end}");
        }

        var standing = new Standing(status, ended, seen, table.Text("seen_by"), table.Texts("evidence"));
        table.RejectUnknown();
        return standing;
    }
}

/// <summary>A seller of machines or provider of an API of which more than its name is known.</summary>
/// <param name="Id">Its name, as prices give it.</param>
/// <param name="Kind">What kind of seller it is.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record Seller(string Id, SellerKind Kind, Provenance Provenance)
{
    /// <summary>The words a catalog uses for each kind.</summary>
    public static IReadOnlyDictionary<string, SellerKind> KindWords { get; } = new Dictionary<string, SellerKind>(StringComparer.Ordinal)
    {
        ["maker"] = SellerKind.Maker,
        ["cloud"] = SellerKind.Cloud,
        ["neocloud"] = SellerKind.Neocloud,
        ["marketplace"] = SellerKind.Marketplace,
        ["aggregator"] = SellerKind.Aggregator,
    };

    /// <summary>The name it goes by; its id if not stated.</summary>
    public string Name { get; private init; } = Id;

    /// <summary>The domain of its home page; null if not stated.</summary>
    public string? Home { get; private init; }

    /// <summary>The makers of models that it is, as models name them; empty for one that makes none.</summary>
    public IReadOnlyList<string> Makes { get; private init; } = [];

    /// <summary>Models that a source gives it a price for and that it does not sell.</summary>
    public IReadOnlyList<string> NotSold { get; private init; } = [];

    /// <summary>Where it says that its API computes; empty where it does not say.</summary>
    public IReadOnlyList<Residency> Residencies { get; private init; } = [];

    /// <summary>What its API takes of one customer, of every tier that is stated; empty where it does not say.</summary>
    public IReadOnlyList<ApiLimit> Limits { get; private init; } = [];

    /// <summary>Whether its API is sold; null if it has none, or nothing is known.</summary>
    public Standing? Api { get; private init; }

    /// <summary>Whether its machines are sold; null if it has none, or nothing is known.</summary>
    public Standing? Machines { get; private init; }

    /// <summary>How the time of its machines is counted; null where it does not say, so to the second.</summary>
    public Billing? Billing { get; private init; }

    /// <summary>Reads the <c>[[seller]]</c> tables of <c>sellers.toml</c>.</summary>
    internal static IEnumerable<Seller> Read(CatalogFile file, Problems problems)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var sellers = root.Tables("seller").Select(row => Read(row, problems)).ToList();
        root.RejectUnknown();
        return sellers;
    }

    private static Seller Read(TomlTable row, Problems problems)
    {
        var id = Ids.Read(row, problems);
        var seller = new Seller(id, row.Word("kind", KindWords, SellerKind.Cloud), Ids.ReadProvenance(row, problems))
        {
            Name = row.OptionalText("name") ?? id,
            Home = row.OptionalText("home"),
            Makes = row.Texts("makes"),
            NotSold = row.Texts("not_sold"),
            Api = Standing.Read(row.OptionalTable("api"), problems),
            Residencies = [.. row.Tables("residency").Select(table => Residency.Read(table, problems))],
            Limits = [.. row.Tables("limit").Select(table => ApiLimit.Read(table, problems))],
            Machines = Standing.Read(row.OptionalTable("machines"), problems),
            Billing = Billing.Read(row.OptionalTable("billing"), problems),
        };
        row.RejectUnknown();
        return seller;
    }
}
