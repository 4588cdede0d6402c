namespace Mtok.Tracking;

/// <summary>The reading of one bill: where rows go, and what has to be said about them.</summary>
/// <param name="readings">Where rows go.</param>
/// <param name="problems">Where unusable rows are reported.</param>
internal sealed class BillReading(IReadings readings, Problems problems)
{
    /// <summary>The code of ISO 4217 for an amount whose currency is not stated.</summary>
    private const string NoCurrency = "XXX";

    private bool _isEmpty = true;

    /// <summary>Takes a row.</summary>
    public void Add(BillRow row)
    {
        _isEmpty = false;
        if (row.IsContradictory)
        {
            Remark(row.Where, "the effective cost differs from the billed cost and no commitment explains it; the billed cost is used");
        }

        readings.Add(row);
    }

    /// <summary>
    /// The amount of the first of the columns that states one; null where none does (reported): a row without its cost is not a row of zero.
    /// </summary>
    public Money? Billed(BillLine line, ReadOnlySpan<string> columns, string currency)
    {
        _isEmpty = false;
        var text = line.Text(columns);
        if (text.Length == 0)
        {
            problems.Error(line.Where, "missing-cost", $"the row has no cost: {string.Join(", ", columns!)} {(columns.Length == 1 ? "is" : "are")} blank");
            return null;
        }

        if (BillText.Amount(text) is not { } amount)
        {
            problems.Error(line.Where, "bad-amount", $"the cost must be an amount such as 0.075, not \"{Short(text)}\"");
            return null;
        }

        return new(amount, CurrencyOf(line, currency));
    }

    /// <summary>An amount that a row may leave out; null where it does, or states none (remarked).</summary>
    public decimal? Amount(BillLine line, params ReadOnlySpan<string> columns)
    {
        var text = line.Text(columns);
        if (text.Length == 0)
        {
            return null;
        }

        var amount = BillText.Amount(text);
        if (amount is null)
        {
            Remark(line.Where, $"{columns[0]} is not a number and is taken as not stated");
        }

        return amount;
    }

    /// <summary>A time; null where it is not stated, or is none (remarked).</summary>
    public DateTimeOffset? Time(BillLine line, params ReadOnlySpan<string> columns)
    {
        var text = line.Text(columns);
        if (text.Length == 0)
        {
            return null;
        }

        var time = BillText.Time(text);
        if (time is null)
        {
            Remark(line.Where, $"{columns[0]} is not a date or time and is taken as not stated");
        }

        return time;
    }

    /// <summary>A number of tokens; null where it is not a whole one (remarked).</summary>
    public long? Tokens(Location where, decimal? count)
    {
        if (count is not { } tokens)
        {
            return null;
        }

        if (tokens == decimal.Truncate(tokens) && Math.Abs(tokens) <= long.MaxValue)
        {
            return (long)tokens;
        }

        Remark(where, "the number of tokens is not whole and is taken as not stated");
        return null;
    }

    /// <summary>Says something that the reader of an answer has to know, in the same words for every row that it holds for.</summary>
    public void Remark(Location where, string message) => readings.Warn(where, message);

    /// <summary>Counts a row that is understood and not used.</summary>
    public void LeaveOut(Location where, string reason)
    {
        _isEmpty = false;
        readings.LeaveOut(reason, where);
    }

    /// <summary>Ends the reading of a file.</summary>
    public void End(SourceFile file)
    {
        if (_isEmpty)
        {
            readings.LeaveOut("no rows", file.At(1));
        }
    }

    private string CurrencyOf(BillLine line, string currency)
    {
        if (currency.Length > 0)
        {
            return currency.ToUpperInvariant();
        }

        Remark(line.Where, $"no currency is stated; amounts are kept apart as {NoCurrency}");
        return NoCurrency;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
