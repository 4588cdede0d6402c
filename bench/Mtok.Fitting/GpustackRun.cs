namespace Mtok.Fitting;

/// <summary>
/// A run of GPUStack's performance laboratory: bursts of vLLM's client, closed loops of 1 to 8 users, and rates of guidellm, whose
/// own time per output token includes the first: there the derived one is taken, and tokens over the duration for the printed rate.
/// </summary>
internal static class GpustackRun
{
    /// <summary>The rate at which guidellm sends everything within a second: a burst, of which at most 512 are open.</summary>
    private const double AllAtOnce = 1000;

    public static Measurement Of(PublishedRow row, string model, string accelerator)
    {
        var guided = row.Text("client").StartsWith("guidellm", StringComparison.Ordinal);
        var (input, output) = (row.Number("input_tokens")!.Value, row.Number("output_tokens")!.Value);
        var rate = TokensPerSecond.FromPerSecond(row.Number("tokens_over_duration")!.Value * output / (input + output));
        var document = row.Text("doc");
        var date = EngineReleases.DateOf(row.Text("engine"), row.Text("engine_version"), "2026-08");
        var run = CarriedMeasurements.Plain(
            row, model, accelerator, ScenarioOf(row, guided), rate, "GPUStack", new(date, $"gpustack/gpustack @47277d79 {document}", new(document, 0, 0)));
        return run with
        {
            Concurrency = run.Scenario == Scenario.Burst && run.Concurrency >= run.Requests ? null : run.Concurrency,
            Tpot = guided ? row.Milliseconds("derived_tpot_ms") : run.Tpot,
            TpotP99 = guided ? null : run.TpotP99,
            EndToEnd = row.Number("mean_latency_s") is { } seconds ? Duration.FromSeconds(seconds) : null,
            Note = CarriedMeasurements.Note(row, row.Text("role"), Weights(row)),
        };
    }

    private static Scenario ScenarioOf(PublishedRow row, bool guided) =>
        guided && row.Number("request_rate") < AllAtOnce ? Scenario.OpenLoop
        : !guided && row.Count("concurrency") is not null ? Scenario.ClosedLoop
        : Scenario.Burst;

    /// <summary>How weights were quantised, where the precision alone does not say it.</summary>
    private static string Weights(PublishedRow row) => row.Text("precision").Split(' ') is [_, var how] ? how.Trim('(', ')') : "";
}
