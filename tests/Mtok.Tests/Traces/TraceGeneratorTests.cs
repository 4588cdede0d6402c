using Mtok.Traces;

namespace Mtok.Tests;

public sealed class TraceGeneratorTests
{
    private static readonly Catalog Catalog = Workloads.Built;

    [Fact]
    public void Random_numbers_are_those_of_the_published_algorithm()
    {
        // First output of xoshiro256** whose state is the first four of SplitMix64 from 0.
        var random = new SeededRandom(0);
        Assert.Equal(0x99EC5F36CB75F2B4, random.Next());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Gamma_draws_have_mean_one_and_their_variation(double variation)
    {
        var random = new SeededRandom(3);
        var draw = new GammaDraw(variation);
        var draws = Enumerable.Range(0, 200_000).Select(_ => draw.Next(ref random)).ToList();
        Assert.Equal(1, draws.Average(), 0.03);
        Assert.Equal(1, Math.Sqrt(draws.Average(value => (value - 1) * (value - 1))) / variation, 0.05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_requests_and_another_gives_others()
    {
        var profile = Catalog.FindProfile("azure-2024-week")!;
        var first = TraceGenerator.Generate(profile, Duration.Hour, 1).Requests.ToList();
        Assert.Equal(first, TraceGenerator.Generate(profile, Duration.Hour, 1).Requests);
        Assert.NotEqual(first, TraceGenerator.Generate(profile, Duration.Hour, 2).Requests);
    }

    [Fact]
    public void Requests_come_in_order_with_believable_lengths_from_every_class()
    {
        var profile = Catalog.FindProfile("azure-2024-week")!;
        var last = 0.0;
        var classes = new long[profile.Classes.Count];
        foreach (var request in TraceGenerator.Generate(profile, Duration.FromHours(3), 5).Requests)
        {
            Assert.InRange(request.Arrival.Seconds, last, 3 * 3600);
            Assert.InRange(request.Input.Count, 1, 200_000);
            Assert.InRange(request.Output.Count, 1, 200_000);
            last = request.Arrival.Seconds;
            classes[request.Class]++;
        }

        Assert.All(classes, count => Assert.InRange(count, 1000, 1_000_000));
    }

    [Fact]
    public void The_week_of_azure_has_the_requests_that_were_published()
    {
        var profile = Catalog.FindProfile("azure-2024-week")!;
        Assert.Equal(168, profile.Length.Hours, 1e-9);
        var requests = profile.Classes.Select(part => part.Rates.Sum(rate => rate.PerSecond) * 3600).ToList();
        Assert.Equal(16_803_694, requests[0], 16_803_694 * 1e-4);
        Assert.Equal(27_303_999, requests[1], 27_303_999 * 1e-4);
    }

    [Fact]
    public void A_rate_that_is_asked_for_is_come_to()
    {
        foreach (var profile in Catalog.Profiles)
        {
            var made = TraceSummary.Of(TraceGenerator.Generate(profile, profile.Length, 1, RequestsPerSecond.FromPerSecond(100_000 / profile.Length.Seconds)));
            var deviations = Math.Abs(made.Requests - 100_000) / Math.Sqrt(100_000 * profile.Classes.Max(part => part.ArrivalVariation.Value * part.ArrivalVariation.Value));
            Assert.True(deviations < 5, $"{profile.Id}: {made.Requests} requests");
        }
    }

    [Fact]
    public void Profiles_that_are_wrong_are_told()
    {
        const string Good = "[[profile]]\nid = \"p\"\nname = \"P\"\nas_of = \"2024\"\nsources = [\"s\"]\n[[profile.class]]\nname = \"all\"\nstep = \"1h\"\nrates = [1]\narrival_variation = 1\nminute_variation = 0\ninput_quantiles = [1,1,1,1,1,1,1,1,1]\noutput_quantiles = [1,1,1,1,1,1,1,1,2]\nweights = [3]\n";
        Assert.Empty(CatalogText.Lint(CatalogText.Toml("profiles", Good)));
        foreach (var (right, wrong, rule) in new[]
        {
            ("minute_variation", "minute_variatoin", "unknown-key"), ("rates = [1]", "rates = [0]", "out-of-range"), ("rates = [1]", "rates = [-1]", "out-of-range"), ("weights = [3]", "weights = [3, 4]", "out-of-range"),
            ("1,1,2]", "1,2]", "out-of-range"), ("1,1,2]", "2,1,2]", "out-of-range"), ("[\"s\"]", "[]", "missing-source"), ("weights = [3]", "weights = [\"x\"]", "bad-number"),
        })
        {
            Assert.Contains(CatalogText.Lint(CatalogText.Toml("profiles", Good.Replace(right, wrong, StringComparison.Ordinal))), problem => problem.Rule == rule);
        }
    }
}
