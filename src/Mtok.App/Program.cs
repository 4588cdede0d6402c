using System.CommandLine;
using System.CommandLine.Help;
using Mtok.App.Commands;

var mtok = new Command("mtok", "Mtok: what a million LLM tokens really cost you, on every way of getting them, and what to run.")
{
    DecideCommand.Build(),
    CompareCommand.Build(),
    PriceCommand.Build(),
    UtilizationCommand.Build(),
    BreakEvenCommand.Build(),
    CatalogCommand.Build(),
    new HelpOption { Recursive = true },
    new VersionOption(),
};
return await mtok.Parse(args).InvokeAsync().ConfigureAwait(false);
