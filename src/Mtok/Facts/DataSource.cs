namespace Mtok;

/// <summary>How the prices of a source come to be in it.</summary>
public enum SourceKind
{
    /// <summary>Typed in by its contributors: one voice.</summary>
    Typed,

    /// <summary>Made from the sellers' own lists, pages or interfaces.</summary>
    OwnList,

    /// <summary>A copy of another source.</summary>
    Copy,

    /// <summary>A publication of measurements or of other costs; no price list.</summary>
    Publication,
}

/// <summary>A source of rows: where it lies, what its date means, and how to look again.</summary>
/// <param name="Id">Its id; rows add <c>@</c> and the version that was read.</param>
/// <param name="Kind">How its prices come to be in it.</param>
/// <param name="Provenance">Who published it, and the day it was described.</param>
public sealed record DataSource(string Id, SourceKind Kind, Provenance Provenance)
{
    /// <summary>The words a catalog uses for each kind.</summary>
    public static IReadOnlyDictionary<string, SourceKind> KindWords { get; } = new Dictionary<string, SourceKind>(StringComparer.Ordinal)
    {
        ["own-list"] = SourceKind.OwnList,
        ["typed"] = SourceKind.Typed,
        ["copy"] = SourceKind.Copy,
        ["publication"] = SourceKind.Publication,
    };

    /// <summary>Other names that rows give it.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>The repository or package it is published in; null if not known.</summary>
    public string? Repository { get; private init; }

    /// <summary>The file within it; null if not stated.</summary>
    public string? Path { get; private init; }

    /// <summary>The id of the source it copies; null if it is no copy.</summary>
    public string? CopyOf { get; private init; }

    /// <summary>Sellers whose own lists it read, though it copies the rest.</summary>
    public IReadOnlyList<string> OwnListOf { get; private init; } = [];

    /// <summary>Its licence; null if not stated.</summary>
    public string? Licence { get; private init; }

    /// <summary>What its date means; null if not stated.</summary>
    public string? Dates { get; private init; }

    /// <summary>How to look again; null if not stated.</summary>
    public string? Look { get; private init; }

    /// <summary>The address that <c>mtok catalog update</c> fetches; null if it fetches none.</summary>
    public PriceSource? Fetched { get; private init; }

    /// <summary>Reads the <c>[[source]]</c> tables of <c>sources/*.toml</c>.</summary>
    internal static IEnumerable<DataSource> Read(CatalogFile file, Problems problems)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var sources = root.Tables("source").Select(row => Read(row, problems)).ToList();
        root.RejectUnknown();
        return sources;
    }

    private static DataSource Read(TomlTable row, Problems problems)
    {
        var id = Ids.Read(row, problems, others: ":");
        var kind = row.Word("kind", KindWords, SourceKind.Typed);
        var copyOf = row.OptionalText("copy_of");
        if ((kind == SourceKind.Copy) != (copyOf is not null))
        {
            problems.Error(row.Where, "wrong-copy", "kind = \"copy\" and \"copy_of\", the source that is copied, go together");
        }

        var provenance = Ids.ReadProvenance(row, problems);
        var source = new DataSource(id, kind, provenance)
        {
            Names = row.Texts("names"),
            Repository = row.OptionalText("repository"),
            Path = row.OptionalText("path"),
            CopyOf = copyOf,
            OwnListOf = row.Texts("own_list_of"),
            Licence = row.OptionalText("licence"),
            Dates = row.OptionalText("dates"),
            Look = row.OptionalText("look"),
            Fetched = PriceSource.Read(row, id, provenance, problems),
        };
        row.RejectUnknown();
        return source;
    }
}
