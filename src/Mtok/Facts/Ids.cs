namespace Mtok;

/// <summary>Reads what every catalog row has: an id and its provenance.</summary>
internal static class Ids
{
    /// <summary>The row's id: lower-case letters, digits, hyphens and dots.</summary>
    /// <param name="row">The row.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="others">Other letters that are allowed.</param>
    public static string Read(TomlTable row, Problems problems, string others = "")
    {
        var id = row.Text("id");
        Check(new string([.. id.Where(letter => !others.Contains(letter))]), () => row.WhereIs("id"), problems);
        return id;
    }

    /// <summary>Whether a text has only lower-case letters, digits, hyphens and dots.</summary>
    public static bool IsId(string text) => text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.');

    /// <summary>Reports a text that is no id.</summary>
    public static void Check(string id, Func<Location> where, Problems problems)
    {
        if (!IsId(id))
        {
            problems.Error(where(), "bad-id", $"\"{id}\": an id has lower-case letters, digits, hyphens and dots only");
        }
    }

    /// <summary>The sources and date of a TOML row.</summary>
    public static Provenance ReadProvenance(TomlTable row, Problems problems)
    {
        var sources = row.Texts("sources");
        if (sources.Count == 0)
        {
            problems.Error(row.Where, "missing-source", "\"sources\" is missing: every fact must name its publisher");
        }

        return new(ReadAsOf(row.Text("as_of"), row.WhereIs("as_of"), problems), string.Join("; ", sources), row.Where);
    }

    /// <summary>The source and date of a CSV row.</summary>
    public static Provenance ReadProvenance(CsvRow row, Problems problems)
    {
        var text = row.Text("as_of");
        var asOf = default(AsOf);
        if (text.Length == 0)
        {
            problems.Error(row.WhereIs("as_of"), "missing-date", "\"as_of\" is blank; write a date, or \"undated\" where the source gives none");
        }
        else
        {
            asOf = ReadAsOf(text, null, problems, row);
        }

        var source = row.Text("source");
        if (source.Length == 0)
        {
            problems.Error(row.WhereIs("source"), "missing-source", "\"source\" is blank: every row must name its publisher");
        }

        return new(asOf, source, row.Where);
    }

    /// <summary>The source and dates of a price: when it was last seen, and from when to when it holds.</summary>
    public static Provenance ReadPriceProvenance(CsvRow row, Problems problems)
    {
        var provenance = ReadProvenance(row, problems) with
        {
            Since = ReadDay(row, "since", problems),
            Until = ReadDay(row, "until", problems),
            Announced = ReadDay(row, "announced", problems),
        };
        if (provenance is { Since: { } since, Until: { } until } && until.LastDay < since.From)
        {
            problems.Error(row.WhereIs("until"), "ends-before-start", $"\"until\" is {until}, before \"since\", {since}");
        }

        return provenance;
    }

    /// <summary>A required date of a TOML row.</summary>
    public static AsOf ReadDay(TomlTable row, string key, Problems problems)
    {
        var text = row.Text(key);
        if (!AsOf.TryParse(text, out var day) && text.Length > 0)
        {
            problems.Error(row.WhereIs(key), "bad-date", $"\"{key}\" must be a date such as 2026-05-20, a month or a year, not \"{text}\"");
        }

        return day;
    }

    private static AsOf? ReadDay(CsvRow row, string column, Problems problems)
    {
        if (row.Text(column) is not { Length: > 0 } text)
        {
            return null;
        }

        if (AsOf.TryParse(text, out var day) && day.IsDated)
        {
            return day;
        }

        problems.Error(row.WhereIs(column), "bad-date", $"\"{column}\" must be a date such as 2026-05-20, a month, a year, or blank, not \"{text}\"");
        return null;
    }

    private static AsOf ReadAsOf(string text, Location? where, Problems problems, CsvRow? row = null)
    {
        if (!AsOf.TryParse(text, out var asOf) && text.Length > 0)
        {
            problems.Error(
                where ?? row!.WhereIs("as_of"), "bad-date", $"\"as_of\" must be a date such as 2026-05-20, a month, a year, or \"undated\", not \"{text}\"");
        }

        return asOf;
    }
}
