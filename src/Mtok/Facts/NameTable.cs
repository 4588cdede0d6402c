namespace Mtok;

/// <summary>The ids and aliases of rows that other rows refer to; an unknown name is reported with the nearest known one.</summary>
/// <typeparam name="T">The type of the rows.</typeparam>
internal sealed class NameTable<T>
    where T : class
{
    private readonly Dictionary<string, T> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _seen = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<T> _rows;
    private readonly Func<T, string> _id;
    private readonly Func<T, IEnumerable<string>> _sharedNames;
    private readonly string _what;
    private readonly Problems _problems;

    public NameTable(
        IReadOnlyList<T> rows, Func<T, IEnumerable<string>> names, Func<T, IEnumerable<string>> sharedNames, Func<T, string> id, string what,
        Problems problems)
    {
        _rows = rows;
        _sharedNames = sharedNames;
        _id = id;
        _what = what;
        _problems = problems;
        foreach (var row in rows)
        {
            foreach (var name in names(row))
            {
                _byName.TryAdd(Spelling.Fold(name), row);
            }
        }
    }

    /// <summary>The row of that name; null if there is none (reported).</summary>
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

        _problems.Error(where(), "unknown-" + _what, $"unknown {_what} \"{name}\"{NameTables.Suggest(name, _rows, _id, _sharedNames)}");
        return null;
    }

    /// <summary>The id of the row of that name; null if there is none (reported). Folds each spelling only once.</summary>
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

/// <summary>Name tables of the rows of a catalog.</summary>
internal static class NameTables
{
    /// <summary>Accelerators by id and alias.</summary>
    public static NameTable<Accelerator> Of(IReadOnlyList<Accelerator> rows, Problems problems) =>
        new(rows, row => row.Aliases.Prepend(row.Id), row => row.SharedNames, row => row.Id, "accelerator", problems);

    /// <summary>Models by id and alias.</summary>
    public static NameTable<Model> Of(IReadOnlyList<Model> rows, Problems problems) =>
        new(rows, row => row.Aliases.Prepend(row.Id), row => row.SharedNames, row => row.Id, "model", problems);

    /// <summary>What an unknown name may stand for: the rows that share it, else the nearest spelling.</summary>
    public static string Suggest<T>(string name, IReadOnlyList<T> rows, Func<T, string> id, Func<T, IEnumerable<string>> sharedNames)
    {
        var sharing = rows.Where(row => sharedNames(row).Any(shared => Spelling.Fold(shared) == Spelling.Fold(name))).Select(id).ToList();
        return sharing.Count > 0
            ? $"; it may mean {string.Join(" or ", sharing)}: say which"
            : Spelling.DidYouMean(name, rows.Select(id));
    }
}
