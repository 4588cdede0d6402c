namespace Mtok.Tracking;

/// <summary>The columns of segments as ClickHouse declares them: of a type that is guessed, it may take the first file's for all.</summary>
internal static class SegmentColumns
{
    /// <summary>The structure of a kind's segments, found from the statement that writes them.</summary>
    /// <param name="database">A database with the tables of a ledger.</param>
    /// <param name="segment">A segment of the kind.</param>
    public static string Declared(LedgerDatabase database, Segment segment) =>
        string.Join(", ", database.Rows($"DESCRIBE {Selection(segment)}").Select(row => $"`{row.GetString(0)}` Nullable({TypeOf(row.GetString(1))})"));

    private static string Selection(Segment segment) => segment.Kind switch
    {
        HourCloser.HourSums => UsageTable.RollUp,
        HourCloser.Tables => $"SELECT * FROM {segment.Source}",
        CounterTurns.Kind => Of(HourKind.Samples),
        _ => Of(HourKind.All.Single(kind => kind.Name == segment.Kind)),
    };

    private static string Of(HourKind kind) => $"SELECT {kind.Columns} FROM {kind.Origin}";

    private static string TypeOf(string type) => type switch
    {
        "BOOLEAN" => "Bool",
        "TINYINT" => "Int8",
        "INTEGER" => "Int32",
        "BIGINT" => "Int64",
        "DOUBLE" => "Float64",
        "VARCHAR" => "String",
        "TIMESTAMP" => "DateTime64(6, \\'UTC\\')",
        "DECIMAL(38,12)" => "Decimal(38, 12)",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no column of a segment has it"),
    };
}
