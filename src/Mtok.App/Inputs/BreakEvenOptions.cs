using System.CommandLine;
using System.CommandLine.Parsing;
using Mtok.Planning;

namespace Mtok.App;

/// <summary>The options that describe two ways of paying.</summary>
internal sealed class BreakEvenOptions : RequestOptions
{
    public Option<UsdPerMtok> Api { get; } = Options.Quantity("--api", "The API's price", BreakEvenRequest.ApiRange);

    public Option<UsdPerMtok> SelfHosted { get; } = Options.Quantity("--self-hosted", "What one more million self-hosted tokens cost", BreakEvenRequest.SelfHostedRange);

    public Option<UsdPerMonth> Monthly { get; } = Options.Quantity("--monthly", "What self-hosting costs a month whatever the volume", BreakEvenRequest.MonthlyRange);

    public Option<bool> Curve { get; } = new("--curve") { Description = "With --workload: $/Mtok of an API, of machines and of both against the volume, each solved anew; a file that ends in .svg or .png is its picture" };

    /// <summary>The request; values that cannot be read, which their options report, stand as given.</summary>
    public BreakEvenRequest Bind(CommandResult result) => new()
    {
        Api = result.ReadGiven(Api),
        SelfHosted = result.ReadGiven(SelfHosted),
        Monthly = result.ReadGiven(Monthly),
        Curve = result.Read(Curve),
    };
}
