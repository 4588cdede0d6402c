namespace Mtok.Tracking;

/// <summary>
/// The columns of a bill by name, however the exporter spells it: <c>PreTaxCost</c>, <c>lineItem/UnblendedCost</c> and
/// <c>line_item_unblended_cost</c>, <c>Maßeinheit (UnitOfMeasure)</c>.
/// </summary>
internal sealed class BillColumns
{
    private readonly Dictionary<string, int> _at = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the names in order; of two that are the same, the first counts.</summary>
    public BillColumns(IEnumerable<string> names)
    {
        foreach (var (at, name) in names.Index())
        {
            _at.TryAdd(Fold(name), at);
        }
    }

    /// <summary>Whether a column is there, named without separators, in any case.</summary>
    public bool Has(string column) => _at.ContainsKey(column);

    /// <summary>Where a column is; -1 where it is missing.</summary>
    public int IndexOf(string column) => _at.GetValueOrDefault(column, -1);

    /// <summary>The name less separators; of a translated name, the original in its brackets.</summary>
    public static string Fold(string name)
    {
        var bare = name.Trim();
        var open = bare.LastIndexOf('(');
        var original = open > 0 && bare[^1] == ')' ? bare[(open + 1)..^1] : bare;
        return string.Concat(original.Where(char.IsLetterOrDigit));
    }
}
