using System.Globalization;
using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Rows of bills. Amounts are kept twice: as decimals that any engine adds up, and exactly as billed.</summary>
internal sealed class BillTable(LedgerDatabase database) : IDisposable
{
    private DuckDBAppender? _rows;
    private (int File, int Place) _last;

    /// <summary>Takes a row.</summary>
    public void Add(BillRow row, RowOrigin origin)
    {
        _rows ??= database.Appender("bill_rows");
        _last = (origin.File, _last.File == origin.File ? _last.Place + 1 : 0);
        _rows.CreateRow().AppendValue(origin.File).AppendValue(_last.Place).AppendValue(row.Where.Line).AppendValue(row.Provider).AppendValue(row.Period)
            .Append(LedgerTime.Stamp(row.From)).Append(LedgerTime.Stamp(row.Until)).AppendValue(row.Item.ToString())
            .AppendValue(row.Key.Model).AppendValue(row.Key.Team).AppendValue(row.Key.Deployment)
            .Append(row.Billed.Amount).AppendValue(Exact(row.Billed.Amount)).AppendValue(row.Billed.Currency)
            .Append(row.Effective?.Amount).Append(row.Effective is { } effective ? Exact(effective.Amount) : null).Append(row.Effective?.Currency)
            .Append(row.Class?.ToString()).Append(row.Tokens).AppendValue(row.Resource).AppendValue(row.Sku).AppendValue(row.Service)
            .Append(row.Hours?.Seconds).AppendValue(row.Description).AppendValue(row.Credential).AppendValue(row.Commitment)
            .AppendValue(row.IsCorrection).EndRow();
    }

    /// <summary>Hands the rows taken so far to the database; after a transaction that failed, forgets them.</summary>
    public void Flush()
    {
        _rows?.Dispose();
        _rows = null;
    }

    /// <summary>All rows that no later file replaces, file by file, with the path of their file last.</summary>
    private const string Selection =
        "SELECT line, provider, period, from_ts, until_ts, item, model, team, deployment, billed_exact, currency, effective_exact, effective_currency, "
        + "token_class, tokens, resource, sku, service, seconds, description, credential, commitment, correction, path, file "
        + "FROM bill_rows JOIN files USING (file) WHERE NOT replaced ORDER BY path, file, place";

    /// <summary>All rows of <see cref="Selection"/>, by the number of their file: paths may be alike.</summary>
    public static ILookup<int, BillRow> ByFile(LedgerDatabase database) =>
        database.Rows(Selection).Select(row => (File: row.GetInt32(24), Row: Read(row))).ToLookup(each => each.File, each => each.Row);

    /// <summary>A row of <see cref="Selection"/>.</summary>
    private static BillRow Read(DuckDBDataReader row) => new(
        new(row.GetString(23), row.GetInt32(0), 1),
        row.GetString(1),
        row.GetString(2),
        LedgerTime.Moment(Count(row, 3)),
        LedgerTime.Moment(Count(row, 4)),
        Enum.Parse<BillItem>(row.GetString(5)),
        new(row.GetString(6), row.GetString(7), row.GetString(8)),
        new(Amount(row.GetString(9)), row.GetString(10)),
        row.IsDBNull(11) ? null : new(Amount(row.GetString(11)), row.GetString(12)))
    {
        Class = row.IsDBNull(13) ? null : Enum.Parse<TokenClass>(row.GetString(13)),
        Tokens = Count(row, 14),
        Resource = row.GetString(15),
        Sku = row.GetString(16),
        Service = row.GetString(17),
        Hours = row.IsDBNull(18) ? null : Duration.FromSeconds(row.GetDouble(18)),
        Description = row.GetString(19),
        Credential = row.GetString(20),
        Commitment = row.GetString(21),
        IsCorrection = row.GetBoolean(22),
    };

    /// <inheritdoc/>
    public void Dispose() => Flush();

    private static string Exact(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static decimal Amount(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static long? Count(DuckDBDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
