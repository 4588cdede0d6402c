namespace Mtok.Tests;

/// <summary>What <c>[tokens]</c> of a workload says of caches and reasoning.</summary>
public sealed class TokensTableTests
{
    [Fact]
    public void Writes_follow_from_the_share_that_is_cached_and_the_share_that_misses()
    {
        var (workload, problems) = Read("cached_share = 0.6\ncache_miss_share = \"25%\"\ncache_lifetime = \"1h\"\nreasoning_share = 0.5");
        Assert.Empty(problems);
        Assert.Equal((0.2, CacheLifetime.Hour, 0.5), (Math.Round(workload!.Mix.WrittenShare.Value, 12), workload.Mix.CacheLifetime, workload.Mix.ReasoningShare.Value));
        Assert.Equal(0, Read("cached_share = 0.6").Workload!.Mix.WrittenShare.Value);
    }

    [Fact]
    public void Nothing_cached_and_nothing_missed_is_the_same_as_neither_key() =>
        Assert.Equal(Read("").Workload!.Mix, Read("cached_share = 0\ncache_miss_share = 0").Workload!.Mix);

    [Theory]
    [InlineData("cache_miss_share = 0.2", "unused-key", "cache_miss_share")]
    [InlineData("cache_lifetime = \"1h\"", "unused-key", "cache_lifetime")]
    [InlineData("cached_share = 0.9\ncache_miss_share = 0.2", "bad-share", "leaves no room")]
    [InlineData("cached_share = 0.5\ncache_lifetime = \"1d\"", "unknown-word", "cache_lifetime")]
    [InlineData("cached_share = 0.5\ncache_miss_share = 1", "out-of-range", "cache_miss_share")]
    [InlineData("reasoning_share = 1.1", "out-of-range", "reasoning_share")]
    public void What_cannot_be_is_refused_by_name(string lines, string rule, string named)
    {
        var problem = Assert.Single(Read(lines).Problems);
        Assert.Equal(rule, problem.Rule);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Where.Line >= 6);
    }

    private static (Workload? Workload, IReadOnlyList<Problem> Problems) Read(string lines)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, $"models = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 1000\n[tokens]\ninput = 300\noutput = 300\n{lines}\n");
        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems).Read(path);
        File.Delete(path);
        return (workload, problems.All);
    }
}
