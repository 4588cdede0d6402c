using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>CSV for spreadsheets, which run what looks like a formula.</summary>
public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    public void A_text_that_a_spreadsheet_would_run_is_a_text(string name, string expected)
    {
        Assert.Equal(expected + "\n", Written(name, raw: false));
        Assert.Equal(expected.Replace("'" + name[0], "" + name[0], StringComparison.Ordinal) + "\n", Written(name, raw: true));
    }

    [Theory]
    [InlineData("-1,234.50", "\"-1,234.50\"")]
    [InlineData("+3.0 %", "+3.0 %")]
    [InlineData("-0.5%", "-0.5%")]
    [InlineData("-$3.20", "-$3.20")]
    [InlineData("-1.5e-7", "-1.5e-7")]
    [InlineData("-", "-")]
    [InlineData("", "")]
    [InlineData("llama-3.3-70b", "llama-3.3-70b")]
    [InlineData("a=b", "a=b")]
    public void Numbers_and_other_texts_stay_as_they_are(string cell, string expected) => Assert.Equal(expected + "\n", Written(cell, raw: false));

    [Fact]
    public void No_cell_of_any_letters_begins_a_formula()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var cell = string.Concat(Enumerable.Range(0, random.Next(2, 8)).Select(_ => "=+-@\t\r1.%$e ,a('\""[random.Next(17)]));
            var safe = CsvText.Safe(cell);
            Assert.True(safe == cell || safe == "'" + cell);
            Assert.False(safe[0] is '=' or '@' or '\t' or '\r');
            Assert.True(safe[0] is not ('+' or '-') || safe.TrimStart('+', '-').All(letter => letter is '1' or '.' or ',' or '$' or 'e' or '+' or '-' or '%' or ' '), safe);
        }
    }

    private static string Written(string cell, bool raw)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        CsvText.Write(new("", [new("x")], [[cell]]), writer, raw);
        return writer.ToString()["x\n".Length..];
    }
}
