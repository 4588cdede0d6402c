using System.CommandLine;
using System.CommandLine.Parsing;
using Mtok.Planning;

namespace Mtok.App;

/// <summary>The options that describe two ways of paying.</summary>
internal sealed class BreakEvenOptions : RequestOptions
{
    public Option<UsdPerMtok> Api { get; } = Options.Quantity("--api", "API price", BreakEvenRequest.ApiRange);

    public Option<UsdPerMtok> SelfHosted { get; } = Options.Quantity(
        "--self-hosted", "Marginal cost of a million self-hosted tokens", BreakEvenRequest.SelfHostedRange);

    public Option<UsdPerMonth> Monthly { get; } = Options.Quantity("--monthly", "Fixed monthly cost of self-hosting", BreakEvenRequest.MonthlyRange);

    public Option<bool> Curve { get; } = new("--curve")
    {
        Description = "With --workload: $/Mtok of API, machines and both against volume, each point solved separately; --output FILE.svg or .png draws it",
    };

    /// <summary>The request; values that cannot be read, which their options report, stand as given.</summary>
    public BreakEvenRequest Bind(CommandResult result) => new()
    {
        Api = result.ReadGiven(Api),
        SelfHosted = result.ReadGiven(SelfHosted),
        Monthly = result.ReadGiven(Monthly),
        Curve = result.Read(Curve),
    };
}
