using System.CommandLine;
using Mtok.Reporting;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.App;

internal static class SimulateCommand
{
    public static Command Build()
    {
        var trace = new Option<string>("--trace")
        {
            Description = "The requests: a trace of any format that mtok trace info reads",
            Required = true,
            HelpName = "FILE",
        };
        var reads = new TraceOptions();
        var options = new SimulateOptions();
        var catalog = Options.CatalogFolder();
        var requests = new Option<string?>("--requests-out")
        {
            Description = "Write every request with its times to this file: Parquet if it ends in .parquet, otherwise CSV",
            HelpName = "FILE",
        };
        var chart = new Option<string?>("--chart") { Description = "Draw requests in flight over time to this .svg or .png file", HelpName = "FILE" };
        WrittenFiles.Check(requests, []);
        WrittenFiles.Check(chart, [".svg", ".png"]);
        var command = new ExampleCommand("simulate", "Replays a trace on a fleet, request by request: latencies, utilisation, cost.",
            [
                "mtok simulate --trace requests.csv --model llama-2-70b --precision fp16 --accelerator h100-sxm --gpus 8 --replicas 4 "
                    + "--ttft 1s --tpot 50ms",
                "mtok simulate --trace requests.csv --model llama-3.1-8b -a h100-sxm --scale 1:8 --router least-outstanding --chart load.png",
            ])
        { trace, reads.SkipBad, reads.Columns, options.Ttft, options.Tpot, options.Seed, requests, chart, options.StepByStep };
        options.AddTo(command);
        command.Options.Add(catalog);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            // The catalog's own warnings are for catalog lint; those of the trace are reported.
            var reading = reads.Reading(parsed);
            var read = TraceFile.Open(parsed.GetValue(trace)!, reading);
            foreach (var problem in reading.Problems.All.Where(problem => problem.Severity == Severity.Error))
            {
                problems.Error(problem.Where, problem.Rule, problem.Message);
            }

            var naming = options.Naming(problems);
            var request = options.Bind(parsed, naming);
            var built = FleetBuilder.Build(request, read, new(facts), naming);
            if (problems.HasErrors || read is null || built.Fleet is not { } fleet)
            {
                return problems.HasErrors || read is null
                    ? Output.Fail(problems)
                    : output.Show(parsed, SimulationReport.OfNothing(read, built.WhyNot), ExitCode.NothingFits);
            }

            var result = Run(read, reading, fleet, request.Options);
            if (!TraceOutput.Check(reading))
            {
                return Output.Fail(reading.Problems);
            }

            var report = SimulationReport.Of(read, fleet, result, built.Notes);
            return (parsed.GetValue(requests) is not { } file || Output.TryStream(file, stream => OutcomeFile.Write(file, result, stream), () => true))
                && (parsed.GetValue(chart) is not { } picture || Output.TryDraw(report, picture))
                ? output.Show(parsed, report, result.Completed > 0 ? ExitCode.Answer : ExitCode.NothingFits)
                : ExitCode.Usage;
        });
        return command;
    }

    private static SimulationResult Run(Trace trace, TraceReading reading, SimulatedFleet fleet, SimulationOptions options)
    {
        using var progress = new ProgressLine(reading);
        return Simulator.Run(trace, fleet, options with { Progress = progress });
    }
}
