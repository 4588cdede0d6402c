using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

internal static class CompareCommand
{
    public static Command Build()
    {
        var options = new CompareOptions();
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        var show = Options.Show(20);
        var command = new ExampleCommand(
            "compare",
            "Every offer with a measured throughput and every API, by $/Mtok of one mix.",
            ["mtok compare --model llama-3.3-70b --input-tokens 1000 --output-tokens 1000"]);
        options.AddTo(command);
        new Option[] { catalog, asOf, show }.ToList().ForEach(command.Options.Add);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, parsed.GetValue(asOf), today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var request = options.Bind(parsed);
            return Comparison.Of(request, new(facts), options.Naming(problems), parsed.GetValue(asOf) ?? Today.Date) is { } comparison
                ? output.Show(parsed, ComparisonReport
                    .Of(comparison, parsed.GetValue(show), request.Utilization is not null, PriceDisagreement.Among(facts))
                    .WithPricesOf(parsed.GetValue(asOf)),
                    comparison.Cheapest is not null ? ExitCode.Answer : ExitCode.NothingFits)
                : Output.Fail(problems);
        });
        return command;
    }
}
