namespace Mtok.Tests;

public sealed class EngineFitTests
{
    private static readonly Catalog Built = Workloads.Built;
    private static readonly EngineFit Fit = new(new ThroughputModel(Built), Built);

    /// <summary>Runs that the model itself makes with a known calibration give that calibration back.</summary>
    [Fact]
    public void A_known_calibration_is_found_again()
    {
        var known = EngineCalibration.None with { Scale = Ratio.FromValue(1.3), Offset = Duration.FromMilliseconds(2), Reserve = Ratio.One };
        var rows = Built.Measurements.Where(row => row is { Engine: "TensorRT-LLM", Scenario: Scenario.Saturated, Precision.Id: "fp8", AcceleratorId: "h100-sxm" } && row.Provenance.AsOf.From.Year == 2025).Take(60)
            .Select(row => (Row: row, Rate: new ThroughputModel(Built).Predict(Built.FindModel(row.ModelId)!, row, known)))
            .Where(pair => pair.Rate is not null)
            .Select(pair => pair.Row with { OutputRate = pair.Rate!.Value.State.Output * pair.Rate.Value.Copies }).ToList();
        var found = Fit.Fit(EngineCalibration.None, rows)!;
        Assert.Equal(1.3, found.Scale.Value, 0.01);
        Assert.Equal(2, found.Offset.Milliseconds, 0.01);
        Assert.Equal(1, found.Reserve.Value, 1e-9);
    }

    [Fact]
    public void Every_calibration_of_the_catalog_names_its_rows_and_its_error_on_what_it_did_not_see() =>
        Assert.All(Built.Engines, engine => Assert.True(engine.Rows >= 25 && engine.P90Error >= engine.MedianError && engine.MedianError > Ratio.Zero));

    [Fact]
    public void A_written_calibration_reads_back_the_same()
    {
        var text = EngineText.Write(Built.Engines);
        var problems = new Problems();
        var read = CatalogText.Read(problems, CatalogText.Toml("engines", text));
        Assert.False(problems.HasErrors, string.Join("\n", problems.All));
        Assert.Equal(Built.Engines.Select(engine => (engine.Id, engine.Scale, engine.Offset)), read.Engines.Select(engine => (engine.Id, engine.Scale, engine.Offset)));
    }

    [Fact]
    public void A_users_calibration_comes_first()
    {
        var mine = EngineText.Write([Built.Engines[0] with { Id = "mine", Family = "vLLM", ForExperts = false, Vendor = "NVIDIA" }]);
        var catalog = CatalogText.Read(new Problems(), CatalogText.Toml("engines", mine));
        Assert.Equal("mine", new Capacities(catalog).Modelled.EngineFor(catalog.FindModel("llama-3.3-70b")!, catalog.FindAccelerator("h100-sxm")!).Id);
    }

    /// <summary>A calibration that no other publication has judged may have erred least on the few rows it was fitted on.</summary>
    [Theory]
    [InlineData("deepseek-r1", "h200-sxm", null)]
    [InlineData("gpt-oss-120b", "h100-sxm", null)]
    [InlineData("llama-3.1-8b", "h100-sxm", null)]
    [InlineData("llama-3.1-8b", "h100-sxm", "vLLM")]
    public void The_default_calibration_was_judged_by_publications_it_had_not_seen(string model, string accelerator, string? family)
    {
        var engine = new Capacities(Built).Modelled.EngineFor(Built.FindModel(model)!, Built.FindAccelerator(accelerator)!, family);
        Assert.True(engine.Publications >= 2, engine.Id);
        Assert.Equal(family ?? engine.Family, engine.Family);
    }

    [Fact]
    public void An_engine_without_a_calibration_gets_that_of_all_engines_together()
    {
        var engine = new Capacities(Built).Modelled.EngineFor(Built.FindModel("llama-3.1-8b")!, Built.FindAccelerator("h100-sxm")!, "LMDeploy");
        Assert.Equal(("LMDeploy", "nvidia-dense"), (engine.Family, engine.Id));
    }

    [Fact]
    public void A_rate_beyond_the_hardware_is_an_error_that_names_the_bound()
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Measurements("llama-3.3-70b,h100-sxm,1,1,1,fp8,vLLM,saturated,1000,1000,,50000,,,2026-05-20,s\n")));
        Assert.Equal("beyond-hardware", problem.Rule);
        Assert.Contains("tok/s", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_published_row_and_no_modelled_figure_is_beyond_the_hardware()
    {
        var answers = new CapacityAnswers(new(Built));
        var mix = new TokenMix(Tokens.FromCount(128), Tokens.FromCount(128), Ratio.Zero);
        foreach (var model in Built.Models.Where(model => model.Network is not null))
        {
            foreach (var accelerator in Built.Accelerators)
            {
                var answer = answers.Of(model, accelerator, 8, new("bf16"), null, mix, new(null, ServiceLevel.None));
                var bound = HardwareBound.Requests(model, accelerator, 8, mix);
                Assert.True(answer.Output is null || bound is null || answer.Output.Value / mix.Output <= bound, $"{model.Id} on {accelerator.Id}");
            }
        }
    }
}
