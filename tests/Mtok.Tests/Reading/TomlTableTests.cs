namespace Mtok.Tests;

public sealed class TomlTableTests
{
    private readonly Problems _problems = new();

    [Fact]
    public void Tables_dotted_keys_inline_tables_and_arrays_of_tables_are_read()
    {
        var root = Parse("""
            name = "x"
            a.b = 1
            [c]
            d = { e = "50ms" }
            [[rows]]
            n = 1
            [rows.inner]
            m = 2
            [[rows]]
            n = 2
            """)!;
        Assert.Equal("x", root.Text("name"));
        Assert.Equal(1, root.OptionalTable("a")!.Count("b", new(0, 9)));
        Assert.Equal(0.05, root.OptionalTable("c")!.OptionalTable("d")!.Quantity<Duration>("e", new(default, Duration.Hour)).Seconds, 1e-12);
        Assert.Equal([1, 2], root.Tables("rows").Select(row => row.Count("n", new(0, 9))));
        Assert.Equal(2, root.Tables("rows")[0].OptionalTable("inner")!.Count("m", new(0, 9)));
        Assert.Equal(0, _problems.Count);
    }

    [Fact]
    public void A_text_that_commands_a_terminal_is_refused()
    {
        var root = Parse("""
            name = "a\u001b[31mred"
            names = ["plain", "bell\u0007"]
            """)!;
        Assert.Null(root.OptionalText("name"));
        Assert.Equal(["plain"], root.Texts("names"));
        Assert.Equal(["\"name\" holds a control character, U+001B", "\"names\" holds a control character, U+0007"], _problems.All.Select(problem => problem.Message));
    }

    [Fact]
    public void A_number_keeps_its_digits_and_a_comment_is_no_part_of_it()
    {
        var root = Parse("price = 0.1 # cheap\nlife = 5 # years\n")!;
        Assert.Equal(0.1m, root.Quantity<UsdPerMtok>("price", new(default, UsdPerMtok.FromDollars(1))).Dollars);
        Assert.Equal(5, root.Count("life", new(1, 10)));
    }

    [Fact]
    public void A_key_that_nobody_asked_for_is_told_with_the_nearest_known_one()
    {
        var root = Parse("[fleet]\nspare = 1\n")!;
        var fleet = root.OptionalTable("fleet")!;
        fleet.OptionalCount("spares", new(0, 9));
        fleet.RejectUnknown();
        Assert.Equal("f.toml:2:9: error: unknown key \"spare\" in [fleet]; did you mean \"spares\"? [unknown-key]", Assert.Single(_problems.All).ToString());
    }

    [Theory]
    [InlineData("a = 1\na = 2\n", "duplicate-key", 2)]
    [InlineData("a = \n", "broken-toml", 1)]
    [InlineData("a = 1\nb\nc = [1\n", "broken-toml", 2)]
    public void Broken_toml_is_told_with_its_line(string text, string rule, int line)
    {
        Parse(text);
        Assert.True(_problems.HasErrors);
        Assert.Equal(rule, _problems.All[0].Rule);
        Assert.Equal(line, _problems.All[0].Where.Line);
    }

    [Theory]
    [InlineData("n = \"many\"", "bad-number")]
    [InlineData("n = 1.5", "bad-number")]
    [InlineData("n = true", "bad-number")]
    [InlineData("n = [1]", "bad-number")]
    [InlineData("n = 99", "out-of-range")]
    public void A_value_of_the_wrong_kind_or_size_is_told_at_its_place(string text, string rule)
    {
        Assert.Null(Parse(text)!.OptionalCount("n", new(0, 10)));
        var problem = Assert.Single(_problems.All);
        Assert.Equal((rule, 1, 5), (problem.Rule, problem.Where.Line, problem.Where.Column));
    }

    [Fact]
    public void A_missing_key_is_told_once()
    {
        var root = Parse("[t]\n")!;
        root.OptionalTable("t")!.Text("name");
        Assert.Equal("missing-key", Assert.Single(_problems.All).Rule);
    }

    private TomlTable? Parse(string text) => TomlTable.Parse("f.toml", text, _problems);

    [Theory]
    [InlineData("[rows]\na = 1\n", "there may be several of \"rows\": write [[rows]], not [rows]")]
    [InlineData("rows = { a = 1 }\n", "there may be several of \"rows\": write [[rows]], not [rows]")]
    [InlineData("rows = 1\n", "\"rows\" must be one or more tables, [[rows]]")]
    public void One_table_where_there_may_be_several_says_how_to_write_it(string text, string message)
    {
        Assert.Empty(Parse(text)!.Tables("rows"));
        Assert.Equal(message, Assert.Single(_problems.All).Message);
    }

