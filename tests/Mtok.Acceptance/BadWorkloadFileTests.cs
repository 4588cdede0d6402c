using System.Text;

namespace Mtok.Acceptance;

/// <summary>Workload files that are not there, not files, not text, not TOML, or not shaped like a workload.</summary>
public sealed class BadWorkloadFileTests
{
    /// <summary>What is bad about it, the whole text, and each error in order of its place.</summary>
    public static TheoryData<string, string, string> Texts => new()
    {
        { "empty", "", "w.toml:1:1: error: the [tokens] table is missing\nw.toml:1:1: error: \"models\" is missing\nw.toml:1:1: error: the [traffic] table is missing" },
        { "only a comment", "# later\n", "error: the [tokens] table is missing\nerror: \"models\" is missing\nerror: the [traffic] table is missing" },
        { "three syntax errors", "x = 5k\ny = = 3\n[traffic\nz\n", "w.toml:1:5: error: \"5k\" is not a plain number\nw.toml:2:5: error: a text must be in quotes\nw.toml:3:9: error: a table begins with [traffic]\nw.toml:4:1: error: \"z\" is none of" },
        { "an open list", "x = [\ny = = 3\n[traffic\nz\n", "w.toml:1:5: error: the list that begins here is not closed with ]" },
        { "an open text", "name = \"chat\nmodels = [\"llama-3.3-70b\"]\n", "w.toml:1:8: error: the text that begins here is not closed with \"" },
        { "not TOML but YAML", "models:\n  - llama-3.3-70b\n", "w.toml:1:7: error: \nw.toml:2:5: error: " },
        { "a key twice", Good.Replace("input = 400", "input = 400\ninput = 500", StringComparison.Ordinal), "w.toml:8:9: error: \"input\" is given twice; the first is in line 7" },
        { "a table twice", Good + "[traffic]\n", "w.toml:9:2: error: [traffic] is given twice, first in line 3" },
        { "a value and a table", Good + "[name]\n[name.x]\ny = 1\n", "error: \"name\" must be a text in quotes" },
        { "tables that are numbers", "traffic = 3\ntokens = 5\nmodels = 7\n", "w.toml:1:11: error: \"traffic\" must be a table\nw.toml:2:10: error: \"tokens\" must be a table\nw.toml:3:10: error: \"models\" must be a list of texts" },
        { "an array of tables for a table", Good.Replace("[tokens]", "[[tokens]]", StringComparison.Ordinal), "w.toml:6:3: error: there is only one \"tokens\": write [tokens], not [[tokens]]" },
        { "a table for an array of tables", Good + "[owned]\nname = \"x\"\n", "w.toml:9:2: error: there may be several of \"owned\": write [[owned]], not [owned]" },
        { "no models", Good.Replace("models = [\"llama-3.3-70b\"]", "", StringComparison.Ordinal), "w.toml:1:1: error: \"models\" is missing: name one or more acceptable models" },
        { "no traffic", Good.Replace("[traffic]\nrequests_per_day = 1000", "", StringComparison.Ordinal), "w.toml:1:1: error: the [traffic] table is missing" },
        { "no tokens", Good.Replace("[tokens]\ninput = 400\noutput = 300", "", StringComparison.Ordinal), "w.toml:1:1: error: the [tokens] table is missing" },
        { "a dotted key in an inline table", Good.Replace("[traffic]\nrequests_per_day = 1000", "traffic = { daily.requests_per_day = 1000 }", StringComparison.Ordinal), "error: give the volume with exactly one of requests_per_second\nw.toml:3:13: error: unknown key \"daily\" in [traffic]" },
        {
            "five different errors",
            "modles = 1\nmodels = [\"llama-3.3-70x\"]\n[traffic]\nrequests_per_day = -1\nshape = \"weekly\"\n[tokens]\ninput = 400\noutput = \"many\"\n",
            "w.toml:1:10: error: unknown key \"modles\"; did you mean \"models\"?\n" +
            "w.toml:2:10: error: unknown model \"llama-3.3-70x\"; did you mean \"llama-3.3-70b\"?\n" +
            "w.toml:4:20: error: \"requests_per_day\" is -1; it must be 0.001 to\n" +
            "w.toml:5:9: error: \"shape\" must be steady, business-hours, spiky or a .csv file of hourly demand, not \"weekly\"\n" +
            "w.toml:8:10: error: \"output\" must be a number in tok, not \"many\""
        },
    };

    private static string Good => Workspace.GoodWorkload;

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_that_is_no_workload_is_told_with_every_error_and_its_place(string what, string text, string errors)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", text);
        Assert.True(what.Length > 0);
        BadInput.CheckExactly(workspace, errors, "decide", "w.toml", "--output", "answer.txt");
    }

    [Theory]
    [InlineData("gone.toml", "gone.toml: error: no such file")]
    [InlineData("folder", "folder: error: it is a folder, not a file")]
    [InlineData("", ": error: no such file")]
    [InlineData("bad\0name", "no such file")]
    public void A_path_that_leads_to_no_file_is_told(string path, string error)
    {
        using var workspace = new Workspace();
        Directory.CreateDirectory(Path.Combine(workspace.Folder, "folder"));
        BadInput.CheckExactly(workspace, error, "decide", path.Replace("\0", "\n", StringComparison.Ordinal), "-o", "answer.txt");
        BadInput.CheckExactly(workspace, error, "break-even", "--workload", path.Replace("\0", "\n", StringComparison.Ordinal), "-o", "answer.txt");
    }

    [Fact]
    public void A_binary_file_is_told_as_one()
    {
        using var workspace = new Workspace();
        File.WriteAllBytes(Path.Combine(workspace.Folder, "w.toml"), [0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 0xff]);
        BadInput.CheckExactly(workspace, "w.toml: error: not a text file", "decide", "w.toml", "-o", "answer.txt");
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_an_error_with_a_place()
    {
        using var workspace = new Workspace();
        File.WriteAllBytes(Path.Combine(workspace.Folder, "w.toml"), [.. Encoding.Latin1.GetBytes("name = \"Caf\xe9\"\n" + Good)]);
        BadInput.CheckExactly(workspace, "w.toml:1:12: error: ", "decide", "w.toml", "-o", "answer.txt");
    }

    [Fact]
    public void Errors_do_not_replace_an_answer_that_is_there()
    {
        using var workspace = new Workspace();
        workspace.Write("answer.txt", "yesterday's");
        workspace.Write("w.toml", "nonsense");
        BadInput.Check(workspace, 2, "w.toml:1:9: error: ", "decide", "w.toml", "-o", "answer.txt");
        Assert.Equal("yesterday's", workspace.Read("answer.txt"));
    }
}
