using Mtok.App;

using var watched = Interruption.Watch();
return await Fault.Guard(async () =>
{
    if (args is [CompletionScripts.Asked, .. var written])
    {
        return CompletionCommand.Complete(written);
    }

    var line = MtokCommand.Line(args);
    var mtok = MtokCommand.Build(line[0]);
    var parsed = mtok.Parse(line);
    if (parsed.CommandResult.Command is ExampleCommand shown)
    {
        shown.ShowExamples();
    }

    // Ctrl-C and exceptions are this program's, not the parser's.
    return parsed.Errors.Count > 0
        ? UsageErrors.Tell(parsed, () => mtok.Parse(line))
        : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
}).ConfigureAwait(false);
