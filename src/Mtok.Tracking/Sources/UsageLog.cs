namespace Mtok.Tracking;

/// <summary>A usage log of any origin, CSV or JSON lines: one row a request, its columns by common spellings or as a user names them.</summary>
internal static class UsageLog
{
    public static Source Source { get; } = Reading(UsageColumns.Common);

    /// <summary>A log whose columns a user named.</summary>
    public static Source Reading(UsageColumns columns) =>
        new("usage log", file => Fits(file, columns), (file, readings, problems) => Read(file, columns, readings, problems));

    private static bool Fits(SourceFile file, UsageColumns columns)
    {
        var names = IsJson(file) ? [.. JsonNames.In(file)] : CsvRecords.Header(file);
        return columns.Given.All(given => names.Contains(given, StringComparer.OrdinalIgnoreCase))
            && names.Any(name => columns.Of(name) is { } known && FlatUsage.IsTokens(known.Column) && (columns.Given.Contains(name) || !IsText(name, file)));
    }

    /// <summary>In JSON, what a model was given and what it wrote are called so as well.</summary>
    private static bool IsText(string name, SourceFile file) => name is "input" or "output" && IsJson(file);

    private static bool IsJson(SourceFile file) => file.HeadText.AsSpan().TrimStart() is ['{' or '[', ..];

    private static void Read(SourceFile file, UsageColumns columns, IReadings readings, Problems problems)
    {
        if (!IsJson(file))
        {
            ReadCsv(file, columns, readings, problems);
            return;
        }

        JsonRecords.Read(file, problems, (record, where) =>
        {
            if (record.ValueKind != System.Text.Json.JsonValueKind.Object)
            {
                problems.Error(where, "broken-json", "a record must be an object");
            }
            else if (!FlatUsage.TryAdd(record, columns, where, readings, problems))
            {
                new AnswerReadings(readings, problems).AddWithoutUsage(record, where);
            }
        });
    }

    private static void ReadCsv(SourceFile file, UsageColumns columns, IReadings readings, Problems problems)
    {
        (UsageColumn Column, int Rank)?[]? known = null;
        CsvRecords.Read(file, problems, (reader, where) =>
        {
            known ??= [.. Enumerable.Range(0, reader.FieldCount).Select(field => columns.Of(reader.GetName(field).Trim()))];
            var row = new FlatUsage(where, problems);
            for (var field = 0; field < known.Length; field++)
            {
                if (known[field] is { } column)
                {
                    row.Tell(column.Column, column.Rank, reader.GetName(field), reader.GetString(field).Trim());
                }
            }

            row.Put(readings);
        });
    }
}
