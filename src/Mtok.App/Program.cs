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
    StatusLine.IsQuiet = MtokCommand.IsQuiet(parsed);
    Pager.IsOff = MtokCommand.HasNoPager(parsed);
    if (parsed.CommandResult.Command is ExampleCommand shown)
    {
        shown.ShowExamples();
    }

    // Ctrl-C and exceptions are this program's, not the parser's.
    if (parsed.Errors.Count > 0)
    {
        return UsageErrors.Tell(parsed, () => mtok.Parse(line));
    }

    // So is help: it is printed as an answer is.
    using var help = new StringWriter();
    var code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = help }).ConfigureAwait(false);
    return help.GetStringBuilder().Length == 0 || Output.TryPrint(help.ToString()) ? code : ExitCode.Usage;
}).ConfigureAwait(false);
