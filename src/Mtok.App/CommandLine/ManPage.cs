using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Mtok.App;

/// <summary>The manual page of a command, in the language of man(7), of the texts that its help prints.</summary>
internal sealed class ManPage
{
    private readonly StringBuilder _page = new();
    private readonly IReadOnlyList<Command> _path;
    private readonly Command _command;

    private ManPage(IReadOnlyList<Command> path)
    {
        _path = path;
        _command = path[^1];
    }

    /// <summary>The name of a page: <c>mtok-track-report</c>.</summary>
    /// <param name="path">The command, behind those above it.</param>
    public static string NameOf(IEnumerable<Command> path) => string.Join('-', path.Select(command => command.Name));

    /// <summary>A command and those below it, each behind those above it.</summary>
    /// <param name="path">The command, behind those above it.</param>
    public static IEnumerable<IReadOnlyList<Command>> Below(IReadOnlyList<Command> path) =>
        path[^1].Subcommands.Where(child => !child.Hidden).SelectMany(child => Below([.. path, child])).Prepend(path);

    /// <summary>The page of a command.</summary>
    /// <param name="path">The command, behind those above it.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="day">The day it is made.</param>
    public static string Of(IReadOnlyList<Command> path, string version, DateOnly day)
    {
        var page = new ManPage(path);
        page.WriteHead(version, day);
        page.WriteTerms("ARGUMENTS", page._command.Arguments.Where(argument => !argument.Hidden).Select(Term));
        page.WriteTerms("OPTIONS", page.Options().Select(Term));
        page.WriteTerms("COMMANDS", page._command.Subcommands.Where(child => !child.Hidden).Select(page.Term));
        page.WriteExamples();
        page.WriteTerms("EXIT STATUS", ExitCode.All.Select(code => ($"{code.Code}", Sentence(code.Meaning))));
        page.WriteSeeAlso();
        return page._page.ToString();
    }

    private void WriteHead(string version, DateOnly day)
    {
        var (name, about) = (NameOf(_path), Paragraphs(_command));
        Line($".TH \"{Escaped(name.ToUpperInvariant())}\" \"1\" \"{day:yyyy-MM-dd}\" \"mtok {Escaped(version)}\" \"Mtok\"");
        Line($".SH NAME\n{Escaped(name)} \\- {Text(Summary(about[0]))}");
        Line($".SH SYNOPSIS\n.B {Escaped(string.Join(' ', _path.Select(command => command.Name)))}");
        foreach (var argument in _command.Arguments.Where(argument => !argument.Hidden))
        {
            var (optional, many) = (argument.Arity.MinimumNumberOfValues == 0, argument.Arity.MaximumNumberOfValues > 1);
            Line($"{(optional ? "[" : "")}\\fI{Escaped(argument.HelpName ?? argument.Name)}\\fR{(many ? "..." : "")}{(optional ? "]" : "")}");
        }

        Line(_command.Subcommands.Count > 0 ? "\\fIcommand\\fR [\\fIoptions\\fR]" : "[\\fIoptions\\fR]");
        Line(".SH DESCRIPTION");
        Line(Text(about[0]));
        about.Skip(1).ToList().ForEach(text => Line(Paragraph(text)));
    }

    private void WriteTerms(string title, IEnumerable<(string Term, string About)> terms)
    {
        foreach (var (at, (term, about)) in terms.Index())
        {
            Line($"{(at == 0 ? $".SH {title}\n" : "")}.TP\n{term}\n{Text(about)}");
        }
    }

    private void WriteExamples()
    {
        if (_command is ExampleCommand { Examples: { Count: > 0 } examples })
        {
            Line($".SH EXAMPLES\n.EX\n{string.Join('\n', examples.Select(Text))}\n.EE");
        }
    }

    private void WriteSeeAlso()
    {
        var others = _path.Count > 1
            ? [_path.SkipLast(1)]
            : _command.Subcommands.Where(child => !child.Hidden).Select(child => _path.Append(child));
        Line($".SH SEE ALSO\n{string.Join(",\n", others.Select(other => $"\\fB{Escaped(NameOf(other))}\\fR(1)"))}");
    }

    /// <summary>Its own options and those of every command.</summary>
    private IEnumerable<Option> Options() =>
        _command.Options.Concat(_path.SkipLast(1).SelectMany(above => above.Options.Where(option => option.Recursive))).Where(option => !option.Hidden);

    private static (string Term, string About) Term(Argument argument) =>
        ($"\\fI{Escaped(argument.HelpName ?? argument.Name)}\\fR", argument.Description ?? "");

    private static (string Term, string About) Term(Option option)
    {
        var all = option.Aliases.Where(name => name[0] == '-').Append(option.Name).OrderBy(name => name.Length);
        var names = string.Join(", ", all.Select(name => $"\\fB{Escaped(name)}\\fR"));
        var value = option.HelpName is { } help ? $" \\fI{Escaped(help)}\\fR" : "";
        return (names + value, option.Description + Default(option));
    }

    private (string Term, string About) Term(Command child) => ($"\\fB{Escaped(NameOf(_path.Append(child)))}\\fR(1)", Paragraphs(child)[0]);

    /// <summary>The value that stands where none is given, as help shows it.</summary>
    private static string Default(Option option) =>
        !option.HasDefaultValue || option.ValueType == typeof(bool) ? "" : option.GetDefaultValue() switch
        {
            null => "",
            IEnumerable<string> words => $" [default: {string.Join('|', words)}]",
            var value => string.Create(CultureInfo.InvariantCulture, $" [default: {value}]"),
        };

    /// <summary>What help says of a command, without its examples, which have a section of their own.</summary>
    private static List<string> Paragraphs(Command command) =>
        [.. (command.Description ?? "").Split("\n\n").Where(text => !text.StartsWith(ExampleCommand.Example, StringComparison.Ordinal))
            .Where(text => !text.StartsWith("Exit code", StringComparison.Ordinal))];

    /// <summary>The first sentence, without the program's name and a full stop: what apropos searches.</summary>
    private static string Summary(string text) => text.Replace("Mtok: ", "", StringComparison.Ordinal).Split(". ")[0].TrimEnd('.');

    /// <summary>A paragraph; two columns become terms and what they are about.</summary>
    private static string Paragraph(string text)
    {
        var rows = text.Split('\n').Select(line => line.Split("   ", 2, StringSplitOptions.TrimEntries)).ToList();
        return rows.TrueForAll(row => row.Length == 2)
            ? string.Join('\n', rows.Select(row => $".TP\n{Text(row[0])}\n{Text(row[1])}"))
            : $".PP\n{Text(text)}";
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    /// <summary>Lines of text, none of which is taken for a request; those that stand by themselves stay so.</summary>
    private static string Text(string text) =>
        string.Join("\n.br\n", text.Split('\n').Select(line => line is ['.' or '\'', ..] ? $"\\&{Escaped(line)}" : Escaped(line)));

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '"' => "\\(dq",
                '\'' => "\\(aq",
                > 126 => $"\\[u{rune.Value:X4}]",
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }

    private void Line(string line) => _page.Append(line).Append('\n');
}
