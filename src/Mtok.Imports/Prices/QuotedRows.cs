namespace Mtok.Imports;

/// <summary>Imported rows of one kind; of several prices with the same key and day the highest is kept, as in the catalog.</summary>
internal sealed class QuotedRows<TKey, T>(QuoteRemarks remarks)
    where TKey : notnull
{
    private readonly Dictionary<TKey, T> _rows = [];

    public IEnumerable<KeyValuePair<TKey, T>> All => _rows;

    public IReadOnlyCollection<T> Rows => _rows.Values;

    public void Remove(TKey key) => _rows.Remove(key);

    public void Replace(TKey key, T row) => _rows[key] = row;

    /// <summary>The row of that key; the default if there is none.</summary>
    public T? Find(TKey key) => _rows.GetValueOrDefault(key);

    /// <summary>Keeps a row, or records why another one is kept.</summary>
    /// <param name="key">Its key and day.</param>
    /// <param name="row">The row.</param>
    /// <param name="line">Its line.</param>
    /// <param name="named">Its display name.</param>
    /// <param name="same">Whether a row has the same price.</param>
    /// <param name="noCheaper">Whether a row's price is at least as high.</param>
    public void Keep(TKey key, T row, int line, string named, Func<T, bool> same, Func<T, bool> noCheaper)
    {
        if (_rows.TryAdd(key, row))
        {
            return;
        }

        if (same(_rows[key]))
        {
            remarks.Drop("repeated", "the same price repeated, for example for another zone", line, named);
            return;
        }

        remarks.Drop("several-prices", "another price for the same item on the same day; the highest is kept", line, named);
        _rows[key] = noCheaper(_rows[key]) ? _rows[key] : row;
    }
}
