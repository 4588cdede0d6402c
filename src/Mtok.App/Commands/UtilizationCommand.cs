using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class UtilizationCommand
{
    public static Command Build()
    {
        var options = new UtilizationOptions();
        var command = new ExampleCommand(
            "utilization",
            "The utilisation trap: what a million tokens costs when the machine is not full, and where an API becomes cheaper (C6, C10).",
            ["mtok utilization --usd-per-hour 4.50 --tokens-per-second 5000 --api 0.80"]);
        options.AddTo(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var request = options.Bind(parsed);
            var problems = new Problems();
            return request.Check(options.Naming(problems))
                ? output.Show(parsed, PriceReports.Utilization(request.Price, request.Rate, request.At, request.Overhead, request.Api))
                : Output.Fail(problems);
        });
        return command;
    }
}
