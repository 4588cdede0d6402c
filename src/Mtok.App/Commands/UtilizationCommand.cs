using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class UtilizationCommand
{
    public static Command Build()
    {
        var price = Options.Quantity("--usd-per-hour", "What the machine costs an hour", RequestRanges.Hourly);
        var rate = Options.Quantity("--tokens-per-second", "What the whole machine serves when busy", RequestRanges.Rate);
        var api = Options.Quantity("--api", "An API's price of the same tokens", RequestRanges.PerMtok);
        var at = Options.Utilizations("--at", "Utilisations to show [default: 100%,80%,50%,20%]",
            [Ratio.One, Ratio.FromPercent(80), Ratio.FromPercent(50), Ratio.FromPercent(20)]);
        var overhead = Options.Quantity("--overhead", "A multiplier for all other costs [default: 1]", RequestRanges.Overhead);
        (price.Required, rate.Required) = (true, true);
        var command = new ExampleCommand("utilization", "The utilisation trap: what a million tokens costs when the machine is not full, and where an API becomes cheaper (C6, C10).", ["mtok utilization --usd-per-hour 4.50 --tokens-per-second 5000 --api 0.80"]) { price, rate, api, at, overhead };
        var output = new Output(command);
        command.SetAction(parsed => output.Show(parsed, PriceReports.Utilization(
            parsed.GetValue(price), parsed.GetValue(rate), parsed.GetValue(at)!, parsed.GivenOr(overhead, Ratio.One), parsed.GivenOrNull(api))));
        return command;
    }
}
