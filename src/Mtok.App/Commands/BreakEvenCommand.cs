using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

internal static class BreakEvenCommand
{
    public static Command Build()
    {
        var options = new BreakEvenOptions();
        var file = new Option<string?>("--workload") { Description = "A workload file: break-even over whole machines, at real prices", HelpName = "FILE" };
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        var show = Options.Show(10);
        var command = new ExampleCommand(
            "break-even",
            "The volume above which self-hosting is cheaper than an API.",
            [
                "mtok break-even --api 0.80 --self-hosted 0.35 --monthly 5000",
                "mtok break-even --workload examples/support-chat.toml",
                "mtok break-even --workload examples/support-chat.toml --curve",
                "mtok break-even --model llama-3.3-70b --rps 60 --input-tokens 1200 --output-tokens 250",
            ])
        {
            options.Api,
            options.SelfHosted,
            options.Monthly,
            options.Curve,
            catalog,
            asOf,
            show,
        };
        var workload = WorkloadOptions.ByOption(command, file);
        var output = new Output(command);
        command.Validators.Add(result =>
        {
            var figures = options.Bind(result).Figures;
            if (workload.IsGiven(result) ? figures != 0 : figures != 3)
            {
                result.AddError("give either --api, --self-hosted and --monthly, or --workload FILE, or options that stand for one (--model, --rps ...)");
            }
            else if (figures == 0)
            {
                workload.RequireWhole(result);
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(asOf) is not null && !workload.IsGiven(result))
            {
                result.AddError("--as-of goes with a workload: figures given have no other day");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(options.Curve) is { Implicit: false } && !workload.IsGiven(result))
            {
                result.AddError("--curve goes with --workload, or with options that stand for one");
            }
        });
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var request = options.Bind(parsed.CommandResult);
            if (!workload.IsGiven(parsed.CommandResult))
            {
                return request.Check(options.Naming(problems))
                    ? output.Show(parsed, PriceReports.BreakEvenLinear(request.Api!.Value, request.SelfHosted!.Value, request.Monthly!.Value))
                    : Output.Fail(problems);
            }

            if (workload.Load(parsed, parsed.GetValue(catalog), problems, parsed.GetValue(asOf)) is not { } inputs)
            {
                return Output.Fail(problems);
            }

            var naming = options.Naming(problems);
            if (!(VerdictTraffic.RoutesNothing(inputs.Workload, naming)
                & VerdictTraffic.CanTellClasses(inputs.Workload, naming, "break-even takes none; leave the table out, or use mtok decide --trace")))
            {
                return Output.Fail(problems);
            }

            var (capacities, day) = (new Capacities(inputs.Catalog), parsed.GetValue(asOf) ?? Today.Date);
            using var line = new SolveLine(null);
            var report = request.Curve
                ? VolumeCurveReport.Of(
                    inputs.Workload.Name,
                    ProvedBreakEven.Curve(inputs.Workload, capacities, day, line.Tell))
                : PriceReports.BreakEvenStaircase(ProvedBreakEven.Staircase(inputs.Workload, capacities, day), parsed.GetValue(show));
            line.Pause();
            return output.Show(parsed, report.WithPricesOf(parsed.GetValue(asOf)));
        });
        return command;
    }
}
