using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What limits a tracked answer: what was not read, not claimed, not observed; warnings. A few lines, or all of them.</summary>
internal static class TrackNotes
{
    private const int Few = 3;

    /// <summary>The most important in a few lines.</summary>
    /// <param name="answer">What was tracked.</param>
    /// <param name="more">Where the rest is.</param>
    public static IReadOnlyList<string> Short(TrackAnswer answer, string more = "--details")
    {
        return
        [
            .. Some(answer.Coverage.Select(Text).ToList(), "share of coverage", "shares of coverage", more),
            .. Observed(answer) is { Length: > 0 } broken ? [broken] : Array.Empty<string>(),
            .. Some(Warnings(answer).Select(Text).ToList(), "warning", "warnings", more),
        ];
    }

    /// <summary>What was read, in a line.</summary>
    public static string Read(TrackAnswer answer)
    {
        var kinds = answer.Files.Where(file => file.Kind is not null).GroupBy(file => file.Kind!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}{(group.Count() > 1 ? $" ({CountText.Of(group.Count())})" : "")}").ToList();
        string[] rest =
        [
            More(answer.Files.Count(file => file.SameAs is not null), "file counted once with its copy", "files counted once with their copies"),
            More(answer.Files.Count(file => file.Kind is null && file.SameAs is null), "file of no known format", "files of no known format"),
            More(answer.Files.Sum(file => file.LeftOut.Sum(left => left.Count)), "row left out", "rows left out"),
        ];
        return $"Read {CountText.Of(answer.Files.Count, "file")}: "
            + string.Join("; ", new[] { string.Join(", ", kinds) }.Concat(rest).Where(part => part.Length > 0)) + ". --details lists them.";
    }

    /// <summary>All of it, part by part.</summary>
    public static IEnumerable<Block> All(TrackAnswer answer)
    {
        yield return new Block.Rows(Files(answer));
        (string Title, IEnumerable<string> Lines)[] lists =
        [
            ("Coverage", answer.Coverage.Select(Text)),
            ("Not observed", answer.Unobserved.Where(each => each.Of == CounterOf.Tokens).Select(Text)),
            ("Warnings", answer.Warnings.Select(Text)),
        ];
        foreach (var (title, lines) in lists)
        {
            if (lines.ToList() is { Count: > 0 } all)
            {
                yield return new Block.List(title, all);
            }
        }
    }

    /// <summary>The word for why counters broke off.</summary>
    public static string Reason(EpochChange why) => why switch
    {
        EpochChange.Reset => "restarted",
        EpochChange.StartChanged => "restarted by its stated start",
        EpochChange.Stale => "ended",
        _ => "appeared",
    };

    private static Table Files(TrackAnswer answer) => new(
        "Read",
        [new("File"), new("What it is"), new("Rows", Numbers: true), new("Left out")],
        [
            .. answer.Files.Select(file => new[]
            {
                file.Path,
                file.SameAs is { } same ? $"the same as {same}, counted there" : file.Kind ?? "not known, not read",
                CountText.Of(file.Rows),
                string.Join("; ", file.LeftOut.Select(left => $"{CountText.Of(left.Count)}: {left.Reason}")),
            }),
        ]);

    private static IEnumerable<string> Some(List<string> lines, string noun, string plural, string more) => lines.Count <= Few + 1
        ? lines
        : lines.Take(Few).Append($"and {CountText.Of(lines.Count - Few, $"more {noun}", $"more {plural}")} ({more})");

    private static string More(long count, string noun, string plural) => count == 0 ? "" : CountText.Of(count, noun, plural);

    /// <summary>How far counters of tokens may be short, in a line.</summary>
    private static string Observed(TrackAnswer answer)
    {
        var broken = answer.Unobserved.Where(each => each.Of == CounterOf.Tokens).ToList();
        if (broken.Count == 0)
        {
            return "";
        }

        var longest = broken.Max(each => each.Length);
        var most = broken.Max(each => each.AtMost);
        return $"counters of tokens broke off {(broken.Count == 1 ? "once" : $"{CountText.Of(broken.Count)} times")}, for {longest} at most"
            + (most is { } tokens ? $", and missed {Tokens.FromCount(tokens)} at most each time" : "");
    }

    /// <summary>Files of no known format are counted where it is said what was read.</summary>
    private static IEnumerable<TrackingWarning> Warnings(TrackAnswer answer)
    {
        var unread = answer.Files.Where(file => file.Kind is null && file.SameAs is null).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return answer.Warnings.Where(warning => !unread.Contains(warning.First.File));
    }

    private static string Text(Coverage coverage)
    {
        var names = string.Join(", ", new[] { coverage.Deployment, coverage.Model }.Where(name => name.Length > 0));
        var share = coverage.Share is { } known ? known.ToString() : "an unknown share";
        var rest = coverage.Claimed < coverage.Counted ? "; the rest has no team" : coverage.Claimed > coverage.Counted ? ": more than was counted" : "";
        return $"{(names.Length > 0 ? names : "calls without a name")}: logs account for {share} of the tokens counted{rest}";
    }

    private static string Text(Unobserved unobserved) =>
        $"{unobserved.Series}: {unobserved.Length} after {unobserved.From.ToString("u", CultureInfo.InvariantCulture)} ({Reason(unobserved.Why)})"
            + (unobserved is { Of: CounterOf.Tokens, AtMost: { } most } ? $", at most {Tokens.FromCount(most)} missing" : "");

    private static string Text(TrackingWarning warning) =>
        (warning.First.File.Length == 0 ? "" : $"{warning.First}: ") + warning.Message + (warning.Count > 1 ? $" ({CountText.Of(warning.Count)} times)" : "");
}
