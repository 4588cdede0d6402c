using CsCheck;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Each statement once, in any order, split or repetition.</summary>
public sealed class UsageTotalsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<long?> Count = Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 100_000].Select(count => (long?)count));

    private static readonly Gen<Usage> AnyUsage =
        from id in Gen.Int[0, 30]
        from minute in Gen.Int[0, 300]
        from model in Gen.Int[0, 2]
        from team in Gen.Int[0, 2]
        from input in Count
        from output in Count
        select Of($"r{id}", Noon.AddMinutes(minute), $"m{model}", $"t{team}", input, output);

    [Fact]
    public void Any_order_split_and_repetition_gives_the_same_hours() =>
        Gen.Select(AnyUsage.Array[0, 40], Gen.Int[0, 1000]).Sample((usages, seed) =>
        {
            var shuffled = usages.Concat(usages.Take(usages.Length / 2)).OrderBy(usage => HashCode.Combine(usage.Where.Line, usage.Id, seed)).Reverse().ToList();
            Assert.Equal(Hours(usages), Hours(shuffled));
        }, iter: 300);

    [Fact]
    public void A_repeated_request_counts_as_its_most_complete_statement()
    {
        using var totals = new UsageTotals();
        totals.Add(Of("a", Noon, "m", "t", 100, 1));
        totals.Add(Of("a", Noon, "m", "t", 100, 201));
        totals.Add(Of("a", Noon, "m", "t", 100, 50));
        var hour = Assert.Single(totals.Hours());
        Assert.Equal((1L, 100L, 201L, 2L), (hour.Requests, hour.Tokens.Input, hour.Tokens.Output, totals.Repeated));
    }

    [Fact]
    public void A_request_without_an_id_counts_each_time_it_is_told()
    {
        using var totals = new UsageTotals();
        totals.Add(Of("", Noon, "m", "t", 100, 1));
        totals.Add(Of("", Noon, "m", "t", 100, 1));
        Assert.Equal(200, Assert.Single(totals.Hours()).Tokens.Input);
    }

    [Fact]
    public void What_is_not_told_never_becomes_zero()
    {
        using var totals = new UsageTotals();
        totals.Add(Of("a", null, "m", "t", null, 5));
        var hour = Assert.Single(totals.Hours());
        Assert.Null(hour.Hour);
        Assert.Null(hour.Tokens.Input);
        Assert.Null(hour.Tokens.Reasoning);
    }

    [Theory]
    [InlineData(100L, 60L, 30L, 10L, null)]
    [InlineData(100L, 60L, 30L, 9L, TokenFault.PartsDiffer)]
    [InlineData(-1L, null, null, null, TokenFault.Negative)]
    public void Parts_that_do_not_add_up_are_a_fault(long? input, long? uncached, long? read, long? written, TokenFault? fault) =>
        Assert.Equal(fault, (TokenClasses.Unknown with { Input = input, InputUncached = uncached, CacheRead = read, CacheWrite5m = written }).Fault);

    private static string Hours(IEnumerable<Usage> usages)
    {
        using var totals = new UsageTotals();
        foreach (var usage in usages)
        {
            totals.Add(usage);
        }

        return string.Join('\n', totals.Hours());
    }

    private static Usage Of(string id, DateTimeOffset? at, string model, string team, long? input, long? output) =>
        new(new("log", 1, 1), id, at, new(model, team, ""), 1, TokenClasses.Unknown with { Input = input, Output = output });
}
