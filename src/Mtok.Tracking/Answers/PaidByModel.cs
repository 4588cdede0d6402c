namespace Mtok.Tracking;

/// <summary>
/// What was paid for each model, on the allocation basis: work that was answered or failed, and a share of what its machines were idle or
/// starting, in proportion to that work. The rest belongs to no model; all together is what was paid, to the last digit.
/// </summary>
internal sealed class PaidByModel
{
    private static readonly CostKind[] OfMachines = [CostKind.Idle, CostKind.ColdStart];
    private static readonly CostKind[] OfWork = [CostKind.Busy, CostKind.Failed];
    private readonly Dictionary<(string Model, PaidFor Of), decimal> _sums = [];

    private PaidByModel()
    {
    }

    /// <summary>The models that anything was paid for, by name.</summary>
    public IEnumerable<string> Models => _sums.Keys.Select(key => key.Model).Where(model => model.Length > 0).Distinct().Order(StringComparer.Ordinal);

    /// <summary>What was paid for no model.</summary>
    public IReadOnlyList<PaidFor> Unassigned => Of("");

    /// <summary>What was paid for a model, by kind.</summary>
    public IReadOnlyList<PaidFor> Of(string model) =>
        [
            .. _sums.Where(sum => sum.Key.Model == model && sum.Value != 0)
                .Select(sum => sum.Key.Of with { Amount = sum.Key.Of.Amount with { Amount = sum.Value } })
                .OrderBy(paid => paid.Kind).ThenBy(paid => paid.Amount.Currency, StringComparer.Ordinal).ThenBy(paid => paid.IsEstimate),
        ];

    /// <summary>Divides rows of cost among models.</summary>
    /// <param name="rows">All rows of the time asked about.</param>
    /// <param name="catalog">Knows the spellings of models.</param>
    public static PaidByModel Of(IEnumerable<CostRow> rows, Catalog catalog)
    {
        var paid = new PaidByModel();
        foreach (var pool in rows.GroupBy(row => (row.Key.Deployment, row.Amount.Currency, row.IsEstimate)))
        {
            var work = pool.Where(row => row.Key.Model.Length > 0 && OfWork.Contains(row.Kind))
                .GroupBy(row => NameOf(row.Key.Model, catalog), StringComparer.Ordinal).OrderBy(model => model.Key, StringComparer.Ordinal)
                .Select(model => (Name: model.Key, Amount: model.Sum(row => row.Amount.Amount))).Where(model => model.Amount > 0).ToList();
            foreach (var row in pool)
            {
                if (row.Key.Model.Length > 0 && OfWork.Contains(row.Kind))
                {
                    paid.Add(NameOf(row.Key.Model, catalog), row, row.Amount.Amount);
                }
                else if (row.Key.Deployment.Length > 0 && OfMachines.Contains(row.Kind) && work.Count > 0)
                {
                    var shares = MoneyShares.Of(row.Amount.Amount, work.ConvertAll(model => model.Amount));
                    work.Zip(shares).ToList().ForEach(share => paid.Add(share.First.Name, row, share.Second));
                }
                else
                {
                    paid.Add("", row, row.Amount.Amount);
                }
            }
        }

        return paid;
    }

    /// <summary>The catalog's id of a model, or its name as it is spelt.</summary>
    public static string NameOf(string spelling, Catalog catalog) => spelling.Length == 0 ? "" : catalog.FindModel(spelling)?.Id ?? spelling;

    private void Add(string model, CostRow row, decimal amount)
    {
        var of = new PaidFor(row.Kind, row.Amount with { Amount = 0 }, row.IsEstimate);
        _sums[(model, of)] = _sums.GetValueOrDefault((model, of)) + amount;
    }
}
