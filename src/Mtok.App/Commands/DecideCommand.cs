using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App.Commands;

internal static class DecideCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("workload") { Description = "The workload file, TOML", HelpName = "WORKLOAD.toml" };
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        var show = Options.Show(10);
        var command = new ExampleCommand("decide", "What to run: ranks every API and every fleet of whole machines for a workload, names the winner and what would change the answer. Exits 3, with the reasons, where nothing serves the workload.", ["mtok decide examples/support-chat.toml"]) { file, catalog, asOf, show };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (Inputs.Load(parsed.GetValue(file)!, parsed.GetValue(catalog), problems, parsed.GetValue(asOf)) is not { } inputs)
            {
                return Output.Fail(problems);
            }

            var decision = Decision.For(inputs.Workload, inputs.Catalog, new(inputs.Catalog), parsed.GetValue(asOf) ?? Today.Date);
            return output.Show(parsed, DecisionReport.Of(decision, parsed.GetValue(show), PriceDisagreement.Among(inputs.Catalog)).WithPricesOf(parsed.GetValue(asOf)), decision.Recommended is null ? ExitCode.NothingFits : ExitCode.Answer);
        });
        return command;
    }
}
