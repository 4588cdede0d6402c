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
        var model = new Option<string?>("--model", "-m") { Description = "Check the rate against what this model allows on --accelerator", HelpName = "MODEL" };
        var accelerator = new Option<string?>("--accelerator", "-a") { Description = "The device the rate is of", HelpName = "DEVICE" };
        var gpus = new Option<int>("--gpus") { Description = "How many devices the machine has", DefaultValueFactory = _ => 1, HelpName = "N" };
        (price.Required, rate.Required) = (true, true);
        var command = new ExampleCommand("price", "The price of a million tokens from an hourly price and a rate (C1).", ["mtok price --usd-per-hour 4.50 --tokens-per-second 5000 --utilization 50% --overhead 1.4"]) { price, rate, utilization, overhead, model, accelerator, gpus };
        var output = new Output(command);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(model) is null) != (result.GetResult(accelerator) is null))
            {
                result.AddError("--model and --accelerator go together");
            }
        });
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var note = parsed.GetValue(model) is { } name ? Check(name, parsed.GetValue(accelerator)!, parsed.GetValue(gpus), parsed.GetValue(rate), problems) : null;
            return problems.HasErrors
                ? Output.Fail(problems)
                : output.Show(parsed, PriceReports.Price(parsed.GetValue(price), parsed.GetValue(rate), parsed.GivenOr(utilization, Ratio.One), parsed.GivenOr(overhead, Ratio.One), note));
        });
        return command;
    }

    /// <summary>B1 and B2: a rate beyond the hardware is an error, one near that of a single stream is worth a note.</summary>
    private static string? Check(string modelName, string acceleratorName, int gpus, TokensPerSecond rate, Problems problems)
    {
        if (CatalogReader.Load(null, problems) is not { } facts)
        {
            return null;
        }

        var model = Named.Model(facts, modelName, new(default, Tokens.FromCount(1), Ratio.Zero), problems);
        var accelerator = Named.Accelerator(facts, acceleratorName, problems);
        if (model is null || accelerator is null)
        {
            return null;
        }

        if (HardwareBound.Output(model, accelerator, gpus) is { } bound && rate > bound)
        {
            problems.Error(new("--tokens-per-second", 0, 0), "beyond-hardware", $"{rate} is more than the {bound} that {gpus} {accelerator.Id} can compute of {model.Id}: dense peak / (2 x active parameters)");
        }

        var precision = model.WeightsPrecision ?? new Precision("bf16");
        return HardwareBound.OneStream(model, accelerator, gpus, precision) is { } stream && rate < stream * Ratio.FromValue(2)
            ? $"Note: one user alone can get up to {stream} ({model.Id} in {precision} on {gpus} {accelerator.Id}). Is {rate} one stream's speed and not the machine's?"
            : null;
    }
}