    [Theory]
    [InlineData("[[a.fleet]]\nb = 1\n", "there is only one \"fleet\": write [a.fleet], not [[a.fleet]]")]
    [InlineData("[a]\nfleet = 1\n", "\"fleet\" must be a table, [a.fleet]")]
    public void Several_tables_where_there_is_one_say_how_to_write_it(string text, string message)
    {
        Assert.Null(Parse(text)!.OptionalTable("a")!.OptionalTable("fleet"));
        Assert.Equal(message, Assert.Single(_problems.All).Message);
    }

    [Theory]
    [InlineData("[a]\n[a]\n", "[a] is given twice, first in line 1; where there may be several, write [[a]] each time")]
    [InlineData("[a]\n[[a]]\n", "\"a\" is [a] in line 1 and [[a]] here; where there may be several, write [[a]] each time")]
    [InlineData("[[a]]\n[a]\n", "\"a\" is [[a]] in line 1 and [a] here; where there may be several, write [[a]] each time")]
    [InlineData("a = 1\n[a]\n", "\"a\" is a value in line 1 and cannot be a table too")]
    [InlineData("a = { }\n[a]\n", "[a] is given twice, first in line 1; where there may be several, write [[a]] each time")]
    [InlineData("a = []\n[a.b]\n", "\"a\" is a value and cannot hold other keys")]
    [InlineData("[a]\n[a.b]\n[[a.b]]\n", "\"a.b\" is [a.b] in line 2 and [[a.b]] here; where there may be several, write [[a.b]] each time")]
    [InlineData("b = 1\nb = 2\n", "\"b\" is given twice; the first is in line 1")]
    public void What_is_given_twice_names_the_first(string text, string message)
    {
        Parse(text);
        Assert.Equal(message, Assert.Single(_problems.All).Message);
    }

    [Fact]
    public void A_table_may_follow_those_within_it()
    {
        var root = Parse("[a.b]\nn = 1\n[a]\nm = 2\n")!;
        Assert.Equal((1, 2), (root.OptionalTable("a")!.OptionalTable("b")!.Count("n", new(0, 9)), root.OptionalTable("a")!.Count("m", new(0, 9))));
        Assert.Equal(0, _problems.Count);
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-01")]
    [InlineData("2026-11-01 # seen", "2026-11-01")]
    [InlineData("2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z")]
    [InlineData("\"2026-11-01\"", "2026-11-01")]
    public void A_date_needs_no_quotes(string written, string text) => Assert.Equal((text, text), (Parse($"as_of = {written}\n")!.Text("as_of"), Parse($"as_of = {written}\n")!.Written("as_of")));

    [Theory]
    [InlineData("a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("a = \"\\ud800\"")]
    public void What_the_parser_gives_up_on_is_a_problem_and_no_exception(string text)
    {
        var problems = new Problems();
        Assert.Null(TomlTable.Parse("f.toml", text, problems));
        Assert.Equal("broken-toml", Assert.Single(problems.All).Rule);
    }
}

public sealed class CsvTableTests
{
    private readonly Problems _problems = new();

    [Fact]
    public void Quoted_fields_blank_lines_and_line_endings_do_not_matter()
    {
        var rows = Read("a,b\r\n\"x, y\",1\r\n\r\nz,2\r\n");
        Assert.Equal([("x, y", 2), ("z", 4)], rows);
        Assert.Equal(0, _problems.Count);
    }

    [Fact]
    public void A_problem_is_told_at_the_column_where_its_field_begins()
    {
        foreach (var row in new CsvTable("f.csv", "a,b\n\"x, y\",many\n", _problems).Rows(["a", "b"], []))
        {
            row.Count("b", new(0, 9));
        }

        Assert.Equal((2, 8), (_problems.All[0].Where.Line, _problems.All[0].Where.Column));
    }

    [Theory]
    [InlineData("", "empty-file")]
    [InlineData("a\nx\n", "missing-key")]
    [InlineData("a,b,c\nx,1,2\n", "unknown-key")]
    [InlineData("a,b,b\nx,1,2\n", "duplicate-key")]
    [InlineData("a,b\nx\n", "field-count")]
    [InlineData("a,b\nx,1,2\n", "field-count")]
    public void A_table_of_the_wrong_shape_is_told(string text, string rule)
    {
        Read(text);
        Assert.Equal(rule, Assert.Single(_problems.All).Rule);
    }

    private List<(string, int)> Read(string text) =>
        [.. new CsvTable("f.csv", text, _problems).Rows(["a", "b"], []).Select(row => (row.Text("a"), row.Where.Line))];
}
