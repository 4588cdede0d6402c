using System.CommandLine;
using Mtok.Tracking;

namespace Mtok.App;

/// <summary>The arguments that say what was tracked, the same for every command about it.</summary>
internal sealed class TrackedInputs
{
    private readonly Argument<string[]> _files = new("path")
    {
        Description = "Files and folders: /metrics text, Prometheus answers, OTLP, request logs, provider answers and usage, bills (FOCUS, Azure, "
            + "AWS, Google), a deployments file; each is recognised by its content",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "FILE|DIR",
    };
    private readonly Option<string?> _ledger = Ledger("Answer from a ledger (mtok track import) instead of files");
    private readonly Option<ClickHouseAddress?> _store = Store();
    private readonly Option<DateTimeOffset?> _from = Moment("--from", "From this moment on: a date or a time, UTC where it has no zone");
    private readonly Option<DateTimeOffset?> _to = Moment("--to", "Up to this moment, itself not included");
    private readonly Option<UsageColumns?> _columns = Columns();

    /// <param name="command">The command to give the arguments to.</param>
    public TrackedInputs(Command command)
    {
        command.Arguments.Add(_files);
        command.Options.Add(_ledger);
        command.Options.Add(_store);
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_columns);
        command.Validators.Add(result =>
        {
            if (result.Read(_to) <= result.Read(_from))
            {
                result.AddError("--to must be later than --from");
            }

            var (files, ledger) = (result.GetValue(_files) ?? [], result.Read(_ledger));
            if ((files.Length > 0) == (ledger is not null))
            {
                result.AddError(ledger is null ? "give files and folders, or a ledger with --ledger" : "give files and folders or --ledger, not both");
            }
            else if (ledger is null && result.GetResult(_store) is not null)
            {
                result.AddError("--store goes with --ledger, the folder as the store sees it");
            }
            else if (ledger is not null && result.GetResult(_columns) is { Implicit: false })
            {
                result.AddError("--columns is for files: give it to mtok track import, not with --ledger");
            }
        });
    }

    /// <summary>The option that names a ledger.</summary>
    public static Option<string?> Ledger(string description) => new("--ledger") { Description = description, HelpName = "DIR" };

    /// <summary>The option that names what reads the segments of a ledger.</summary>
    public static Option<ClickHouseAddress?> Store() => new("--store")
    {
        Description = "Let this ClickHouse read the ledger, whose folder --ledger then names as ClickHouse sees it; closed hours only",
        HelpName = "clickhouse=URL",
        CustomParser = result =>
        {
            if (!ClickHouseAddress.TryParse(result.Tokens[0].Value, AdminKey.Of, out var address, out var fault))
            {
                result.AddError($"--store: {fault}");
            }

            return address;
        },
    };

    /// <summary>The time asked about.</summary>
    public TrackSpan Span(ParseResult parsed) => new(parsed.GetValue(_from), parsed.GetValue(_to));

    /// <summary>Everything tracked; null where it cannot be read, which is a problem.</summary>
    public Tracked? Read(ParseResult parsed, Catalog catalog, Problems problems)
    {
        using var line = new ReadingLine();
        var tracked = parsed.GetValue(_ledger) is { } folder
            ? new LedgerReader(new(folder, parsed.GetValue(_store)), catalog, problems).Read()
            : new TrackedReader(catalog, problems, parsed.GetValue(_columns)).Read(parsed.GetValue(_files)!, line);
        return problems.HasErrors ? null : tracked;
    }

    public static Option<UsageColumns?> Columns() => new("--columns")
    {
        Description = "The columns or fields of a log, where they are not named as usual: team=dept,model=engine,input=in_tok,output=out_tok",
        HelpName = "NAME=COLUMN,...",
        CustomParser = result =>
        {
            var problems = new Problems();
            var columns = UsageColumns.Parse(result.Tokens[0].Value, new("--columns", 0, 0), problems);
            foreach (var problem in problems.All)
            {
                result.AddError($"--columns: {problem.Message}");
            }

            return problems.HasErrors ? null : columns;
        },
    };

    private static Option<DateTimeOffset?> Moment(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (TrackSpan.MomentOf(result.Tokens[0].Value) is { } at)
            {
                return at;
            }

            result.AddError($"{name}: \"{result.Tokens[0].Value}\" must be {TrackSpan.Expected}");
            return null;
        },
    };
}
