using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Values of a row that may not be stated.</summary>
internal static class AppendedRow
{
    public static IDuckDBAppenderRow Append(this IDuckDBAppenderRow row, long? value) => value is { } known ? row.AppendValue(known) : row.AppendNullValue();

    public static IDuckDBAppenderRow Append(this IDuckDBAppenderRow row, int? value) => value is { } known ? row.AppendValue(known) : row.AppendNullValue();

    public static IDuckDBAppenderRow Append(this IDuckDBAppenderRow row, double? value) => value is { } known ? row.AppendValue(known) : row.AppendNullValue();

    public static IDuckDBAppenderRow Append(this IDuckDBAppenderRow row, string? value) => value is null ? row.AppendNullValue() : row.AppendValue(value);

    /// <summary>An amount, rounded here: an appender cuts.</summary>
    public static IDuckDBAppenderRow Append(this IDuckDBAppenderRow row, decimal? amount) =>
        amount is { } known ? row.AppendValue(Math.Round(known, Money.Decimals)) : row.AppendNullValue();
}
