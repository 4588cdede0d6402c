using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App.Commands;

internal static class PriceCommand
{
    public static Command Build()
    {
        var price = Options.Quantity("--usd-per-hour", "What the machine costs an hour", Bounds.Hourly);
        var rate = Options.Quantity("--tokens-per-second", "What the whole machine serves when busy, not one user's stream", Bounds.Rate);
        var utilization = Options.Utilization("--utilization", "The share of that rate which is used [default: 100%]");
        var overhead = Options.Quantity("--overhead", "A multiplier for all other costs [default: 1]", Bounds.Overhead);
        (price.Required, rate.Required) = (true, true);
        var command = new ExampleCommand("price", "The price of a million tokens from an hourly price and a rate (C1).", ["mtok price --usd-per-hour 4.50 --tokens-per-second 5000 --utilization 50% --overhead 1.4"]) { price, rate, utilization, overhead };
        var output = new Output(command);
        command.SetAction(parsed => output.Show(parsed, PriceReports.Price(
            parsed.GetValue(price), parsed.GetValue(rate), parsed.GivenOr(utilization, Ratio.One), parsed.GivenOr(overhead, Ratio.One))));
        return command;
    }
}
