namespace Mtok.Acceptance;

/// <summary>Hourly demand files, named by a workload as its shape, made wrong.</summary>
public sealed class BadDemandTests
{
    /// <summary>The file's text, null for no file, and each error.</summary>
    public static TheoryData<string?, string> Rows => new()
    {
        { null, "w.toml:4:9: error: no such file: \"demand.csv\"" },
        { "", "demand.csv:1:1: error: the file is empty; it needs a header line" },
        { "requests\n", "demand.csv:1:1: error: 0 hours with 0 requests; it needs 1 to 87840 hours and at least one request" },
        { "requests\n0\n0\n", "demand.csv:1:1: error: 2 hours with 0 requests" },
        { "requests\n5\n-1\n", "demand.csv:3:1: error: \"requests\" is -1; it must be 0 to" },
        { "hour,requests\n0,5\n1,many\n2,some\n", "demand.csv:3:3: error: \"requests\" must be a number of requests, not \"many\"\ndemand.csv:4:3: error: \"requests\" must be a number of requests, not \"some\"" },
        { "hour,requests\n0,5\n1,\n", "demand.csv:3:3: error: \"requests\" is blank" },
        { "request\n5\n", "demand.csv:1:1: error: column \"requests\" is missing\ndemand.csv:1:1: error: unknown column \"request\"; did you mean \"requests\"?" },
        { "requests,weather\n5,rain\n", "demand.csv:1:10: error: unknown column \"weather\"" },
        { "requests,requests\n5,5\n", "demand.csv:1:10: error: column \"requests\" is given twice" },
        { "hour,requests\n0,5,7\n", "demand.csv:2:1: error: 3 fields where the header has 2" },
        { "requests\n1e400\n", "demand.csv:2:1: error: \"requests\" must be a number of requests, not \"1e400\"" },
        { "requests\n5\n\0\n", "w.toml:4:9: error: not a text file" },
        { "hour,requests\n0,\"5\n1,5\n", "demand.csv:" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_bad_demand_file_is_told_with_every_error_and_its_place(string? text, string errors)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload.Replace("requests_per_day = 1000", "shape = \"demand.csv\"", StringComparison.Ordinal));
        if (text is not null)
        {
            workspace.Write("demand.csv", text);
        }

        BadInput.CheckExactly(workspace, errors, "decide", "w.toml", "--output", "answer.txt");
    }

    [Fact]
    public void A_folder_named_as_demand_is_told()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload.Replace("requests_per_day = 1000", "shape = \"demand.csv\"", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(workspace.Folder, "demand.csv"));
        BadInput.CheckExactly(workspace, "w.toml:4:9: error: \"demand.csv\" is a folder, not a file", "decide", "w.toml");
    }

    [Fact]
    public void A_good_demand_file_says_how_much_and_when()
    {
        using var workspace = new Workspace();
        workspace.Write("sub/w.toml", Workspace.GoodWorkload.Replace("requests_per_day = 1000", "shape = \"demand.csv\"", StringComparison.Ordinal));
        workspace.Write("sub/demand.csv", "requests\n100\n300\n");
        var run = workspace.Run("decide", "sub/w.toml", "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\"tokens_per_month\": 102200000", run.Out, StringComparison.Ordinal);
    }
}
