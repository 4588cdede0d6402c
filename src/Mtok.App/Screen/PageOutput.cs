using System.CommandLine;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Mtok.Reporting;

namespace Mtok.App;

/// <summary>Where the page and the charts of an answer go: the options <c>--report</c> and <c>--charts</c>.</summary>
internal sealed class PageOutput
{
    private readonly Option<string?> _page = new("--report") { Description = "Write the full answer, with charts, to this .html file", HelpName = "FILE" };
    private readonly Option<string?> _charts = new("--charts") { Description = "Write the charts to this folder, as SVG and PNG", HelpName = "DIR" };

    /// <param name="command">The command to give the options to.</param>
    public PageOutput(Command command)
    {
        WrittenFiles.Check(_page, [".html", ".htm"]);
        WrittenFiles.CheckFolder(_charts);
        command.Options.Add(_page);
        command.Options.Add(_charts);
    }

    /// <summary>Whether either is asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_page) is not null || parsed.GetValue(_charts) is not null;

    /// <summary>The same while a command line is checked.</summary>
    public bool IsAsked(System.CommandLine.Parsing.CommandResult result) => result.GetResult(_page) is not null || result.GetResult(_charts) is not null;

    /// <summary>How a page of a command is made.</summary>
    public static PageContext Context(ParseResult parsed, DateOnly day) => new(
        day, $"mtok {string.Join(' ', parsed.Tokens.Select(token => Named(token.Value)))}", Version);

    /// <summary>A word of the command line: of a path that says where the caller's files are, the name alone.</summary>
    internal static string Named(string word) =>
        Path.IsPathRooted(word) && Path.GetFileName(Path.TrimEndingDirectorySeparator(word)) is { Length: > 0 } name ? name : word;

    /// <summary>A page in which the files below the paths of a command line begin with the paths' names: a page is sent to others.</summary>
    internal static string WithoutFolders(string page, IEnumerable<string> words) => words
        .Select(Path.TrimEndingDirectorySeparator).Where(word => Named(word) != word).OrderByDescending(word => word.Length)
        .Aggregate(page, (text, word) => Regex.Replace(
            text, $@"(?<![\w./-]){Regex.Escape(SecurityElement.Escape(word))}(?![\w.-])", _ => SecurityElement.Escape(Named(word))));

    /// <summary>The version of the program.</summary>
    public static string Version { get; } = typeof(PageOutput).Assembly.GetName().Version!.ToString(3);

    /// <summary>
    /// Writes what is asked for, all or nothing, and removes the charts of an earlier run that there are no more; a file that cannot be written is
    /// reported on stderr.
    /// </summary>
    public bool TryWrite(ParseResult parsed, Func<string> page, Func<IEnumerable<Picture>> charts)
    {
        var files = new List<KeyValuePair<string, byte[]>>();
        if (parsed.GetValue(_page) is { } path)
        {
            files.Add(new(path, Encoding.UTF8.GetBytes(WithoutFolders(page(), parsed.Tokens.Select(token => token.Value)))));
        }

        if (parsed.GetValue(_charts) is not { } folder)
        {
            return files.Count == 0 || Output.TryStore(files);
        }

        var earlier = new EarlierPictures(folder, parsed.CommandResult.Command.Name);
        var pictures = PictureFiles.Of(charts());
        files.AddRange(pictures.Select(chart => KeyValuePair.Create(Path.Combine(folder, chart.Key), chart.Value)));
        return Output.TryStore([.. files, .. earlier.With(pictures)]) && TryRemove(() => earlier.RemoveOthers(pictures.Select(picture => picture.Key)), folder);
    }

    private static bool TryRemove(Action remove, string folder)
    {
        try
        {
            remove();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{folder}: error: pictures of an earlier run cannot be removed: {exception.Message}");
            return false;
        }
    }
}
