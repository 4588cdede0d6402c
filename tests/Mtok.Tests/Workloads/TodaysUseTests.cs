namespace Mtok.Tests;

/// <summary>What <c>[today]</c> and limits on figures of a workload say, and what is refused of them.</summary>
public sealed class TodaysUseTests
{
    [Fact]
    public void A_model_at_a_provider_a_bill_or_both_may_be_used_today()
    {
        Assert.Null(Read("").Workload!.Today);
        Assert.Equal(("gpt-4o", "openai", null), Today("[today]\nmodel = \"gpt-4o\"\nprovider = \"openai\""));
        Assert.Equal((null, "", 12_000m), Today("[today]\nusd_per_month = 12_000"));
        Assert.Equal(("gpt-4o", "openai", 12_000m), Today("[today]\nmodel = \"gpt-4o\"\nprovider = \"openai\"\nusd_per_month = \"$12,000/month\""));
    }

    [Theory]
    [InlineData("[today]", "missing-key", "or \"usd_per_month\"", 9)]
    [InlineData("[today]\nmodel = \"gpt-4o\"", "missing-key", "together", 9)]
    [InlineData("[today]\nprovider = \"openai\"\nusd_per_month = 5", "missing-key", "together", 9)]
    [InlineData("[today]\nmodel = \"gpt-4p\"\nprovider = \"openai\"", "unknown-model", "did you mean \"gpt-4", 10)]
    [InlineData("[today]\nmodel = \"gpt-4o\"\nprovider = \"opnai\"", "unknown-provider", "did you mean \"openai\"", 11)]
    [InlineData("[today]\nmodel = \"gpt-4o\"\nprovider = \"groq\"", "not-sold", "no price of gpt-4o at groq is known; it is known at ", 11)]
    [InlineData("[today]\nusd_per_month = 0", "out-of-range", "usd_per_month", 10)]
    [InlineData("[today]\nusd_per_month = 5\nusd_per_day = 1", "unknown-key", "usd_per_day", 11)]
    [InlineData("[service_level]\nttft = { p94 = \"1s\" }", "unknown-key", "p94", 10)]
    [InlineData("[service_level]\nttft = { p95 = 200 }", "unit-missing", "200ms or 200s?", 10)]
    [InlineData("[service_level]\ntpot = {}", "no-figure", "one or more of mean, p50, p95, p99", 10)]
    public void What_cannot_be_is_refused_at_its_place(string lines, string rule, string said, int line)
    {
        var problem = Read(lines).Problems.First(problem => problem.Rule == rule);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.Equal(line, problem.Where.Line);
    }

    [Fact]
    public void Limits_may_be_on_figures_and_classes_may_have_their_own()
    {
        var workload = Read("[service_level]\nttft = { p95 = \"1s\" }\ntpot = { mean = \"60ms\" }\n[[class]]\nname = \"a\"\nttft = \"2s\"\n[[class]]\nname = \"b\"\ntpot = { p50 = \"70ms\" }").Workload!;
        Assert.Equal("p95 TTFT <= 1 s, mean TPOT <= 60 ms", workload.ServiceLevel.ToString());
        Assert.Equal("TTFT <= 2 s, mean TPOT <= 60 ms", workload.RulesOf("a").ServiceLevel.ToString());
        Assert.Equal("p95 TTFT <= 1 s, p50 TPOT <= 70 ms", workload.RulesOf("b").ServiceLevel.ToString());
    }

    [Theory]
    [InlineData("ttft = { p95 = \"1s\" }", 0.95)]
    [InlineData("tpot = { p50 = \"60ms\" }\n[[class]]\nname = \"b\"\ndeadline = \"6h\"", 0.5)]
    [InlineData("ttft = { p99 = \"1s\" }\n[[class]]\nname = \"b\"\ninterruptible = true", 0.99)]
    public void A_percentile_that_is_the_only_limit_is_a_share_of_the_requests(string lines, double share)
    {
        var (workload, problems) = Read("[service_level]\n" + lines);
        Assert.Empty(problems);
        Assert.Equal(share, workload!.ServiceLevel.Share.Value);
        Assert.Empty(workload.ServiceLevel.Figures);
    }

    [Theory]
    [InlineData("ttft = { mean = \"1s\" }", "mean TTFT <= 1 s", 1)]
    [InlineData("ttft = { mean = \"200ms\", p50 = \"150ms\", p99 = \"1s\" }", "mean TTFT <= 200 ms, p50 TTFT <= 150 ms, p99 TTFT <= 1 s", 3)]
    [InlineData("ttft = { p95 = \"1s\" }\ntpot = \"60ms\"", "p95 TTFT <= 1 s, TPOT <= 60 ms", 1)]
    [InlineData("ttft = { p95 = \"1s\" }\ntpot = { p95 = \"60ms\" }", "p95 TTFT <= 1 s, p95 TPOT <= 60 ms", 2)]
    [InlineData("ttft = { p95 = \"1s\" }\n[[class]]\nname = \"b\"\ntpot = { p50 = \"70ms\" }", "p95 TTFT <= 1 s", 1)]
    [InlineData("ttft = { p95 = \"1s\" }\n[[class]]\nname = \"b\"\nttft = \"2s\"", "p95 TTFT <= 1 s", 1)]
    public void Other_figures_are_limits_beside_the_share(string lines, string said, int figures)
    {
        var (workload, problems) = Read("[service_level]\n" + lines);
        Assert.Empty(problems);
        Assert.Equal((said, figures, 0.99), (workload!.ServiceLevel.ToString(), workload.ServiceLevel.Figures.Count, workload.ServiceLevel.Share.Value));
    }

    [Fact]
    public void A_command_line_limits_several_figures_and_replaces_those_of_a_file()
    {
        GivenKey Given(string figure, string time) => new(["service_level", "ttft", figure], [time], "--ttft");
        var workload = new WorkloadReader(Workloads.Built, new Problems()).Read(
            "w.toml",
            "models = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 1000\n[tokens]\ninput = 300\noutput = 300\n[service_level]\nttft = { p50 = \"100ms\" }\n",
            [Given("mean", "200ms"), Given("p95", "1s")]);
        Assert.Equal("mean TTFT <= 200 ms, p95 TTFT <= 1 s", workload!.ServiceLevel.ToString());
    }

    [Fact]
    public void A_share_beside_a_percentile_says_nothing() =>
        Assert.Equal("unused-key", Assert.Single(Read("[service_level]\nttft = { p95 = \"1s\" }\nshare = 0.9").Problems).Rule);

    private static (string? Model, string Provider, decimal? Bill) Today(string lines) =>
        Read(lines) is { Workload.Today: { } today } ? (today.Model?.Id, today.Provider, today.Bill?.Dollars) : throw new InvalidDataException(lines);

    private static (Workload? Workload, IReadOnlyList<Problem> Problems) Read(string lines)
    {
        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems)
            .Read("w.toml", $"models = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 1000\n\n[tokens]\ninput = 300\noutput = 300\n\n{lines}\n", []);
        return (workload, problems.All);
    }
}
