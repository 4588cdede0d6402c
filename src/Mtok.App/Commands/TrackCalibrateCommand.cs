using System.CommandLine;
using Mtok.Imports;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackCalibrateCommand
{
    /// <summary>The name of the file in a catalog folder, which a benchmark's rows take from its result file.</summary>
    private const string File = "production";

    public static Command Build()
    {
        var catalog = new Option<string?>("--catalog")
        {
            Description = "Catalog folder to store the measurements in (created if missing); nothing is stored without it",
            HelpName = "DIR",
        };
        var command = new ExampleCommand(
            "calibrate",
            "The throughput of your replicas as measurements of your own: from the hours in which requests waited for them. Needs a deployments file "
                + "and the metrics of engines with their queues.",
            ["mtok track calibrate metrics/ deployments.toml --catalog my-catalog/"])
        { catalog };
        var inputs = new TrackedInputs(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var folder = parsed.GetValue(catalog);
            var before = new Problems();
            if (ImportFolder.Load(folder, before) is not { } facts)
            {
                return Output.Fail(before);
            }

            if (inputs.Read(parsed, facts, problems) is not { } tracked)
            {
                return Output.Fail(problems);
            }

            var rates = ProductionRates.Of(tracked, inputs.Span(parsed), facts);
            var rows = rates.Select(rate => rate.Rates?.Row).OfType<Measurement>().ToList();
            var stored = folder is null || rows.Count == 0 ? [] : MeasurementImport.Into(folder, [new(File, "metrics", rows)], facts, problems);
            if (problems.HasErrors)
            {
                return Output.Fail(problems);
            }

            return ImportFolder.Keep(stored, () => output.Show(parsed, ProductionRatesReport.Of(rates, stored)));
        });
        return command;
    }
}
