using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mtok.App;

/// <summary>Options that name files to be written: what cannot be written is a wrong command line, found before any work begins.</summary>
internal static class WrittenFiles
{
    /// <summary>What a text answer would be taken for, and is not.</summary>
    private static readonly Dictionary<string, string> Misleading = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = Page,
        [".htm"] = Page,
        [".pdf"] = Page,
        [".docx"] = Page,
        [".xlsx"] = Sheet,
        [".xls"] = Sheet,
        [".ods"] = Sheet,
        [".parquet"] = Sheet,
        [".jpg"] = Drawn,
        [".jpeg"] = Drawn,
        [".gif"] = Drawn,
        [".webp"] = Drawn,
    };

    private const string Page = "a page is written by --report FILE.html, where a command has it; "
        + "an answer goes to a text file (.txt, .json, .csv, .md) or a picture (.svg, .png)";
    private const string Sheet = "a table for other programs is written with --format csv to a .csv file";
    private const string Drawn = "pictures are .svg or .png";

    /// <summary>An option of an answer: a text in any format, or a picture.</summary>
    public static void CheckAnswer(Option option) => Check(option, path =>
        Misleading.TryGetValue(Path.GetExtension(path), out var instead) ? $"{option.Name}: \"{path}\" cannot be written: {instead}" : WholeFiles.WhyNot(path));

    /// <summary>An option of a file that has one of those extensions.</summary>
    /// <param name="option">The option.</param>
    /// <param name="extensions">The extensions; none if any will do.</param>
    public static void Check(Option option, IReadOnlyList<string> extensions) => Check(option, path =>
        WholeFiles.WhyNot(path)
            ?? (extensions.Count == 0 || extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                ? null
                : $"{option.Name}: \"{path}\" must end with {string.Join(", ", extensions)}"));

    /// <summary>An option of a folder that files are written into.</summary>
    public static void CheckFolder(Option option) => Check(option, WholeFiles.WhyNotInto);

    private static void Check(Option option, Func<string, string?> whyNot) => option.Validators.Add(result =>
    {
        foreach (var fault in result.Tokens.Select(token => IsInput(result, token.Value)
            ? $"{option.Name}: \"{token.Value}\" is read by this command, and would be overwritten"
            : whyNot(token.Value)).OfType<string>())
        {
            result.AddError(fault);
        }
    });

    /// <summary>Whether another word of the command line names the same file, by whatever path.</summary>
    private static bool IsInput(OptionResult result, string path) => result.Parent is CommandResult command && command.Children
        .Where(child => child != result)
        .SelectMany(child => child.Tokens)
        .Any(token => FileStatus.IsSame(path, token.Value));
}
