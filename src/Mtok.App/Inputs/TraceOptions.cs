using System.CommandLine;
using Mtok.Traces;

namespace Mtok.App;

/// <summary>How every command that takes a trace reads it.</summary>
internal sealed class TraceOptions
{
    public TraceOptions()
    {
        Columns.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && LogColumns.Parse(text.Value, out var fault) is null)
            {
                result.AddError($"--columns: {fault}");
            }
        });
    }

    public Option<long> SkipBad { get; } = Options.Whole("--skip-bad", "Number of invalid lines to skip before the trace is rejected", 0, 0);

    public Option<string?> Columns { get; } = new("--columns")
    {
        Description = "The columns of a log of no known format (CSV, JSONL, Parquet): arrival=created_at,input=prompt_len,output=completion_len; also "
            + "cached=, class=. Keys of nested JSON: usage.prompt_tokens",
        HelpName = "KEY=COLUMN,...",
    };

    /// <summary>How to read; problems are collected apart from others.</summary>
    public TraceReading Reading(ParseResult parsed, bool sort = false) => new(
        new(),
        parsed.GetValue(SkipBad),
        sort,
        parsed.GetValue(Columns) is { } text ? LogColumns.Parse(text, out _) : null);
}
