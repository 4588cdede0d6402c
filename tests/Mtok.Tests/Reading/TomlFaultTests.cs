namespace Mtok.Tests;

/// <summary>What is said of a text that is not TOML: Mtok's own sentences, at the place to change.</summary>
public sealed class TomlFaultTests
{
    private const string File = "name = \"x\"\nmodels = [\"a\", 'b']\n[traffic]\nrps = 10 # peak\n[[owned]]\nprice = \"$5\"\nslo = { p50 = \"5s\", p95 = \"9s\" }\n";

    [Theory]
    [InlineData("model = ", 1, 9, "\"model\" has no value")]
    [InlineData("model = x", 1, 9, "a text must be in quotes: \"x\"")]
    [InlineData("model = \"x\nb = 1", 1, 9, "the text that begins here is not closed with \"")]
    [InlineData("model \"x\"", 1, 7, "a key and its value are separated by =: model = \"x\"")]
    [InlineData("a: 1", 1, 2, "a key and its value are separated by =, not by a colon: a = ...")]
    [InlineData("= 3", 1, 1, "the key before = is missing")]
    [InlineData("a = 1 b = 2", 1, 7, "each key begins on a line of its own: \"b\" does not")]
    [InlineData("a = 10k", 1, 5, "\"10k\" is not a plain number: with a unit it must be in quotes, \"10k\"")]
    [InlineData("a = 5 ms", 1, 5, "\"5 ms\" is not a plain number: with a unit it must be in quotes, \"5 ms\"")]
    [InlineData("a = 1,000", 1, 5, "digits are not separated by commas: 1000")]
    [InlineData("a = 1,", 1, 6, "nothing may follow a value; leave out \",\"")]
    [InlineData("a = .5", 1, 5, "a number has digits on both sides of its point, such as 0.5, not .5")]
    [InlineData("a = 05", 1, 5, "a number has no leading 0: 5")]
    [InlineData("a = True", 1, 5, "write true or false, not True")]
    [InlineData("a = “x”", 1, 5, "a text stands between straight quotes, \" or '")]
    [InlineData("a = 2026-13-01", 1, 5, "\"2026-13-01\" is no date such as 2026-05-20; a month or another text must be in quotes")]
    [InlineData("// a", 1, 1, "a comment begins with #")]
    [InlineData("[[owned]\na = 1", 1, 8, "a table begins with [owned] alone on its line, or with [[owned]] where there may be several; not with \"[[owned]\"")]
    [InlineData("[traffic] rps = 1", 1, 11, "a table's name stands alone on its line; \"rps = 1\" belongs on the next")]
    [InlineData("[]", 1, 2, "\"[]\" names no table: write [name], or [[name]] where there may be several")]
    [InlineData("a = [1 2]", 1, 8, "a comma is missing before \"2]\"")]
    [InlineData("a = [\"b\"\n[traffic]\nrps = 1", 1, 5, "the list that begins here is not closed with ]")]
    [InlineData("a = { b = 1\n[c]", 1, 5, "the table that begins here is not closed with } on its line")]
    [InlineData("a = {b 1}", 1, 8, "between { and } stand keys with their values, separated by commas, such as { p50 = \"1s\", p95 = \"2s\" }")]
    [InlineData("a = \"C:\\data\"", 1, 8, "\"\\d\" means nothing in a text: write \\\\ for a backslash, or put the text in single quotes")]
    [InlineData("a = 1\nb = \"\\ud800\"", 2, 6, "the escape sequence is not a valid character")]
    public void A_fault_is_one_plain_sentence_at_its_place(string text, int line, int column, string sentence)
    {
        var problem = Assert.Single(Problems(text));
        Assert.Equal((line, column, sentence, "broken-toml"), (problem.Where.Line, problem.Where.Column, problem.Message, problem.Rule));
    }

    [Fact]
    public void Faults_in_several_lines_are_given_together() =>
        Assert.Equal([1, 3], Problems("a = 10k\nb = 1\nc = 20k\n").Select(problem => problem.Where.Line));

    [Fact]
    public void No_slip_of_the_hand_brings_up_words_of_the_parser()
    {
        var slips = Enumerable.Range(0, File.Length).SelectMany(at => "=[]{}\",.#x5\\\n“".Select(letter => File.Insert(at, letter.ToString())).Append(File.Remove(at, 1)));
        foreach (var slip in slips)
        {
            foreach (var problem in Problems(slip))
            {
                Assert.DoesNotMatch("oken `|xpect|EOF|Eof|nvalid|(?i:newline)|NaN", problem.Message);
                Assert.InRange(problem.Where.Line, 1, slip.Split('\n').Length);
            }
        }
    }

    private static IReadOnlyList<Problem> Problems(string text)
    {
        var problems = new Problems();
        TomlTable.Parse("f.toml", text, problems);
        return problems.All;
    }
}
