using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

internal static class BreakEvenCommand
{
    private const int HoursOfAWeek = 168;
    private const int MostSpans = 6;

    public static Command Build()
    {
        var api = Options.Quantity("--api", "The API's price", RequestRanges.PerMtok);
        var selfHosted = Options.Quantity("--self-hosted", "What one more million self-hosted tokens cost", new Limits<UsdPerMtok>(default, RequestRanges.PerMtok.High));
        var monthly = Options.Quantity("--monthly", "What self-hosting costs a month whatever the volume", RequestRanges.Monthly);
        var workload = new Option<string?>("--workload") { Description = "A workload file: break-even over whole machines, at real prices", HelpName = "FILE" };
        var curve = new Option<bool>("--curve") { Description = "With --workload: $/Mtok of an API, of machines and of both against the volume, each solved anew; a file that ends in .svg or .png is its picture" };
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        var show = Options.Show(10);
        var command = new ExampleCommand("break-even", "The volume above which self-hosting is cheaper than an API (C9).", ["mtok break-even --api 0.80 --self-hosted 0.35 --monthly 5000", "mtok break-even --workload examples/support-chat.toml", "mtok break-even --workload examples/support-chat.toml --curve"]) { api, selfHosted, monthly, workload, curve, catalog, asOf, show };
        var output = new Output(command);
        command.Validators.Add(result =>
        {
            var figures = new Option[] { api, selfHosted, monthly }.Count(option => result.GetResult(option) is not null);
            if (result.GetResult(workload) is null ? figures != 3 : figures != 0)
            {
                result.AddError("give either --api, --self-hosted and --monthly, or --workload FILE");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(asOf) is not null && result.GetResult(workload) is null)
            {
                result.AddError("--as-of goes with --workload: figures given have no other day");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(curve) is { Implicit: false } && result.GetResult(workload) is null)
            {
                result.AddError("--curve goes with --workload");
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(workload) is not { } path)
            {
                return output.Show(parsed, PriceReports.BreakEvenLinear(parsed.GetValue(api), parsed.GetValue(selfHosted), parsed.GetValue(monthly)));
            }

            var problems = new Problems();
            if (Inputs.Load(path, parsed.GetValue(catalog), problems, parsed.GetValue(asOf)) is not { } inputs)
            {
                return Output.Fail(problems);
            }

            if (DemandOptions.CannotTellClasses(inputs.Workload, problems, "break-even takes none; leave the table out, or ask mtok decide --trace"))
            {
                return Output.Fail(problems);
            }

            var report = parsed.GetValue(curve)
                ? Curve(inputs)
                : PriceReports.BreakEvenStaircase(StaircaseBreakEven.For(inputs.Workload, inputs.Catalog, new(inputs.Catalog)), parsed.GetValue(show));
            return output.Show(parsed, report.WithPricesOf(parsed.GetValue(asOf)));
        });
        return command;
    }

    private static Report Curve(Inputs inputs)
    {
        var problem = PlanChoices.For(inputs.Workload, Demand.Of(inputs.Workload, HoursOfAWeek, MostSpans), inputs.Catalog, new(inputs.Catalog));
        return VolumeCurveReport.Of(inputs.Workload.Name, VolumeCurve.For(problem, tell: progress => Console.Error.WriteLine($"curve: {SolvePhaseWords.Of(progress.Phase)}")));
    }
}
