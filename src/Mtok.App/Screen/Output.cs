using System.CommandLine;
using System.Text;
using Mtok.Reporting;
using Spectre.Console;

namespace Mtok.App;

/// <summary>Where an answer goes and in which format: the options every command has.</summary>
internal sealed class Output
{
    private const int MostErrorsTold = 20;
    private const int PipedWidth = 120;
    private const int PictureWidth = 900;
    private const int PictureHeight = 500;

    private readonly Option<ReportFormat> _format = new("--format", "-f")
    {
        Description = "Output format [default: table; of a file, what its name ends in]",
        HelpName = "table|json|csv|markdown",
        CustomParser = Options.Word<ReportFormat>,
    };
    private readonly Option<string[]> _file = new("--output", "-o")
    {
        Description = "Write to this file instead of the terminal; never left incomplete",
        HelpName = "FILE",
    };

    private readonly Option<bool> _raw = new("--raw")
    {
        Description = "With --format csv: texts as they are, also where a spreadsheet would take them for formulas",
    };

    private readonly ChosenFields _fields;

    /// <param name="command">The command to give the options to.</param>
    /// <param name="toFile">Whether the report itself can go to a file; not where <c>--output</c> is for something else.</param>
    public Output(Command command, bool toFile = true)
    {
        _file.Validators.Add(result =>
        {
            if (result.Tokens.Count > 1)
            {
                result.AddError("--output: more than one file is given");
            }
        });
        WrittenFiles.CheckAnswer(_file);
        command.Options.Add(_format);
        command.Options.Add(_raw);
        _fields = new(command);
        if (toFile)
        {
            command.Options.Add(_file);
        }
    }

    /// <summary>Shows the report; an output file that cannot be written is a problem reported on stderr.</summary>
    public int Show(ParseResult parsed, Report report, int exitCode = ExitCode.Answer)
    {
        var file = parsed.GetValue(_file)?.FirstOrDefault();
        var format = parsed.GivenOr(_format, file is null ? ReportFormat.Table : FormatOf(file));
        var raw = parsed.GetValue(_raw);
        if (raw && format != ReportFormat.Csv)
        {
            Console.Error.WriteLine("mtok: --raw is about cells of CSV: give --format csv");
            return ExitCode.Usage;
        }

        return _fields.Of(parsed, format, report) is { } chosen ? Show(chosen, format, raw, file, exitCode) : ExitCode.Usage;
    }

    private static int Show(Report report, ReportFormat format, bool raw, string? file, int exitCode)
    {
        if (file is { } path)
        {
            return Picture(path) is { } picture
                ? ShowPicture(report, path, picture, exitCode)
                : TryWrite([KeyValuePair.Create(path, ReportText.Write(report, format, PipedWidth, raw))]) ? exitCode : ExitCode.Usage;
        }

        if (format == ReportFormat.Table && !Console.IsOutputRedirected)
        {
            return TryPrint(Drawn(report)) ? exitCode : ExitCode.Usage;
        }

        return TryPrint(ReportText.Write(report, format, Width(), raw)) ? exitCode : ExitCode.Usage;
    }

