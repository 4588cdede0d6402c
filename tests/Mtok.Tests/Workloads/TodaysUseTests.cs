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
    [InlineData("[service_level]\nttft = { p95 = \"1s\", p99 = \"2s\" }", "one-figure", "exactly one of mean, p50, p95, p99", 10)]
    [InlineData("[service_level]\ntpot = {}", "one-figure", "exactly one of mean, p50, p95, p99", 10)]
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

    [Fact]
    public void Figures_are_refused_by_name_where_they_are_not_held()
    {
        var problems = Read("[service_level]\nttft = { p95 = \"1s\" }\n[[class]]\nname = \"b\"\ntpot = { p50 = \"70ms\" }", takesFigures: false).Problems;
        Assert.Equal([("figure-not-taken", 10), ("figure-not-taken", 13)], problems.Select(problem => (problem.Rule, problem.Where.Line)));
        Assert.Contains("p95 of \"ttft\"", problems[0].Message, StringComparison.Ordinal);
    }

    private static (string? Model, string Provider, decimal? Bill) Today(string lines) =>
        Read(lines) is { Workload.Today: { } today } ? (today.Model?.Id, today.Provider, today.Bill?.Dollars) : throw new InvalidDataException(lines);

    private static (Workload? Workload, IReadOnlyList<Problem> Problems) Read(string lines, bool takesFigures = true)
    {
        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems) { TakesFigures = takesFigures }
            .Read("w.toml", $"models = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 1000\n\n[tokens]\ninput = 300\noutput = 300\n\n{lines}\n", []);
        return (workload, problems.All);
    }
}
