using System.Globalization;

namespace Mtok;

/// <summary>A calibration fitted on the other groups of its era, so that the held-out group can validate it.</summary>
/// <param name="Era">The rows that are calibrated together (<see cref="EngineFit.EraOf"/>).</param>
/// <param name="ModelId">The held-out group's model.</param>
/// <param name="AcceleratorId">The held-out group's device.</param>
/// <param name="Calibration">The calibration fitted on the other groups.</param>
public sealed record HeldOutCalibration(string Era, string ModelId, string AcceleratorId, EngineCalibration Calibration)
{
    private static readonly string[] Columns =
        [
            "era", "model", "accelerator", "family", "scale", "offset_ms", "reserve", "multiply16", "multiply8", "multiply4", "weights",
            "kv_read", "all_reduce", "launch", "latent_launch", "experts", "prompt",
        ];

    /// <summary>The text of <c>engines/held-out.csv</c>.</summary>
    public static string Write(IEnumerable<HeldOutCalibration> all) =>
        string.Concat(all
            .Select(held => string.Join(',', [held.Era, held.ModelId, held.AcceleratorId, .. held.Numbers()]))
            .Prepend(string.Join(',', Columns))
            .Select(line => line + "\n"));

    internal static IEnumerable<HeldOutCalibration> Read(CatalogFile file, NameTable<Model> models, NameTable<Accelerator> accelerators, Problems problems)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Columns, []))
        {
            var (model, accelerator) = (models.FindId(row, "model"), accelerators.FindId(row, "accelerator"));
            Ratio Number(string column) => row.Quantity(column, CalibrationLimits.Multiple) ?? Ratio.One;
            var calibration = EngineCalibration.None with
            {
                Family = row.Text("family"),
                Scale = Number("scale"),
                Offset = Duration.FromMilliseconds(row.Quantity("offset_ms", CalibrationLimits.OffsetMilliseconds)?.Value ?? 0),
                Reserve = row.Quantity("reserve", CalibrationLimits.Reserve) ?? Ratio.One,
                Tuning = new(
                    Number("multiply16"), Number("multiply8"), Number("multiply4"), Number("weights"), Number("kv_read"), Number("all_reduce"),
                    Number("launch"), Number("latent_launch"), Number("experts"), Number("prompt")),
            };
            if (model is not null && accelerator is not null)
            {
                yield return new(row.RequiredText("era"), model, accelerator, calibration);
            }
        }
    }

    private IEnumerable<string> Numbers()
    {
        var (engine, tuning) = (Calibration, Calibration.Tuning);
        yield return engine.Family;
        foreach (var value in new[]
        {
            engine.Scale.Value,
            engine.Offset.Milliseconds,
            engine.Reserve.Value,
            tuning.Multiply16.Value,
            tuning.Multiply8.Value,
            tuning.Multiply4.Value,
            tuning.Weights.Value,
            tuning.KvRead.Value,
            tuning.AllReduce.Value,
            tuning.Launch.Value,
            tuning.LatentLaunch.Value,
            tuning.Experts.Value,
            tuning.Prompt.Value,
        })
        {
            yield return value.ToString("0.###", CultureInfo.InvariantCulture);
        }
    }
}
