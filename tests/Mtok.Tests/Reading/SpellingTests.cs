namespace Mtok.Tests;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("llama-3.3-70", "; did you mean \"llama-3.3-70b\"?")]
    [InlineData("LLAMA 3.3 70B", "; did you mean \"llama-3.3-70b\"?")]
    [InlineData("something else", "")]
    [InlineData("x", "")]
    public void The_nearest_known_name_is_suggested_if_it_is_near(string typed, string expected) =>
        Assert.Equal(expected, Spelling.DidYouMean(typed, ["", "llama-3.3-70b", "qwen3-32b"]));

    [Theory]
    [InlineData("2026-05-20", "2026-05-20")]
    [InlineData("2026-05", "2026-05")]
    [InlineData("2026", "2026")]
    [InlineData("undated", "undated")]
    public void Dates_are_as_exact_as_their_source(string text, string expected)
    {
        Assert.True(AsOf.TryParse(text, out var asOf));
        Assert.Equal(expected, asOf.ToString());
    }

    [Theory]
    [InlineData("20.05.2026")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_not_a_date_is_refused(string? text) => Assert.False(AsOf.TryParse(text, out _));

    [Fact]
    public void Undated_is_older_than_every_date()
    {
        Assert.True(AsOf.TryParse("1999", out var old));
        Assert.Equal(AsOf.Undated, AsOf.Older(old, AsOf.Undated));
        Assert.True(AsOf.Undated < old);
    }

    [Fact]
    public void Problems_are_sorted_by_place()
    {
        var problems = new Problems();
        problems.Warn(new("b", 1, 1), "r", "m");
        problems.Error(new("a", 9, 1), "r", "m");
        problems.Error(new("a", 2, 5), "r", "m");
        Assert.Equal(["a:2:5", "a:9:1", "b:1:1"], problems.All.Select(problem => problem.Where.ToString()));
        Assert.True(problems.HasErrors);
    }
}
