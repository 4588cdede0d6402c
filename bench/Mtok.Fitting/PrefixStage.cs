namespace Mtok.Fitting;

/// <summary>
/// A stage of llm-d's report on long shared prefixes: requests at a rate, routed to four copies in one of four ways. What share of the
/// prefix each copy held is not printed.
/// </summary>
internal static class PrefixStage
{
    public static Measurement Of(PublishedRow row, string model, string accelerator)
    {
        var source = $"{row.Text("source")}, {row.Text("doc")}";
        var rate = TokensPerSecond.FromPerSecond(row.Number("output_tok_s")!.Value);
        var date = EngineReleases.DateOf(row.Text("engine"), row.Text("engine_version"), "2025-12");
        var run = CarriedMeasurements.Plain(row, model, accelerator, Scenario.OpenLoop, rate, "llm-d", new(date, source, new(row.Text("doc"), 0, 0)));
        return run with
        {
            SharedPrefix = Tokens.FromCount(row.Number("shared_prefix_tokens")!.Value),
            Note = CarriedMeasurements.Note(row, row.Text("router"), row.Text("note").Split(';')[0]),
        };
    }
}
