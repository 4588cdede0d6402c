using System.CommandLine;
using System.CommandLine.Parsing;
using Request = Mtok.PriceRequest;

namespace Mtok.App;

/// <summary>The options that describe a machine, its price and its rate.</summary>
internal sealed class PriceOptions : RequestOptions
{
    private static readonly Request Usual = Request.Default;

    public Option<UsdPerHour> Price { get; } = Options.Quantity("--usd-per-hour", "What the machine costs an hour", Request.PriceRange);

    public Option<string?> Offer { get; } = new("--offer") { Description = "The machine whose price is taken from the catalog, seller/instance: its cheapest on demand", HelpName = "OFFER" };

    public Option<TokensPerSecond> Rate { get; } = Options.Required(Options.Quantity("--tokens-per-second", "What the whole machine serves when busy, not one user's stream", Request.RateRange));

    public Option<Ratio> Utilization { get; } = Options.Utilization("--utilization", $"The share of that rate which is used {Options.Default(Usual.Utilization)}");

    public Option<Ratio> Overhead { get; } = Options.Quantity("--overhead", "A multiplier for all other costs", Request.OverheadRange, Usual.Overhead);

    public Option<string?> Model { get; } = new("--model", "-m") { Description = "Check the rate against what this model allows on --accelerator", HelpName = "MODEL" };

    public Option<string?> Accelerator { get; } = new("--accelerator", "-a") { Description = "The device the rate is of", HelpName = "DEVICE" };

    public Option<int> Gpus { get; } = Options.Number("--gpus", "How many devices the machine has", Request.GpusRange, Usual.Gpus);

    /// <summary>The request; values that cannot be read, which their options report, stand as given.</summary>
    public Request Bind(CommandResult result) => new()
    {
        Price = result.ReadGiven(Price),
        Offer = result.Read(Offer),
        Rate = result.Read(Rate),
        Utilization = result.ReadGiven(Utilization) ?? Usual.Utilization,
        Overhead = result.ReadGiven(Overhead) ?? Usual.Overhead,
        Model = result.Read(Model),
        Accelerator = result.Read(Accelerator),
        Gpus = result.Read(Gpus),
    };
}

/// <summary>The options that describe a machine that is not full.</summary>
internal sealed class UtilizationOptions : RequestOptions
{
    private static readonly UtilizationRequest Usual = UtilizationRequest.Default;

    public Option<UsdPerHour> Price { get; } = Options.Required(Options.Quantity("--usd-per-hour", "What the machine costs an hour", UtilizationRequest.PriceRange));

    public Option<TokensPerSecond> Rate { get; } = Options.Required(Options.Quantity("--tokens-per-second", "What the whole machine serves when busy", UtilizationRequest.RateRange));

    public Option<UsdPerMtok> Api { get; } = Options.Quantity("--api", "An API's price of the same tokens", UtilizationRequest.ApiRange);

    public Option<Ratio[]> At { get; } = Options.Utilizations("--at", $"Utilisations to show {Options.Default(string.Join(',', Usual.At))}", [.. Usual.At]);

    public Option<Ratio> Overhead { get; } = Options.Quantity("--overhead", "A multiplier for all other costs", UtilizationRequest.OverheadRange, Usual.Overhead);

    /// <summary>The request.</summary>
    public UtilizationRequest Bind(ParseResult parsed) => new()
    {
        Price = parsed.GetValue(Price),
        Rate = parsed.GetValue(Rate),
        Api = parsed.GivenOrNull(Api),
        At = parsed.GetValue(At)!,
        Overhead = parsed.GivenOr(Overhead, Usual.Overhead),
    };
}
