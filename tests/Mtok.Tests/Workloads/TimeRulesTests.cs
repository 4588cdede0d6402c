namespace Mtok.Tests;

/// <summary>The [horizon], [growth] and [switch] tables of a workload.</summary>
public sealed class TimeRulesTests
{
    private static (Workload? Workload, Problems Problems) Read(string tables)
    {
        var problems = new Problems();
        var root = TomlTable.Parse(
            "w.toml", "models = [\"llama-3.3-70b\"]\n[traffic]\ntokens_per_day = 1e9\n[tokens]\ninput = 300\noutput = 300\n" + tables, problems)!;
        return (new WorkloadReader(Workloads.Built, problems).Read(root, "w.toml"), problems);
    }

    [Fact]
    public void One_list_of_branches_is_for_all_times_and_chances_are_equal_where_none_are_given()
    {
        var growth = Read("[growth]\nmonths = [3, 9]\ndemand = [0.5, 2]").Workload!.Growth;
        Assert.Equal([3, 9], growth.Stages.Select(stage => stage.Months));
        Assert.All(growth.Stages, stage => Assert.Equal([Ratio.FromValue(0.5), Ratio.FromValue(2)], stage.Demand));
        Assert.All(growth.Stages, stage => Assert.Equal([Ratio.FromValue(0.5), Ratio.FromValue(0.5)], stage.Chances));
    }

    [Fact]
    public void Every_time_may_have_branches_of_its_own()
    {
        var growth = Read("[growth]\ndemand = [[0.3, 1, 2], [0.8, 1.3]]\nchances = [[0.3, 0.4, 0.3], [0.5, 0.5]]").Workload!.Growth;
        Assert.Equal([6, 12], growth.Stages.Select(stage => stage.Months));
        Assert.Equal([3, 2], growth.Stages.Select(stage => stage.Demand.Count));
        Assert.Equal(0.4, growth.Stages[0].Chances[1].Value);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var workload = Read("").Workload!;
        Assert.Equal((36, (Ratio?)null, SwitchRules.Free), (workload.Horizon.Months, workload.Horizon.CostOfCapital, workload.Switch));
        Assert.Equal(Growth.None, workload.Growth);
        var terms = Read("[switch]\ncost = \"$500\"\nweeks = 2\nnotice = 1\nearly_exit = \"30%\"\n[horizon]\nmonths = 60\ncost_of_capital = \"10%\"").Workload!;
        Assert.Equal((500m, 336.0, 730.0, 0.3), (terms.Switch.Cost.Dollars, terms.Switch.Overlap.Hours, terms.Switch.Notice.Hours, terms.Switch.EarlyExit.Value));
        Assert.Equal((60, Ratio.FromPercent(10)), (terms.Horizon.Months, terms.Horizon.CostOfCapital!.Value));
    }

    [Theory]
    [InlineData("[growth]\nmonths = [12, 6]", "bad-months")]
    [InlineData("[growth]\nmonths = [6, 36]", "bad-months")]
    [InlineData("[growth]\nmonths = []", "bad-months")]
    [InlineData("[growth]\nmonths = [1, 2, 3, 4]", "bad-months")]
    [InlineData("[growth]\nmonths = [\"soon\"]", "bad-number")]
    [InlineData("[growth]\ndemand = []", "bad-number")]
    [InlineData("[growth]\ndemand = [[]]", "bad-number")]
    [InlineData("[growth]\ndemand = [[1, 2], 3]", "bad-number")]
    [InlineData("[growth]\ndemand = [[1, 2], [3], [4]]", "bad-branches")]
    [InlineData("[growth]\ndemand = [1, 2, 3, 4]", "bad-branches")]
    [InlineData("[growth]\ndemand = [1, 2]\nchances = [0.5, 0.4]", "bad-branches")]
    [InlineData("[growth]\ndemand = [1, 2]\nchances = [[0.5, 0.5], [0.5, 0.5]]", "bad-branches")]
    [InlineData("[growth]\ndemand = [0, 2]", "out-of-range")]
    [InlineData("[growth]\nchances = [0.5, 0.5]", "unused-key")]
    [InlineData("[growth]\ndemand = [1, 2]\nyearly = 0.1", "unused-key")]
    [InlineData("[growth]\nyear = 0.1", "unknown-key")]
    [InlineData("[horizon]\nmonths = 0", "out-of-range")]
    [InlineData("[horizon]\ndiscount = 0.1", "unknown-key")]
    [InlineData("[switch]\nearly_exit = 2", "out-of-range")]
    [InlineData("[switch]\ncosts = 2", "unknown-key")]
    public void What_cannot_be_is_refused_where_it_stands(string tables, string kind)
    {
        var (workload, problems) = Read(tables);
        Assert.Null(workload);
        var problem = Assert.Single(problems.All);
        Assert.Equal(kind, problem.Rule);
        Assert.InRange(problem.Where.Line, 8, 10);
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(3, Read("[horizon]\nmonths = 999\n[growth]\ndemand = [1, -2]\n[switch]\nweeks = \"long\"").Problems.All.Count);
}
