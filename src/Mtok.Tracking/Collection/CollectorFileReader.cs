namespace Mtok.Tracking;

/// <summary>
/// Reads what a collector goes and gets by itself: TOML with <c>[[scrape]]</c>, <c>[[prometheus]]</c>, <c>[[tail]]</c> and <c>[[import]]</c>.
/// </summary>
/// <param name="problems">Where to report; every problem of a file is.</param>
public sealed class CollectorFileReader(Problems problems)
{
    private static readonly Limits<Duration> ScrapeEvery = new(Duration.FromSeconds(1), Duration.FromHours(1));
    private static readonly Limits<Duration> QueryEvery = new(Duration.FromSeconds(5), Duration.FromHours(1));
    private static readonly Limits<Duration> Window = new(Duration.FromSeconds(10), Duration.FromHours(24));
    private static readonly Limits<Duration> TailEvery = new(Duration.FromSeconds(0.1), Duration.FromHours(1));
    private static readonly Limits<Duration> ImportEvery = new(Duration.FromSeconds(1), Duration.FromHours(24));
    private static readonly Duration UsualScrape = Duration.FromSeconds(15);
    private static readonly Duration UsualQuery = Duration.FromSeconds(60);
    private static readonly Duration UsualTail = Duration.FromSeconds(1);
    private static readonly Duration UsualImport = Duration.FromSeconds(60);

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The file; null if there are errors (reported).</returns>
    public CollectorFile? Read(string path, string text)
    {
        var before = problems.All.Count(problem => problem.Severity == Severity.Error);
        if (TomlTable.Parse(path, text, problems) is not { } root)
        {
            return null;
        }

        var scrapes = root.Tables("scrape").Select(row => (Row: row, Read: Scrape(row))).ToList();
        var queries = root.Tables("prometheus").Select(row => (Row: row, Read: Query(row))).ToList();
        var tails = root.Tables("tail").Select(row => (Row: row, Read: Tail(row))).ToList();
        var imports = root.Tables("import").Select(row => (Row: row, Read: Import(row))).ToList();
        root.RejectUnknown();
        CheckTwice(scrapes.Select(each => (each.Row, each.Read.Target)), "target");
        CheckTwice(queries.Select(each => (each.Row, each.Read.Url.ToString())), "url");
        CheckTwice(tails.Select(each => (each.Row, each.Read.Path)), "path");
        CheckTwice(imports.Select(each => (each.Row, each.Read.Path)), "path");
        return problems.All.Count(problem => problem.Severity == Severity.Error) == before
            ? new(
                [.. scrapes.Select(each => each.Read)],
                [.. queries.Select(each => each.Read)],
                [.. tails.Select(each => each.Read)],
                [.. imports.Select(each => each.Read)])
            : null;
    }

    private ScrapeTarget Scrape(TomlTable row)
    {
        var url = Address(row);
        string[] names = ["job", "deployment"];
        var labels = names.Select(name => KeyValuePair.Create(name, row.OptionalText(name) ?? "")).Where(label => label.Value.Length > 0).ToDictionary();
        var target = row.OptionalText("target") ?? url.Authority;
        var scrape = new ScrapeTarget(url, target, TimeSpan.FromSeconds(Every(row, ScrapeEvery, UsualScrape).Seconds), labels, Variable(row));
        row.RejectUnknown();
        return scrape;
    }

    private PrometheusServer Query(TomlTable row)
    {
        var every = Every(row, QueryEvery, UsualQuery);
        var window = row.OptionalQuantity("window", Window) ?? Duration.FromSeconds(Math.Min(2 * every.Seconds, Window.High.Seconds));
        if (window <= every)
        {
            problems.Error(row.WhereIs("window"), "short-window", "\"window\" must be longer than \"every\", or samples between two queries are lost");
        }

        var server = new PrometheusServer(Address(row), TimeSpan.FromSeconds(every.Seconds), TimeSpan.FromSeconds(window.Seconds), Variable(row));
        row.RejectUnknown();
        return server;
    }

    private FollowedLog Tail(TomlTable row)
    {
        var path = row.Text("path");
        if (Path.GetDirectoryName(path) is { } folder && folder.Contains('*', StringComparison.Ordinal))
        {
            problems.Error(row.WhereIs("path"), "bad-path", "\"path\" may have * in the name of the file, not in that of a folder");
        }

        var columns = row.OptionalText("columns") is { } text ? UsageColumns.Parse(text, row.WhereIs("columns"), problems) : null;
        var tail = new FollowedLog(path, TimeSpan.FromSeconds(Every(row, TailEvery, UsualTail).Seconds), columns);
        row.RejectUnknown();
        return tail;
    }

    private static WatchedFiles Import(TomlTable row)
    {
        var import = new WatchedFiles(row.Text("path"), TimeSpan.FromSeconds(Every(row, ImportEvery, UsualImport).Seconds));
        row.RejectUnknown();
        return import;
    }

    private static Duration Every(TomlTable row, Limits<Duration> limits, Duration otherwise) => row.OptionalQuantity("every", limits) ?? otherwise;

    private Uri Address(TomlTable row)
    {
        var text = row.Text("url");
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)
        {
            return url;
        }

        if (text.Length > 0)
        {
            problems.Error(row.WhereIs("url"), "bad-url", $"\"url\" must be an address such as http://host:8000/metrics, without a password, not \"{text}\"");
        }

        return new("http://unknown");
    }

    /// <summary>The name of a variable: a secret itself has no place in a file.</summary>
    private string? Variable(TomlTable row)
    {
        var name = row.OptionalText("bearer_env");
        if (name is not null && !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            problems.Error(row.WhereIs("bearer_env"), "bad-name", "\"bearer_env\" must be the name of a variable of the environment");
        }

        return name;
    }

    private void CheckTwice(IEnumerable<(TomlTable Row, string Name)> all, string key)
    {
        foreach (var twice in all.Where(each => each.Name.Length > 0).GroupBy(each => each.Name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            problems.Error(twice.Last().Row.WhereIs(key), "duplicate-key", $"the {key} \"{twice.Key}\" is given twice");
        }
    }
}
