namespace Mtok;

/// <summary>Ids and aliases of the rows that other rows name; an unknown name is reported with the nearest known one.</summary>
/// <typeparam name="T">The rows named.</typeparam>
internal sealed class NameTable<T>
    where T : class
{
    private readonly Dictionary<string, T> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _seen = new(StringComparer.Ordinal);
    private readonly Func<T, string> _id;
    private readonly string _what;
    private readonly Problems _problems;

    public NameTable(IReadOnlyList<T> rows, Func<T, IEnumerable<string>> names, Func<T, string> id, string what, Problems problems)
    {
        (_id, _what, _problems) = (id, what, problems);
        foreach (var row in rows)
        {
            foreach (var name in names(row))
            {
                _byName.TryAdd(Spelling.Fold(name), row);
            }
        }
    }

    /// <summary>The row of that name, or null (reported) where there is none.</summary>
    public T? Find(string name, Func<Location> where)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (_byName.TryGetValue(Spelling.Fold(name), out var row))
        {
            return row;
        }

        _problems.Error(where(), "unknown-" + _what, $"unknown {_what} \"{name}\"{Spelling.DidYouMean(name, _byName.Values.Select(_id))}");
        return null;
    }

    /// <summary>The id of the row of that name, or null (reported) where there is none; folds each spelling only once.</summary>
    public string? FindId(CsvRow row, string column)
    {
        var name = row.RequiredText(column);
        if (!_seen.TryGetValue(name, out var id) || id is null)
        {
            id = Find(name, () => row.WhereIs(column)) is { } found ? _id(found) : null;
            _seen[name] = id;
        }

        return id;
    }
}
