using System.Globalization;

namespace Mtok.Imports;

/// <summary>Rewrites files of imported prices that have an older header: each row keeps its content under the columns of today.</summary>
internal static class PriceHeader
{
    private const string Discount = "batch_discount";
    private static readonly string[] Discounted =
    [
        "input_usd_per_mtok", "output_usd_per_mtok", "cached_input_usd_per_mtok", "cache_write_usd_per_mtok",
    ];

    /// <summary>The text under the given header; null where a column of the text has no place in it, or the text is broken.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="header">The header of today.</param>
    public static string? Upgraded(string path, string text, string header)
    {
        var lines = text.ReplaceLineEndings("\n");
        var old = lines.Split('\n')[0];
        if (old == header)
        {
            return text;
        }

        var columns = header.Split(',');
        var given = old.Split(',');
        if (given.Except(columns).Except([Discount]).Any())
        {
            return null;
        }

        var problems = new Problems();
        var rows = new CsvTable(path, lines, problems).Rows([], given).SelectMany(row => Rows(row, columns, given)).ToList();
        return problems.HasErrors ? null : $"{header}\n{string.Concat(rows)}";
    }

    /// <summary>The row under the new columns, and its discount for batch answers as a row of batch prices.</summary>
    private static IEnumerable<string> Rows(CsvRow row, string[] columns, string[] given)
    {
        var texts = given.ToDictionary(column => column, row.Text, StringComparer.Ordinal);
        yield return PriceRows.Line([.. columns.Select(column => texts.GetValueOrDefault(column, ""))]);
        if (!decimal.TryParse(texts.GetValueOrDefault(Discount), NumberStyles.Float, CultureInfo.InvariantCulture, out var discount) || discount == 0)
        {
            yield break;
        }

        foreach (var column in Discounted.Where(column => texts.GetValueOrDefault(column, "").Length > 0))
        {
            var price = decimal.Parse(texts[column], NumberStyles.Float, CultureInfo.InvariantCulture);
            texts[column] = (price * (1 - discount)).ToString("0.############", CultureInfo.InvariantCulture);
        }

        texts["service"] = "batch";
        yield return PriceRows.Line([.. columns.Select(column => texts.GetValueOrDefault(column, ""))]);
    }
}
