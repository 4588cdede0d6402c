using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class PriceCommand
{
    public static Command Build()
    {
        var options = new PriceOptions();
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        var command = new ExampleCommand(
            "price",
            "The price of a million tokens from an hourly price and a rate.",
            [
                "mtok price --usd-per-hour 4.50 --tokens-per-second 5000 --utilization 50% --overhead 1.4",
                "mtok price --offer aws/p5.48xlarge --tokens-per-second 20000",
            ]);
        options.AddTo(command);
        command.Options.Add(catalog);
        command.Options.Add(asOf);
        var output = new Output(command);
        command.Validators.Add(result =>
        {
            foreach (var (_, message) in options.Bind(result).Clashes(options.NameOf))
            {
                result.AddError(message);
            }

            if (result.GetResult(options.Offer) is null && (result.GetResult(asOf) is not null || result.GetResult(catalog) is not null))
            {
                result.AddError("--as-of and --catalog go with --offer: a price given has no other day");
            }
        });
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var request = options.Bind(parsed.CommandResult);
            var facts = request.NeedsCatalog ? CatalogReader.Load(parsed.GetValue(catalog), problems, parsed.GetValue(asOf), today: Today.Date) : null;
            return !problems.HasErrors && RequestedPrice.Of(request, facts, options.Naming(problems)) is { } found
                ? output.Show(
                    parsed,
                    PriceReports
                        .Price(found.Price, request.Rate, request.Utilization, request.Overhead, NoteOf(found, request))
                        .WithPricesOf(parsed.GetValue(asOf)))
                : Output.Fail(problems);
        });
        return command;
    }

    private static string? NoteOf(RequestedPrice found, PriceRequest request)
    {
        var priced = found.Offer is { } offer ? $"{offer.Seller} {offer.Instance} {offer.Region}: {offer.Provenance.Citation}, {offer.Provenance.AsOf}." : null;
        var stream = found.OneStream is { } one
            ? $"Note: one user alone can get up to {one.Bound} ({one.Model} in {one.Precision} on {one.Gpus} {one.AcceleratorId}). "
                + $"Is {request.Rate} one stream's speed and not the machine's?"
            : null;
        var notes = string.Join(" ", new[] { priced, stream }.OfType<string>());
        return notes.Length > 0 ? notes : null;
    }
}
