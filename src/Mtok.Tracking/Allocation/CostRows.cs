namespace Mtok.Tracking;

/// <summary>Rows of cost, those of one hour, key and kind added up; nothing is kept where they cancel out.</summary>
internal sealed class CostRows
{
    private readonly Dictionary<CostRow, decimal> _sums = [];

    /// <summary>Adds an amount.</summary>
    public void Add(CostRow row)
    {
        var key = row with { Amount = row.Amount with { Amount = 0 } };
        _sums[key] = _sums.GetValueOrDefault(key) + row.Amount.Amount;
    }

    /// <summary>The rows, in the order of their hours, keys, kinds and currencies.</summary>
    public IReadOnlyList<CostRow> All =>
        [
            .. _sums.Where(row => row.Value != 0)
                .Select(row => row.Key with { Amount = row.Key.Amount with { Amount = row.Value } })
                .OrderBy(row => row.Hour ?? DateTimeOffset.MinValue).ThenBy(row => row.Key.Deployment, StringComparer.Ordinal)
                .ThenBy(row => row.Key.Model, StringComparer.Ordinal).ThenBy(row => row.Key.Team, StringComparer.Ordinal).ThenBy(row => row.Kind)
                .ThenBy(row => row.Amount.Currency, StringComparer.Ordinal).ThenBy(row => row.IsEstimate).ThenBy(row => row.IsOfMachines),
        ];
}
