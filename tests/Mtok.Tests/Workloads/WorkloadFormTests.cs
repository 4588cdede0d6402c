namespace Mtok.Tests;

/// <summary>How the tables, dates and limits of a workload may be written, and what is said of those that are not.</summary>
public sealed class WorkloadFormTests
{
    [Theory]
    [InlineData("owned")]
    [InlineData("model")]
    [InlineData("api_limit")]
    [InlineData("class")]
    [InlineData("quota")]
    public void A_list_of_tables_written_as_one_says_so(string key) =>
        Assert.Contains(
            $"there may be several of \"{key}\": write [[{key}]], not [{key}]", Read($"[{key}]\nname = \"x\"\n").Problems.Select(problem => problem.Message));

    [Theory]
    [InlineData("work")]
    [InlineData("horizon")]
    [InlineData("service_level")]
    [InlineData("overheads")]
    [InlineData("allow")]
    [InlineData("fleet")]
    [InlineData("forecast")]
    [InlineData("growth")]
    [InlineData("switch")]
    [InlineData("today")]
    [InlineData("people")]
    [InlineData("plan")]
    public void One_table_written_as_a_list_says_so(string key) =>
        Assert.Equal($"there is only one \"{key}\": write [{key}], not [[{key}]]", Assert.Single(Read($"[[{key}]]\n").Problems).Message);

    [Theory]
    [InlineData("2026-11-01")]
    [InlineData("\"2026-11-01\"")]
    public void A_date_stands_with_quotes_or_without(string date)
    {
        var (workload, problems) = Read(
            "[[owned]]\nname = \"x\"\naccelerator = \"h100-sxm\"\ngpus = 8\nprice = \"$250000\"\nlife_years = 4\npower = \"10kW\"\n"
            + $"electricity = 0.1\nas_of = {date}\n");
        Assert.Empty(problems);
        Assert.Equal("2026-11-01", Assert.Single(workload!.Owned).Provenance.AsOf.ToString());
    }

    [Theory]
    [InlineData("[service_level]\nttft = { p50 = \"5s\", p95 = \"1s\" }", "\"p50\" of \"ttft\" within 5 s says nothing, since \"p95\" is within 1 s")]
    [InlineData("[service_level]\ntpot = { p95 = \"80ms\", p99 = \"50ms\" }", "\"p95\" of \"tpot\" within 80 ms says nothing, since \"p99\" is within 50 ms")]
    [InlineData("[[class]]\nname = \"a\"\nttft = { p50 = \"5s\", p99 = \"1s\" }", "\"p50\" of \"ttft\" within 5 s says nothing, since \"p99\" is within 1 s")]
    public void A_limit_that_another_makes_pointless_is_refused(string table, string said) =>
        Assert.StartsWith(said, Assert.Single(Read(table).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Percentiles_with_rising_limits_are_read() =>
        Assert.Empty(Read("[service_level]\nttft = { mean = \"9s\", p50 = \"1s\", p95 = \"2s\", p99 = \"2s\" }").Problems);

    private static (Workload? Workload, IReadOnlyList<Problem> Problems) Read(string tables)
    {
        var problems = new Problems();
        const string Rest = "models = [\"llama-3.3-70b\"]\n[traffic]\ntokens_per_day = 1e9\n[tokens]\ninput = 300\noutput = 300\n";
        return (new WorkloadReader(Workloads.Built, problems).Read("w.toml", Rest + tables, []), problems.All);
    }
}
