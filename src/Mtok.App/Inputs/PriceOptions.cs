using System.CommandLine;
using System.CommandLine.Parsing;
using Request = Mtok.PriceRequest;

namespace Mtok.App;

/// <summary>The options that describe a machine, its price and its rate.</summary>
internal sealed class PriceOptions : RequestOptions
{
    private static readonly Request Usual = Request.Default;

    public Option<UsdPerHour> Price { get; } = Options.Quantity("--usd-per-hour", "Hourly price of the machine", Request.PriceRange);

    public Option<string?> Offer { get; } = new("--offer")
    {
        Description = "Take the price from the catalog: seller/instance, cheapest on demand",
        HelpName = "OFFER",
    };

    public Option<TokensPerSecond> Rate { get; } =
        Options.Required(Options.Quantity("--tokens-per-second", "Throughput of the whole machine under load, not of one stream", Request.RateRange));

    public Option<Ratio> Utilization { get; } = Options.Utilization(
        "--utilization", $"Utilisation: share of that throughput that is used {Options.Default(Usual.Utilization)}");

    public Option<Ratio> Overhead { get; } = Options.Quantity("--overhead", "Multiplier for all other costs", Request.OverheadRange, Usual.Overhead);

    public Option<string?> Model { get; } = new("--model", "-m")
    {
        Description = "Check the throughput against the limits of this model on --accelerator",
        HelpName = "MODEL",
    };

    public Option<string?> Accelerator { get; } = new("--accelerator", "-a") { Description = "Device of the throughput", HelpName = "DEVICE" };

    public Option<int> Gpus { get; } = Options.Number("--gpus", "Devices in the machine", Request.GpusRange, Usual.Gpus);

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

    public Option<UsdPerHour> Price { get; } =
        Options.Required(Options.Quantity("--usd-per-hour", "Hourly price of the machine", UtilizationRequest.PriceRange));

    public Option<TokensPerSecond> Rate { get; } =
        Options.Required(Options.Quantity("--tokens-per-second", "Throughput of the whole machine under load", UtilizationRequest.RateRange));

    public Option<UsdPerMtok> Api { get; } = Options.Quantity("--api", "API price of the same tokens", UtilizationRequest.ApiRange);

    public Option<Ratio[]> At { get; } = Options.Utilizations("--at", $"Utilisations to show {Options.Default(string.Join(',', Usual.At))}");

    public Option<Ratio> Overhead { get; } = Options.Quantity("--overhead", "Multiplier for all other costs", UtilizationRequest.OverheadRange, Usual.Overhead);

    /// <summary>The request.</summary>
    public UtilizationRequest Bind(ParseResult parsed) => new()
    {
        Price = parsed.GetValue(Price),
        Rate = parsed.GetValue(Rate),
        Api = parsed.GivenOrNull(Api),
        At = parsed.GivenOr(At, [.. Usual.At]),
        Overhead = parsed.GivenOr(Overhead, Usual.Overhead),
    };
}
