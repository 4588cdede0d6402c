using System.Text.RegularExpressions;

namespace Mtok;

/// <summary>The text of a workload file with some of its keys replaced; its other keys and all its comments stay.</summary>
public static partial class WorkloadText
{
    /// <summary>The text with those keys in the places of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="given">The keys; one volume replaces any other, and a shape replaces the peak of the one before.</param>
    /// <returns>The text; null where it writes its tables in a way that lines do not show, such as <c>traffic.shape = "steady"</c>.</returns>
    public static string? With(string text, IReadOnlyList<GivenKey> given)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        if (lines.Exists(line => Hidden().IsMatch(line)) || given.Any(key => key.Path.Count > 2))
        {
            return null;
        }

        foreach (var old in Replaced(given))
        {
            Remove(lines, "traffic", old);
        }

        foreach (var key in given)
        {
            Set(lines, key.Path.Count == 2 ? key.Path[0] : "", key.Path[^1], Value(key));
        }

        return string.Join('\n', lines);
    }

    /// <summary>What no longer holds beside the keys that are given.</summary>
    private static IEnumerable<string> Replaced(IReadOnlyList<GivenKey> given)
    {
        var own = given.Where(key => key.Path is ["traffic", _]).Select(key => key.Path[1]).ToList();
        return (given.Any(GivenKey.IsVolume) ? TrafficReader.VolumeKeys : []).Concat(own.Contains("shape") ? ["peak_ratio"] : Array.Empty<string>())
            .Except(own);
    }

    private static void Set(List<string> lines, string table, string key, string value)
    {
        if (!TryFind(lines, table, out var from, out var until))
        {
            lines.AddRange(["", $"[{table}]", $"{key} = {value}", ""]);
            return;
        }

        if (Line(lines, from, until, key) is not { } at)
        {
            lines.Insert(LastOf(lines, from, until) + 1, $"{key} = {value}");
            return;
        }

        var comment = Comment(lines[at]);
        RemoveRest(lines, at);
        lines[at] = $"{key} = {value}{(comment.Length > 0 ? "  " + comment : "")}";
    }

    private static void Remove(List<string> lines, string table, string key)
    {
        if (TryFind(lines, table, out var from, out var until) && Line(lines, from, until, key) is { } at)
        {
            RemoveRest(lines, at);
            lines.RemoveAt(at);
        }
    }

    /// <summary>The lines of a table, without its head.</summary>
    private static bool TryFind(List<string> lines, string table, out int from, out int until)
    {
        from = table.Length == 0 ? 0 : lines.FindIndex(line => Head().Match(line) is { Success: true } head && head.Groups[1].Value == table) + 1;
        until = lines.FindIndex(from, line => line.TrimStart().StartsWith('['));
        until = until < 0 ? lines.Count : until;
        return table.Length == 0 || from > 0;
    }

    private static int? Line(List<string> lines, int from, int until, string key)
    {
        var at = lines.FindIndex(from, until - from, line => line.TrimStart() is var start && start.StartsWith(key, StringComparison.Ordinal)
            && start[key.Length..].TrimStart().StartsWith('='));
        return at < 0 ? null : at;
    }

    /// <summary>The last line of a table that is not empty; its head where it has none.</summary>
    private static int LastOf(List<string> lines, int from, int until)
    {
        var at = until - 1;
        while (at >= from && string.IsNullOrWhiteSpace(lines[at]))
        {
            at--;
        }

        return at;
    }

    /// <summary>Lists may go on for lines.</summary>
    private static void RemoveRest(List<string> lines, int at)
    {
        var open = Depth(lines[at]);
        while (open > 0 && at + 1 < lines.Count)
        {
            open += Depth(lines[at + 1]);
            lines.RemoveAt(at + 1);
        }
    }

    private static int Depth(string line)
    {
        var code = Bare(line).Split('#')[0];
        return code.Count(letter => letter is '[' or '{') - code.Count(letter => letter is ']' or '}');
    }

    private static string Comment(string line) => Bare(line).IndexOf('#', StringComparison.Ordinal) is > 0 and var at ? line[at..] : "";

    /// <summary>The line with what stands in quotes blotted out, as long as before.</summary>
    private static string Bare(string line) => Strings().Replace(line, match => new string('_', match.Length));

    private static string Value(GivenKey key) => WorkloadReader.Lists.Contains(key.Path[^1])
        ? $"[{string.Join(", ", key.Texts.Select(StarterWorkload.Quoted))}]"
        : StarterWorkload.IsNumber(key.Texts[0]) ? key.Texts[0] : StarterWorkload.Quoted(key.Texts[0]);

    [GeneratedRegex("^\\s*[\"']?(?:traffic|tokens|service_level|allow|fleet)[\"']?\\s*(?:\\.|=\\s*\\{)|^\\s*\\[\\s*[\"']|\"\"\"|'''")]
    private static partial Regex Hidden();

    [GeneratedRegex(@"^\s*\[\s*([A-Za-z0-9_-]+)\s*\]\s*(?:#.*)?$")]
    private static partial Regex Head();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'")]
    private static partial Regex Strings();
}
