namespace Mtok.Fitting;

/// <summary>
/// A closed loop of SGLang's cookbook: 5 requests for each user (10 at one user), so that ramp and tail are a large share. Its random
/// lengths are uniform between 1 and the length asked.
/// </summary>
internal static class CookbookRun
{
    /// <summary>What the shared table calls the source.</summary>
    public const string Name = "SGLang cookbook";

    public static Measurement Of(PublishedRow row, string model, string accelerator)
    {
        var document = row.Text("doc");
        var date = EngineReleases.DateOf(row.Text("engine"), row.Text("engine_version"), row.Text("date"));
        var source = $"sgl-project/sgl-cookbook @7b5bd9c0 docs/autoregressive/{document}";
        var rate = TokensPerSecond.FromPerSecond(row.Number("output_tok_s")!.Value);
        var run = CarriedMeasurements.Plain(row, model, accelerator, Scenario.ClosedLoop, rate, "SGLang", new(date, source, new(document, 0, 0)));
        return run with
        {
            Lengths = run.Lengths == LengthSpread.ShareGpt ? LengthSpread.ShareGpt : LengthSpread.Uniform,
            MeanRunning = row.Number("mean_running") is { } running ? Ratio.FromValue(running) : null,
            EndToEnd = row.Milliseconds("mean_e2e_ms"),
            Note = CarriedMeasurements.Note(row),
        };
    }
}
