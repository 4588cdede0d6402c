using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class PriceCommand
{
    public static Command Build()
    {
        var price = Options.Quantity("--usd-per-hour", "What the machine costs an hour", RequestRanges.Hourly);
        var rate = Options.Quantity("--tokens-per-second", "What the whole machine serves when busy, not one user's stream", RequestRanges.Rate);
        var utilization = Options.Utilization("--utilization", "The share of that rate which is used [default: 100%]");
        var overhead = Options.Quantity("--overhead", "A multiplier for all other costs [default: 1]", RequestRanges.Overhead);
        var model = new Option<string?>("--model", "-m") { Description = "Check the rate against what this model allows on --accelerator", HelpName = "MODEL" };
        var accelerator = new Option<string?>("--accelerator", "-a") { Description = "The device the rate is of", HelpName = "DEVICE" };
        var gpus = Options.Number("--gpus", "How many devices the machine has", new(1, 1024), 1);
        var offer = new Option<string?>("--offer") { Description = "The machine whose price is taken from the catalog, seller/instance: its cheapest on demand", HelpName = "OFFER" };
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        rate.Required = true;
        var command = new ExampleCommand("price", "The price of a million tokens from an hourly price and a rate (C1).", ["mtok price --usd-per-hour 4.50 --tokens-per-second 5000 --utilization 50% --overhead 1.4", "mtok price --offer aws/p5.48xlarge --tokens-per-second 20000"]) { price, offer, rate, utilization, overhead, model, accelerator, gpus, catalog, asOf };
        var output = new Output(command);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(model) is null) != (result.GetResult(accelerator) is null))
            {
                result.AddError("--model and --accelerator go together");
            }

            if ((result.GetResult(price) is null) == (result.GetResult(offer) is null))
            {
                result.AddError("give either --usd-per-hour or --offer");
            }

            if (result.GetResult(offer) is null && (result.GetResult(asOf) is not null || result.GetResult(catalog) is not null))
            {
                result.AddError("--as-of and --catalog go with --offer: a price given has no other day");
            }
        });
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var priced = parsed.GetValue(offer) is { } wanted ? Priced(wanted, parsed.GetValue(catalog), parsed.GetValue(asOf), problems) : null;
            var note = parsed.GetValue(model) is { } name ? Check(name, parsed.GetValue(accelerator)!, parsed.GetValue(gpus), parsed.GetValue(rate), problems) : null;
            var notes = string.Join(" ", new[] { priced is null ? null : $"{priced.Seller} {priced.Instance} {priced.Region}: {priced.Provenance.Citation}, {priced.Provenance.AsOf}.", note }.OfType<string>());
            return problems.HasErrors
                ? Output.Fail(problems)
                : output.Show(parsed, PriceReports.Price(priced?.Price ?? parsed.GetValue(price), parsed.GetValue(rate), parsed.GivenOr(utilization, Ratio.One), parsed.GivenOr(overhead, Ratio.One), notes.Length > 0 ? notes : null).WithPricesOf(parsed.GetValue(asOf)));
        });
        return command;
    }

    /// <summary>The cheapest price on demand of a machine, or the cheapest of any way of paying where it is not had on demand.</summary>
    private static Offer? Priced(string wanted, string? folder, DateOnly? asOf, Problems problems)
    {
        if (CatalogReader.Load(folder, problems, asOf) is not { } facts)
        {
            return null;
        }

        var found = facts.CurrentOffers.Where(offer => $"{offer.Seller}/{offer.Instance}" == wanted).OrderBy(offer => offer.Pricing).ThenBy(offer => offer.Price).FirstOrDefault();
        if (found is null)
        {
            var known = facts.Offers.Select(offer => $"{offer.Seller}/{offer.Instance}").Distinct().ToList();
            problems.Error(new("--offer", 0, 0), "unknown-offer", known.Contains(wanted) ? "it has no price of that day" : $"no machine of that name{Spelling.DidYouMean(wanted, known)}");
        }

        return found;
    }

    /// <summary>B1 and B2: a rate beyond the hardware is an error, one near that of a single stream is worth a note.</summary>
    private static string? Check(string modelName, string acceleratorName, int gpus, TokensPerSecond rate, Problems problems)
    {
        if (CatalogReader.Load(null, problems) is not { } facts)
        {
            return null;
        }

        var names = new CatalogNames(facts, new(problems, RequestOptions.OptionOf));
        var model = names.Model(modelName, new(default, Tokens.FromCount(1), Ratio.Zero));
        var accelerator = names.Accelerator(acceleratorName);
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
