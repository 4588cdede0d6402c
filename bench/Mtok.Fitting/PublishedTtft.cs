namespace Mtok.Fitting;

/// <summary>A published time to the first token and the modelled one, in milliseconds.</summary>
/// <param name="Publication">Who published it.</param>
/// <param name="Engine">The engine family.</param>
/// <param name="ForExperts">Whether the model is a mixture of experts.</param>
/// <param name="Statistic">Mean or median.</param>
/// <param name="Users">Users of a closed loop; 0 for a burst.</param>
/// <param name="Published">The published time.</param>
/// <param name="Modelled">The modelled time, with the server's part as the catalog has it.</param>
/// <param name="EngineAlone">The same without the server's part.</param>
/// <param name="Passed">Requests that the server passes on before, on the mean over all requests.</param>
internal sealed record LatencyRow(
    string Publication, string Engine, bool ForExperts, string Statistic, int Users, double Published, double Modelled, double EngineAlone, double Passed)
{
    /// <summary>ln(modelled / published).</summary>
    public double Error => Math.Log(Modelled / Published);
}

/// <summary>The published times to the first token of closed loops and bursts beside the modelled ones.</summary>
internal sealed class PublishedTtft(Catalog catalog)
{
    /// <summary>Requests per user of an InferenceX run: its scripts send ten times as many as run together.</summary>
    private const int InferenceXRounds = 10;

    private readonly ThroughputModel _model = new(catalog);
    private readonly ModelledCapacity _capacity = new Capacities(catalog).Modelled;

    /// <summary>All rows that can be modelled.</summary>
    public IEnumerable<LatencyRow> Rows() => catalog.Measurements
        .Where(row => row.Scenario is Scenario.ClosedLoop or Scenario.Burst && row.Ttft is not null)
        .Select(RowOf)
        .OfType<LatencyRow>();

    private LatencyRow? RowOf(Measurement row)
    {
        var model = catalog.FindModel(row.ModelId)!;
        var device = catalog.FindAccelerator(row.AcceleratorId)!;
        var engine = _capacity.EngineFor(model, device, row.Engine);
        var run = AsRun(row);
        if (_model.Predict(model, run, engine) is not { } predicted)
        {
            return null;
        }

        var applied = catalog.FamilyOf(row.Engine).Applied(engine, device);
        var modelled = predicted.State.Ttft.Milliseconds + (StepsHeldBack(row) * predicted.State.Tpot.Milliseconds);
        var passed = Passed(run, predicted.Copies);
        return new(
            Publication.Of(row), row.Engine, engine.ForExperts, row.TtftIs is TtftStatistic.Median ? "median" : "mean", row.Scenario is Scenario.Burst ? 0 : row.Concurrency!.Value,
            row.Ttft!.Value.Milliseconds, modelled, modelled - applied.Server.Milliseconds - (passed * applied.ServerPerRequest.Milliseconds), passed);
    }

    /// <summary>A median is that of a later request: the run without its start.</summary>
    private static Measurement AsRun(Measurement row) => row.Scenario is Scenario.Burst ? row
        : row with { Requests = row.TtftIs is TtftStatistic.Median ? null : Publication.Of(row) == "InferenceX" ? InferenceXRounds * row.Concurrency : row.Requests };

    private static double Passed(Measurement run, int copies) => run switch
    {
        { Requests: not { } } => 0,
        { Scenario: Scenario.Burst } => run.Requests.Value / (double)copies,
        { Concurrency: { } users, Requests: { } sent } when sent <= users => sent / (double)copies,
        { Concurrency: { } users, Requests: { } sent } when sent <= ThroughputModel.LongRun * users => users / (double)copies * users / sent,
        _ => 0,
    };

    /// <summary>
    /// Mean steps for which the benchmark's settings, not the engine's own, hold a prompt back. InferenceX starts SGLang on B200 with
    /// <c>--scheduler-recv-interval</c> 30 from 16 users on, else 10 (scripts benchmarks/dsr1_fp4_b200 and dsr1_fp8_b200), and TensorRT-LLM with data-parallel attention so
    /// that a prompt waits until each group has one, for up to 60 steps (<c>enable_balance</c>, <c>timeout_iters</c> of its dsr1 trt scripts).
    /// </summary>
    private static double StepsHeldBack(Measurement row) => (Publication.Of(row), row.Engine) switch
    {
        ("InferenceX", "SGLang") when row.AcceleratorId == "b200-sxm" => ((row.Concurrency >= 16 ? 30 : 10) - 1) / 2.0,
        ("InferenceX", "TensorRT-LLM") when row.Note.Contains("data-parallel attention", StringComparison.Ordinal) =>
            Math.Min(60, row.Gpus * row.Output.Count / row.Concurrency!.Value),
        _ => 0,
    };
}
