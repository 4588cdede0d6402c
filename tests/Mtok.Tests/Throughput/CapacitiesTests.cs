namespace Mtok.Tests;

/// <summary>One door to throughput, shared by whoever asks.</summary>
public sealed class CapacitiesTests
{
    private static readonly Catalog Built = CatalogReader.Load(null, new Problems())!;
    private static readonly TokenMix Mix = new(Tokens.FromCount(1000), Tokens.FromCount(500), Ratio.Zero);

    /// <summary>What an engine takes into a step depends on the device: the first one asked for decides nothing for the next.</summary>
    [Theory]
    [InlineData("a100-sxm-80gb", "h100-sxm", 8192)]
    [InlineData("h100-sxm", "a100-sxm-80gb", 2048)]
    public void The_order_of_devices_does_not_change_a_calibration(string first, string then, int tokens)
    {
        var (model, modelled) = (Built.FindModel("llama-3.1-8b")!, new Capacities(Built).Modelled);
        modelled.EngineFor(model, Built.FindAccelerator(first)!, "vLLM");
        Assert.Equal(tokens, modelled.EngineFor(model, Built.FindAccelerator(then)!, "vLLM").MaxBatchedTokens);
    }

    [Fact]
    public void Threads_that_share_capacities_get_the_figures_of_one_alone()
    {
        var models = Built.Models.Where(model => model.Network is not null).Take(12).ToList();
        var alone = models.ConvertAll(model => Of(model, new(Built)));
        var shared = new Capacities(Built);
        var together = new string[models.Count];
        Parallel.For(0, models.Count, at => together[at] = Of(models[at], shared));
        Assert.Equal(alone, together);
    }

    /// <summary>T6: one figure for each machine; a published one gives way only to a narrower one.</summary>
    [Fact]
    public void A_published_figure_gives_way_only_to_a_narrower_one()
    {
        var capacities = new Capacities(Built);
        var devices = Built.Accelerators.Select(accelerator => accelerator.Id).ToList();
        foreach (var model in Built.Models.Where(model => model.Network is not null && Built.MeasurementsOf(model).Any()))
        {
            var found = capacities.Find(model, Mix, ServiceLevel.None, AllowedPrecisions.Default, devices).ToLookup(Machine);
            foreach (var measured in capacities.Measured.Find(model, Mix, ServiceLevel.None, AllowedPrecisions.Default))
            {
                Assert.Contains(found[Machine(measured)], used => used == measured || Width(used) < Width(measured));
            }

            Assert.All(found, machine => Assert.Single(machine.Select(capacity => capacity.Basis is null).Distinct()));
        }

        static (string, int, Precision) Machine(ReplicaCapacity capacity) =>
            (capacity.Deployment.AcceleratorId, capacity.Deployment.Gpus, capacity.Deployment.Precision);

        static double Width(ReplicaCapacity capacity) => capacity.Requests.High.PerSecond / capacity.Requests.Low.PerSecond;
    }

    private static string Of(Model model, Capacities capacities) =>
        string.Join("\n", capacities.Find(model, Mix, ServiceLevel.None, AllowedPrecisions.Default, ["h100-sxm", "a100-sxm-80gb", "mi300x", "l4"])
            .Select(capacity => $"{capacity.Deployment} {capacity.Requests.Low.PerSecond:R} {capacity.Requests.Value.PerSecond:R} {capacity.Requests.High.PerSecond:R} {capacity.Reason}"));
}
