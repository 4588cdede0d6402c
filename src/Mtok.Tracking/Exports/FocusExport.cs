namespace Mtok.Tracking;

/// <summary>
/// What was tracked as FOCUS 1.4 rows: the bill with the cost of each deployment's machines split by what they did. Billed and effective cost
/// add up to those of the bill, to the last digit.
/// </summary>
public sealed class FocusExport
{
    private readonly FocusColumns _columns;
    private readonly IReadOnlyList<FocusCharge> _charges;

    private FocusExport(FocusColumns columns, IReadOnlyList<FocusCharge> charges)
    {
        _columns = columns;
        _charges = charges;
    }

    /// <summary>How many rows there are.</summary>
    public int Rows => _charges.Count;

    /// <summary>Billed and effective cost by currency.</summary>
    public IReadOnlyList<BillTotal> Totals =>
        [
            .. _charges.GroupBy(charge => charge.Billed.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new BillTotal(
                    new(group.Sum(charge => charge.Billed.Amount), group.Key), new(group.Sum(charge => charge.Effective), group.Key))),
        ];

    /// <summary>The export; rows without a time are problems.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="span">The time asked about.</param>
    /// <param name="period">The length of a charge period of machines.</param>
    /// <param name="account">The billing account that all rows name.</param>
    /// <param name="capacities">Says what a token takes of a machine's time; null to divide by tokens.</param>
    /// <param name="problems">Where to report.</param>
    public static FocusExport Of(Tracked tracked, TrackSpan span, FocusPeriod period, string account, Capacities? capacities, Problems problems)
    {
        var accounts = TrackAnswers.Accounts(tracked, capacities);
        var machines = new FocusMachines(tracked, accounts, period, problems).Of(span);
        var rows = new FocusBillRows(tracked.Deployments, problems).Of(tracked.Bills.Where(row => span.Holds(UsageHour.HourOf(row.From))));
        return new(new(account), [.. machines.Concat(rows).OrderBy(charge => charge.From).ThenBy(charge => charge.Until)]);
    }

    /// <summary>Writes the rows as CSV with a header.</summary>
    public void Write(TextWriter writer)
    {
        writer.Write(string.Join(',', _columns.All.Select(column => column.Key)) + "\n");
        foreach (var charge in _charges)
        {
            writer.Write(string.Join(',', _columns.All.Select(column => Field(column.Value(charge)))) + "\n");
        }
    }

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
