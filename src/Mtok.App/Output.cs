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

    private readonly Option<ReportFormat> _format = new("--format", "-f") { Description = "How to show the answer [default: table]", HelpName = "table|json|csv|markdown", CustomParser = Options.Word<ReportFormat> };
    private readonly Option<string[]> _file = new("--output", "-o") { Description = "Write to this file instead of the terminal; it is whole or not there", HelpName = "FILE" };
    private readonly bool _numberIsTokens;

    /// <param name="command">The command to give the options to.</param>
    /// <param name="toFile">Whether the report itself can go to a file; not where <c>--output</c> is for something else.</param>
    /// <param name="numberIsTokens">Whether <c>--output 1000</c> means output tokens, as the command's own option does; anything else stays a file.</param>
    public Output(Command command, bool numberIsTokens = false, bool toFile = true)
    {
        _numberIsTokens = numberIsTokens;
        if (numberIsTokens)
        {
            (_file.Description, _file.HelpName) = ("A number: output tokens of a request [default: 1000]. Anything else: write to this file instead of the terminal", "TOKENS|FILE");
        }

        _file.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => _numberIsTokens && Tokens.TryParse(token.Value, out var tokens) && tokens.Count < 1) is { } none)
            {
                result.AddError($"--output: {none.Value} output tokens: a request has at least 1");
            }

            if (result.Tokens.Count(token => !IsTokens(token.Value)) > 1)
            {
                result.AddError("--output: more than one file is given");
            }
        });
        command.Options.Add(_format);
        if (toFile)
        {
            command.Options.Add(_file);
        }
    }

    /// <summary>Shows the report; an output file that cannot be written is a problem told on stderr.</summary>
    public int Show(ParseResult parsed, Report report, int exitCode = ExitCode.Answer)
    {
        var format = parsed.GivenOr(_format, ReportFormat.Table);
        if (parsed.GetValue(_file)?.FirstOrDefault(value => !IsTokens(value)) is { } path)
        {
            return Picture(path) is { } picture ? ShowPicture(report, path, picture, exitCode) : TryWrite([KeyValuePair.Create(path, ReportText.Write(report, format, PipedWidth))]) ? exitCode : ExitCode.Usage;
        }

        if (format == ReportFormat.Table && !Console.IsOutputRedirected)
        {
            TerminalText.Write(report, AnsiConsole.Console);
        }
        else
        {
            return TryPrint(ReportText.Write(report, format, Width())) ? exitCode : ExitCode.Usage;
        }

        return exitCode;
    }

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

    /// <summary>The output tokens given, or null.</summary>
    public Tokens? OutputTokens(ParseResult parsed) =>
        parsed.GetValue(_file)?.FirstOrDefault(IsTokens) is { } text && Tokens.TryParse(text, out var tokens) ? tokens : null;

    private bool IsTokens(string text) => _numberIsTokens && Tokens.TryParse(text, out _);

    /// <summary>Tells all errors on stderr, and what was therefore not done.</summary>
    public static int Fail(Problems problems, string undone = "nothing was computed")
    {
        Tell(problems);
        var errors = problems.All.Count(problem => problem.Severity == Severity.Error);
        Console.Error.WriteLine($"{errors} error{(errors == 1 ? "" : "s")}; {undone}.");
        return ExitCode.BadData;
    }

    private static void Tell(Problems problems)
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

    /// <summary>A full disk behind a pipe or redirection is told, not thrown.</summary>
    private static bool TryPrint(string text)
    {
        try
        {
            Console.Out.Write(text);
            return true;
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"standard output: error: cannot be written: {exception.Message}");
            return false;
        }
    }

    /// <summary>Written beside the targets and renamed only when all are written, so that nobody ever reads half a file and nothing is left where it fails.</summary>
    /// <param name="files">Each file's path and text.</param>
    private static bool TryWrite(IReadOnlyList<KeyValuePair<string, string>> files) =>
        TryWrite([.. files.Select(file => KeyValuePair.Create(file.Key, Encoding.UTF8.GetBytes(file.Value)))]);

    private static bool TryWrite(IReadOnlyList<KeyValuePair<string, byte[]>> files)
    {
        var path = "";
        try
        {
            foreach (var file in files)
            {
                path = file.Key;
                if (path.Length == 0 || Directory.Exists(path))
                {
                    throw new IOException(path.Length == 0 ? "the file has no name" : "it is a folder");
                }

                if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
                {
                    throw new IOException($"there is no folder {folder}");
                }

                File.WriteAllBytes(IsDevice(path) ? path : Temporary(path), file.Value);
            }

            foreach (var file in files)
            {
                path = file.Key;
                Keep(path);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Console.Error.WriteLine($"{path}: error: cannot be written: {exception.Message.Replace(Temporary(path), path, StringComparison.Ordinal)}");
            files.ToList().ForEach(file => TryDelete(Temporary(file.Key)));
            return false;
        }
    }

    /// <summary>Writes files into folders that are made where they are missing.</summary>
    /// <param name="files">Each file's path and text; at least one.</param>
    public static bool TryStore(IReadOnlyList<KeyValuePair<string, string>> files) =>
        TryStore([.. files.Select(file => KeyValuePair.Create(file.Key, Encoding.UTF8.GetBytes(file.Value)))]);

    /// <summary>The same, of bytes.</summary>
    public static bool TryStore(IReadOnlyList<KeyValuePair<string, byte[]>> files)
    {
        var at = files[0].Key;
        try
        {
            foreach (var file in files)
            {
                at = file.Key;
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file.Key))!);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Console.Error.WriteLine($"{at}: error: cannot be written: {exception.Message}");
            return false;
        }

        return TryWrite(files);
    }

    /// <summary>Writes a file as it is made, and keeps it only where it turned out good.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="isGood">Whether what was written is to be kept.</param>
    public static bool TryStream(string path, Action<Stream> write, Func<bool> isGood)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new IOException("it is a folder");
            }

            using (var stream = IsDevice(path) ? File.OpenWrite(path) : File.Create(Temporary(path)))
            {
                write(stream);
            }

            if (isGood())
            {
                Keep(path);
                return true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Console.Error.WriteLine($"{path}: error: cannot be written: {exception.Message.Replace(Temporary(path), path, StringComparison.Ordinal)}");
        }

        TryDelete(Temporary(path));
        return false;
    }

    /// <summary>Puts what was written in its place; where the path is a link, in the place it leads to.</summary>
    private static void Keep(string path)
    {
        if (!IsDevice(path))
        {
            var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
            File.Move(Temporary(path), target ?? path, overwrite: true);
        }
    }

    /// <summary>Terminals, pipes and the like are written to as they are: a file in their place would break them for everybody.</summary>
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

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

    private static string Temporary(string path) => path + ".partial";

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure to write is already told; what could not be removed either is no news.
        }
    }
}