    /// <summary>The report as this terminal shows it: as wide, and in its colours.</summary>
    private static string Drawn(Report report)
    {
        var terminal = AnsiConsole.Profile;
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(text) });
        var (profile, can) = (console.Profile, terminal.Capabilities);
        (profile.Width, profile.Capabilities.Ansi, profile.Capabilities.ColorSystem) = (terminal.Width, can.Ansi, can.ColorSystem);
        (profile.Capabilities.Unicode, profile.Capabilities.Links) = (can.Unicode, can.Links);
        TerminalText.Write(report, console);
        return text.ToString();
    }

    /// <summary>The format that a file's name asks for.</summary>
    private static ReportFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSON" => ReportFormat.Json,
        ".CSV" => ReportFormat.Csv,
        ".MD" or ".MARKDOWN" => ReportFormat.Markdown,
        _ => ReportFormat.Table,
    };

    private static ChartFormat? Picture(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".SVG" => ChartFormat.Svg,
        ".PNG" => ChartFormat.Png,
        _ => null,
    };

    private static int ShowPicture(Report report, string path, ChartFormat picture, int exitCode)
    {
        if (report.Chart is { } chart)
        {
            return TryWrite([KeyValuePair.Create(path, ChartFile.Render(chart, picture, PictureWidth, PictureHeight))]) ? exitCode : ExitCode.Usage;
        }

        Console.Error.WriteLine($"{path}: error: this answer has no picture; write it to a file of another name. mtok capacity --frontier has one");
        return ExitCode.Usage;
    }

    /// <summary>Tells all errors on stderr, and what was therefore not done.</summary>
    public static int Fail(Problems problems, string undone = "nothing was computed")
    {
        Tell(problems);
        var errors = problems.All.Count(problem => problem.Severity == Severity.Error);
        Console.Error.WriteLine($"{errors} error{(errors == 1 ? "" : "s")}; {undone}.");
        return ExitCode.BadData;
    }

    /// <summary>Tells errors on stderr.</summary>
    public static void Tell(Problems problems)
    {
        var errors = problems.All.Where(problem => problem.Severity == Severity.Error).ToList();
        foreach (var problem in errors.Take(MostErrorsTold))
        {
            Console.Error.WriteLine(problem);
        }

        if (errors.Count > MostErrorsTold)
        {
            Console.Error.WriteLine($"and {errors.Count - MostErrorsTold} more");
        }
    }

    /// <summary>Piped text is as wide as the caller says in COLUMNS.</summary>
    private static int Width() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns is >= 40 and <= 1000 ? columns : PipedWidth;

    /// <summary>A full disk behind a pipe or redirection is reported, not thrown.</summary>
    public static bool TryPrint(string text)
    {
        try
        {
            Interruption.Print(() => Pager.Show(text));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"standard output: error: cannot be written: {exception.Message}");
            return false;
        }
    }

    /// <summary>Writes files into folders that are made where they are missing.</summary>
    /// <param name="files">Each file's path and text.</param>
    public static bool TryStore(IReadOnlyList<KeyValuePair<string, string>> files) => IsWritten(WholeFiles.Store(InBytes(files)));

    /// <summary>The same, of bytes.</summary>
    public static bool TryStore(IReadOnlyList<KeyValuePair<string, byte[]>> files) => IsWritten(WholeFiles.Store(files));

    /// <summary>Writes a file as it is made, and keeps it only where it turned out good.</summary>
    public static bool TryStream(string path, Action<Stream> write, Func<bool> isGood)
    {
        var (kept, fault) = WholeFiles.Stream(path, write, isGood);
        return IsWritten(fault) && kept;
    }

    private static bool TryWrite(IReadOnlyList<KeyValuePair<string, string>> files) => IsWritten(WholeFiles.Write(InBytes(files)));

    private static bool TryWrite(IReadOnlyList<KeyValuePair<string, byte[]>> files) => IsWritten(WholeFiles.Write(files));

    private static List<KeyValuePair<string, byte[]>> InBytes(IReadOnlyList<KeyValuePair<string, string>> files) =>
        [.. files.Select(file => KeyValuePair.Create(file.Key, Encoding.UTF8.GetBytes(file.Value)))];

    private static bool IsWritten(string? fault)
    {
        if (fault is not null)
        {
            Console.Error.WriteLine(fault);
        }

        return fault is null;
    }

    /// <summary>Draws a report's chart to a file that ends in .svg or .png.</summary>
    public static bool TryDraw(Report report, string path)
    {
        if (Picture(path) is { } picture)
        {
            return ShowPicture(report, path, picture, ExitCode.Answer) == ExitCode.Answer;
        }

        Console.Error.WriteLine($"{path}: error: a chart's file ends in .svg or .png");
        return false;
    }
}
