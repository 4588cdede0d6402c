using System.Globalization;

namespace Mtok;

/// <summary>A calibration fitted without some rows, so that these can judge it.</summary>
/// <param name="Id">The calibration that its rows are of (<see cref="EngineFit"/>).</param>
/// <param name="By">What was left out: a <c>publication</c>, an <c>accelerator</c> or a <c>model family</c>.</param>
/// <param name="Value">Which.</param>
/// <param name="Calibration">The calibration fitted on the other rows.</param>
public sealed record HeldOutCalibration(string Id, string By, string Value, EngineCalibration Calibration)
{
    private static readonly string[] Columns =
        [
            "calibration", "by", "left_out", "family", "scale", "offset_ms", "reserve", "multiply16", "multiply8", "multiply4", "weights",
            "kv_read", "all_reduce", "launch", "latent_launch", "experts", "prompt", "widened", "mixed",
        ];

    /// <summary>The text of <c>engines/held-out.csv</c>.</summary>
    public static string Write(IEnumerable<HeldOutCalibration> all) =>
        string.Concat(all
            .Select(held => string.Join(',', [held.Id, held.By, held.Value, .. held.Numbers()]))
            .Prepend(string.Join(',', Columns))
            .Select(line => line + "\n"));

    internal static IEnumerable<HeldOutCalibration> Read(CatalogFile file, Problems problems)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Columns, []))
        {
            Ratio Number(string column) => row.Quantity(column, CalibrationLimits.Multiple) ?? Ratio.One;
            var calibration = EngineCalibration.None with
            {
                Family = row.Text("family"),
                Scale = Number("scale"),
                Offset = Duration.FromMilliseconds(row.Quantity("offset_ms", CalibrationLimits.OffsetMilliseconds)?.Value ?? 0),
                Reserve = row.Quantity("reserve", CalibrationLimits.Reserve) ?? Ratio.One,
                Tuning = new(
                    Number("multiply16"), Number("multiply8"), Number("multiply4"), Number("weights"), Number("kv_read"), Number("all_reduce"),
                    Number("launch"), Number("latent_launch"), Number("experts"), Number("prompt"), Number("widened"),
                    Number("mixed")),
            };
            yield return new(row.RequiredText("calibration"), row.RequiredText("by"), row.RequiredText("left_out"), calibration);
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
            tuning.Widened.Value,
            tuning.Mixed.Value,
        })
        {
            yield return value.ToString("0.###", CultureInfo.InvariantCulture);
        }
    }
}
