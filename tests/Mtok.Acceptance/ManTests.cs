using System.Globalization;
using System.Text.RegularExpressions;

namespace Mtok.Acceptance;

/// <summary>Manual pages: one for each command, with the words of its help, and none that man complains of.</summary>
public sealed partial class ManTests
{
    [Fact]
    public void Every_command_has_a_page_with_the_words_of_its_help()
    {
        using var folder = new Workspace();
        Assert.Equal(0, MtokProcess.Run(folder.Folder, ["man", "--output", "pages"]).ExitCode);
        var commands = new Queue<string[]>([[]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (commands.TryDequeue(out var command))
        {
            var name = $"{string.Join('-', command.Prepend("mtok"))}.1";
            var page = Plain(File.ReadAllText(Path.Combine(folder.Folder, "pages", name)));
            seen.Add(name);
            // Help of help is that of the program.
            var help = command is ["help"] ? [] : MtokProcess.Run(folder.Folder, [.. command, "--help"], ("COLUMNS", "1000")).OutLines;
            Assert.All(Rows(help, "Options:"), row => Assert.Contains(row.About, page, StringComparison.Ordinal));
            Assert.All(Rows(help, "Arguments:"), row => Assert.Contains(row.About, page, StringComparison.Ordinal));
            Assert.All(help.Where(line => line.Contains("Example: ", StringComparison.Ordinal)), line => Assert.Contains(line.Trim()["Example: ".Length..], page, StringComparison.Ordinal));
            foreach (var (term, about) in Rows(help, "Commands:"))
            {
                Assert.Contains(about, page, StringComparison.Ordinal);
                commands.Enqueue([.. command, term.Split(' ')[0]]);
            }
        }

        Assert.Equal(seen.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Path.Combine(folder.Folder, "pages")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.True(seen.Count > 30, $"only {seen.Count} commands were seen");
    }

    [Theory]
    [InlineData("/usr/bin/man", "--warnings", "-E", "UTF-8", "-l")]
    [InlineData("/usr/bin/mandoc", "-T", "lint", "-W", "warning")]
    public void Its_reader_has_nothing_to_complain_of(string reader, params string[] options)
    {
        Assert.SkipWhen(!File.Exists(reader), $"there is no {reader}: apt-get install man-db mandoc");
        using var folder = new Workspace();
        Assert.Equal(0, MtokProcess.Run(folder.Folder, ["man", "--output", "pages"]).ExitCode);
        foreach (var page in Directory.EnumerateFiles(Path.Combine(folder.Folder, "pages")))
        {
            var read = MtokProcess.Start(reader, folder.Folder, [.. options, page], ("LC_ALL", "C.UTF-8"), ("MANWIDTH", "80"));
            Assert.Equal((0, ""), (read.ExitCode, read.Error));
            Assert.True(read.Out.Length == 0 || reader != "/usr/bin/mandoc", read.Out);
        }
    }

    [Fact]
    public void A_page_is_printed_and_an_unknown_command_has_none()
    {
        Assert.StartsWith(".TH \"MTOK\\-TRACK\\-REPORT\" \"1\" \"2026-11-27\"", MtokProcess.Run(MtokProcess.Root, ["man", "track", "report"]).Out, StringComparison.Ordinal);
        var none = MtokProcess.Run(MtokProcess.Root, ["man", "decode"]);
        Assert.Equal((1, "", "mtok: there is no command \"decode\"; did you mean \"mtok-decide\"?\n"), (none.ExitCode, none.Out, none.Error));
    }

    /// <summary>The rows of a section of help: a term, and what it is about behind two spaces.</summary>
    private static IEnumerable<(string Term, string About)> Rows(string[] help, string section) =>
        help.SkipWhile(line => line != section).Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split("  ", 2, StringSplitOptions.TrimEntries)).Select(row => (row[0], row[1]));

    /// <summary>The text that a reader sees of the language of pages.</summary>
    private static string Plain(string page) =>
        Letter().Replace(page, letter => char.ConvertFromUtf32(int.Parse(letter.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
            .Replace("\\-", "-", StringComparison.Ordinal).Replace("\\(dq", "\"", StringComparison.Ordinal)
            .Replace("\\(aq", "'", StringComparison.Ordinal).Replace("\\e", "\\", StringComparison.Ordinal);

    [GeneratedRegex(@"\\\[u([0-9A-F]+)\]")]
    private static partial Regex Letter();
}
