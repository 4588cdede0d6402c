using System.CommandLine;
using Mtok.Reporting;
using Mtok.Traces;

namespace Mtok.App;

/// <summary>Where a trace is written: a file whose ending says the format, whole or not there; what it looks like goes to the terminal.</summary>
internal sealed class TraceOutput
{
    private static readonly Dictionary<string, TraceFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = TraceFormat.Csv,
        [".jsonl"] = TraceFormat.JsonLines,
        [".parquet"] = TraceFormat.Parquet,
    };

    private readonly Option<string?> _file;
    private readonly Output _report;

    public TraceOutput(Command command, bool required)
    {
        _file = new("--output", "-o")
        {
            Description = "The file to write: .csv, .jsonl or .parquet; never left incomplete",
            HelpName = "FILE",
            Required = required,
        };
        WrittenFiles.Check(_file, [.. Formats.Keys]);
        command.Options.Add(_file);
        _report = new Output(command, toFile: false);
    }

    /// <summary>Whether the file that was read to its end is good: tells warnings of lines left out, and adds what is wrong with it as a whole.</summary>
    public static bool Check(TraceReading reading)
    {
        var isGood = reading.CheckEnd();
        Warn(reading.Problems.All);
        return isGood;
    }

    /// <summary>Warnings to the terminal.</summary>
    public static void Warn(IEnumerable<Problem> problems)
    {
        foreach (var warning in problems.Where(problem => problem.Severity == Severity.Warning))
        {
            Console.Error.WriteLine(warning);
        }
    }

    public int Write(ParseResult parsed, Trace trace, TraceReading? reading, string note)
    {
        var counted = new CountedTrace(trace);
        if (parsed.GetValue(_file) is not { } path)
        {
            counted.ReadAll();
        }
        else if (!Output.TryStream(path, stream => TraceWriter.Write(counted.Trace, Formats[Path.GetExtension(path)], stream), () => reading is null
            || Check(reading)))
        {
            return reading?.Problems.HasErrors == true ? Output.Fail(reading.Problems, "nothing was written") : ExitCode.Usage;
        }
        else
        {
            note = $"Written to {path}. {note}".TrimEnd();
        }

        return _report.Show(parsed, TraceReports.Of(counted.Summary, reading, note));
    }
}
