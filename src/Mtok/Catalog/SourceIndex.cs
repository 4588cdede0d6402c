namespace Mtok;

/// <summary>
/// Finds the sources that rows name: by id, by another name, by the id before <c>@</c> and a version, or by the name of a format
/// before a comma, as imported rows give it. Several that say the same price are joined by <c>"; "</c>.
/// </summary>
internal sealed class SourceIndex
{
    /// <summary>The voice of every file whose repository is not known.</summary>
    private const string Unnamed = "unnamed";

    private readonly Dictionary<string, DataSource> _byName = new(StringComparer.OrdinalIgnoreCase);

    public SourceIndex(IReadOnlyList<DataSource> sources)
    {
        foreach (var source in sources)
        {
            foreach (var name in source.Names.Prepend(source.Id))
            {
                _byName.TryAdd(name, source);
            }
        }
    }

    /// <summary>Whether it holds any source; a catalog of rows alone has none.</summary>
    public bool IsEmpty => _byName.Count == 0;

    /// <summary>The single sources that a row names.</summary>
    public static IEnumerable<string> Names(string sources) => sources.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The source of that name; null if the catalog does not describe it.</summary>
    public DataSource? Find(string name) =>
        _byName.GetValueOrDefault(name)
        ?? (name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? _byName.GetValueOrDefault(name[..at]) : null)
        ?? (name.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma ? _byName.GetValueOrDefault(name[..comma]) : null);

    /// <summary>Who speaks through a source about a seller: copies of one file are one voice, and so are files whose repository is not known.</summary>
    public Voice VoiceOf(string name, string seller)
    {
        if (Find(name) is not { } source)
        {
            return new(Unnamed, IsOwnList: false);
        }

        if (source.OwnListOf.Contains(seller))
        {
            return new(source.Id, IsOwnList: true);
        }

        var root = RootOf(source);
        return root.Kind == SourceKind.OwnList ? new(root.Id, IsOwnList: true)
            : new(root is { Repository: null, Fetched: null } ? Unnamed : root.Id, IsOwnList: false);
    }

    /// <summary>The source that a copy was made of in the end.</summary>
    private DataSource RootOf(DataSource source)
    {
        for (var steps = 0; steps < _byName.Count && source.CopyOf is { } of && Find(of) is { } copied; steps++)
        {
            source = copied;
        }

        return source;
    }
}

/// <summary>Who says a price.</summary>
/// <param name="Name">The id of the source, the original one where a copy was read.</param>
/// <param name="IsOwnList">Whether it was made from the seller's own list, page or interface.</param>
internal readonly record struct Voice(string Name, bool IsOwnList);
