namespace Mtok.Tests;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("llama-3.3-70", "; did you mean \"llama-3.3-70b\"?")]
    [InlineData("LLAMA 3.3 70B", "; did you mean \"llama-3.3-70b\"?")]
    [InlineData("something else", "")]
    [InlineData("qwne3-32b", "; did you mean \"qwen3-32b\"?")]
    [InlineData("x", "")]
    public void The_nearest_known_name_is_suggested_if_it_is_near(string typed, string expected) =>
        Assert.Equal(expected, Spelling.DidYouMean(typed, ["", "llama-3.3-70b", "qwen3-32b"]));

    [Theory]
    [InlineData("h9", "h100")]
    [InlineData("ab", "cd")]
    [InlineData("x", "y")]
    [InlineData("--q", "--o")]
    [InlineData("abc", "xyz")]
    [InlineData("abcd", "abxy")]
    public void Of_short_names_one_slip_alone_is_near(string typed, string known) => Assert.Equal("", Spelling.DidYouMean(typed, [known]));

    [Theory]
    [InlineData("modle", "model")]
    [InlineData("ttf", "ttft")]
    [InlineData("Aws", "aws")]
    [InlineData("requests_per_dya", "requests_per_day")]
    public void A_slip_is_found(string typed, string known) => Assert.Contains($"\"{known}\"", Spelling.DidYouMean(typed, [known]), StringComparison.Ordinal);

    /// <summary>Nothing is suggested that has less than half of the letters of what was typed, whatever both are.</summary>
    [Fact]
    public void A_suggestion_has_most_letters_of_what_was_typed()
    {
        var (random, suggested) = (new Random(3), 0);
        for (var round = 0; round < 20_000; round++)
        {
            var (typed, known) = (Word(), Word());
            if (Spelling.DidYouMean(typed, [known]).Length > 0)
            {
                suggested++;
                Assert.True(2 * typed.Count(letter => known.Contains(letter, StringComparison.Ordinal)) >= typed.Length, $"{typed}: {known}");
            }
        }

        Assert.True(suggested > 100);

        string Word() => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(6))));
    }

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
