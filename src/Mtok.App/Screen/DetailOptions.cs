using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

/// <summary>How much of an answer is shown: one screen, unless the engineer's screen or everything is asked for.</summary>
/// <param name="show">The rows of full tables, which ask for everything too; null where a command has none.</param>
internal sealed class DetailOptions(Option<int>? show)
{
    private readonly Option<bool> _why = new("--why") { Description = "Show how the recommended option is built and what its figures rest on" };
    private readonly Option<bool> _all = new("--all") { Description = "Show everything: every table, source and assumption" };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_why);
        command.Options.Add(_all);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_why) && (result.GetValue(_all) || (show is not null && result.GetResult(show) is { Implicit: false })))
            {
                result.AddError($"--why is one screen; leave out {(result.GetValue(_all) ? "--all" : "--show")}, or --why");
            }
        });
    }

    /// <summary>What is asked for.</summary>
    public Detail Of(ParseResult parsed) =>
        parsed.GetValue(_why) ? Detail.Why
        : parsed.GetValue(_all) || (show is not null && parsed.GetResult(show) is { Implicit: false }) ? Detail.All
        : Detail.Screen;
}
