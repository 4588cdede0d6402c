namespace Mtok.Imports;

/// <summary>Rows of one kind as they are taken; of several prices of one key and day the dearest is kept, as the catalog would count it.</summary>
internal sealed class QuotedRows<TKey, T>(QuoteRemarks remarks)
    where TKey : notnull
{
    private readonly Dictionary<TKey, T> _rows = [];

    public IEnumerable<KeyValuePair<TKey, T>> All => _rows;

    public IReadOnlyCollection<T> Rows => _rows.Values;

    public void Remove(TKey key) => _rows.Remove(key);

    /// <summary>Takes a row, or says why another one stays.</summary>
    /// <param name="key">Its key and day.</param>
    /// <param name="row">The row.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="named">What to call it.</param>
    /// <param name="same">Whether a row asks the same price.</param>
    /// <param name="dearer">Whether a row asks no less.</param>
    public void Keep(TKey key, T row, int line, string named, Func<T, bool> same, Func<T, bool> dearer)
    {
        if (_rows.TryAdd(key, row))
        {
            return;
        }

        if (same(_rows[key]))
        {
            remarks.Drop("repeated", "the same price again, such as for another zone", line, named);
            return;
        }

        remarks.Drop("several-prices", "another price for the same thing on the same day; the dearest is kept", line, named);
        _rows[key] = dearer(_rows[key]) ? _rows[key] : row;
    }
}
