using System.Text.RegularExpressions;

namespace Mtok.Tests;

/// <summary>A number that no key holds is out of its range, in words, and never a fault of a library.</summary>
public sealed partial class NumberRangeTests
{
    private static readonly string[] Lines = KeyTable.WithEveryTable.Split('\n');

    /// <summary>The lines of a workload with every table that hold one number.</summary>
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Lines.Length).Where(at => Number().IsMatch(Lines[at]))];

    [Fact]
    public void Many_keys_are_numbers() => Assert.True(Numbers.Count > 20);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_beyond_all_others_is_out_of_range(int line)
    {
        foreach (var value in new[] { "1e300", "-1e300", "1e29", "1e999", "9999999999999999999" })
        {
            var problem = Assert.Single(Read(line, value), problem => problem.Where.Line == line + 1);
            Assert.True(problem.Rule is "out-of-range" or "broken-toml", problem.ToString());
            Assert.Contains(value, problem.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void What_is_no_number_and_what_is_nearly_none_is_taken_or_refused_in_words(int line)
    {
        foreach (var value in new[] { "nan", "inf", "-inf", "+inf", "1e-300", "-0.0", "0", "-1", "0x7fffffffffffffff", "9223372036854775807", "-9223372036854775808" })
        {
            Assert.All(Read(line, value), problem => Assert.DoesNotMatch("Exception|verflow|Parameter|Infinity|NaN", problem.Message));
        }
    }

    [Theory]
    [InlineData("1e300", true)]
    [InlineData("-1e300", true)]
    [InlineData("$1e300/h", true)]
    [InlineData("1_000e300 tok", true)]
    [InlineData("1e28", false)]
    [InlineData("nan", false)]
    [InlineData("e300", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Huge_is_what_no_exact_number_holds(string? text, bool isHuge) => Assert.Equal(isHuge, HugeNumber.Is(text));

    private static IReadOnlyList<Problem> Read(int line, string value)
    {
        var problems = new Problems();
        var text = string.Join('\n', Lines.Select((each, at) => at == line ? Number().Replace(each, $"${{1}}{value}") : each));
        if (TomlTable.Parse("w.toml", text, problems) is { } root)
        {
            new WorkloadReader(PriceFixtures.Catalog, problems).Read(root, "w.toml");
        }

        return problems.All;
    }

    [GeneratedRegex(@"^([a-z_]+ = )[0-9.e+-]+$")]
    private static partial Regex Number();
}
