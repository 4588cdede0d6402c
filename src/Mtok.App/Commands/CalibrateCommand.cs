using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class CalibrateCommand
{
    private const int FewestRows = 3;

    public static Command Build()
    {
        var catalog = Options.CatalogFolder();
        catalog.Required = true;
        var store = new Option<bool>("--store") { Description = "Write the calibrations to DIR/engines/mine.toml, to be used with --catalog DIR" };
        var command = new ExampleCommand(
            "calibrate",
            "Fits the engine's scale and offset (T' = s T + o) on the measurements of your own catalog folder.",
            ["mtok calibrate --catalog my-catalog --store"]) { catalog, store };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var folder = parsed.GetValue(catalog)!;
            if (CatalogReader.Load(folder, problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var found = Fit(facts);
            if (found.Count == 0)
            {
                problems.Error(
                    new(folder, 0, 0),
                    "too-few-measurements",
                    $"needs {FewestRows} measurements of one engine that the model can predict; import some with mtok import benchmark");
                return Output.Fail(problems);
            }

            var path = Path.Combine(folder, "engines", "mine.toml");
            return !parsed.GetValue(store) || Output.TryStore([KeyValuePair.Create(path, EngineText.Write(found))])
                ? output.Show(parsed, CalibrationReport.Of(found, parsed.GetValue(store) ? path : null))
                : ExitCode.Usage;
        });
        return command;
    }

    private static List<EngineCalibration> Fit(Catalog facts)
    {
        var capacities = new Capacities(facts);
        var fit = new EngineFit(capacities.Model, facts);
        return [.. facts.Measurements.Where(row => row.Provenance.IsUsers)
            .GroupBy(row => EngineFit.IdOf(row, facts), StringComparer.Ordinal)
            .Where(era => era.Count() >= FewestRows)
            .Select(era => fit.Calibrate("mine-" + era.Key.Replace(' ', '-'), Published(era.First(), capacities), [.. era]))
            .OfType<EngineCalibration>()];
    }

    /// <summary>What others measured of the engine, so that a few rows of one's own only have to move it; as the tables have it where nobody did.</summary>
    private static EngineCalibration Published(Measurement row, Capacities capacities) =>
        capacities.Modelled.EngineFor(capacities.Catalog.FindModel(row.ModelId)!, capacities.Catalog.FindAccelerator(row.AcceleratorId)!, row.Engine);
}
