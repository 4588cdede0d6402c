namespace Mtok.Acceptance;

/// <summary>Traces with the real executable: good ones answered and written whole, bad ones refused without a trace of a file.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Header = "arrival_s,input_tokens,output_tokens\n";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>The file's text and each error.</summary>
    public static TheoryData<string, string> Bad => new()
    {
        { "", "t.csv:1: error: the file is empty" },
        { "hour,requests\n0,5\n", "t.csv:1: error: the first line is not the header of any known trace format. Mtok reads Azure LLM, BurstGPT" },
        { "\u0001\0\0binary", "t.csv: error: not a text file" },
        { "{\"timestamp\": 0, \"input_length\": 5, \"output_length\": 5, \"hash_ids\": [1]}\n{\"timestamp\": 5, \"input_le", "t.csv:2: error: incomplete JSON" },
        { "{\"benchmarks\": [", "t.csv:1: error: incomplete JSON" },
        { Header + "-1,5,5\n", "t.csv:2: error: arrival: -1 is negative" },
        { Header + "9,5,5\n8,5,5\n", "t.csv:3: error: arrives 1 s before the previous request; mtok trace convert --sort sorts a file" },
        { Header + "1,1e300,5\n2,5,1e300\n", "t.csv:2: error: input tokens: 1E+300 exceeds 10000000\nt.csv:3: error: output tokens: 1E+300 exceeds 10000000" },
        { Header + "1,5,0\n2,5,0\n", "t.csv: error: no request is left: 2 with no output tokens: failed or empty" },
        { Header, "t.csv: error: no request is left" },
        { Header + "0,1," + new string('1', 300_000) + "\n", "t.csv: error: a row of more than 131,072 characters" },
        { Header + "0,1,1\n1,1," + new string('1', 300_000) + "\n", "t.csv:3: error: a row of more than 131,072 characters" },
        { Header + "0,1,\"1\n", "t.csv:2: error: A quoted field at the end of the input ends without a closing quote" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_trace_is_told_and_nothing_is_written(string text, string expected)
    {
        _workspace.Write("t.csv", text);
        BadInput.Check(_workspace, 2, expected, "trace", "info", "t.csv");
        BadInput.Check(_workspace, 2, expected + "\nnothing was written", "trace", "convert", "t.csv", "--output", "out.csv");
    }

    [Theory]
    [InlineData("trace scale t.csv --output o.csv", "either --factor or --rate")]
    [InlineData("trace scale t.csv --factor 2 --rate 2 --output o.csv", "either --factor or --rate")]
    [InlineData("trace convert t.csv --output o.xlsx", "--output: \"o.xlsx\" must end with .csv, .jsonl, .parquet")]
    [InlineData("trace convert t.csv", "--output")]
    [InlineData("trace info t.csv --skip-bad -1", "--skip-bad: \"-1\" is not a whole number of 0 or more")]
    [InlineData("trace sample t.csv --share 2 --output o.csv", "--share: 2 is out of range")]
    [InlineData("trace generate", "trace generate needs --workload or --profile")]
    [InlineData("trace generate --rps 5", "--input-tokens, --output-tokens are needed")]
    [InlineData("trace generate --workload w.toml --rate 5", "--rate goes with --profile alone")]
    public void A_wrong_command_line_is_told(string command, string expected)
    {
        _workspace.Write("t.csv", Header + "0,1,1\n");
        BadInput.Check(_workspace, 1, expected, command.Split(' '));
    }

    [Fact]
    public void Missing_files_and_unknown_profiles_are_told()
    {
        BadInput.Check(_workspace, 2, "none.csv: error: no such file", "trace", "info", "none.csv");
        BadInput.Check(_workspace, 2, "--profile: error: unknown profile \"azure-2023-codes\"; did you mean \"azure-2023-code\"?", "trace", "generate", "--profile", "azure-2023-codes");
    }

    [Fact]
    public void All_that_is_wrong_with_a_workload_and_its_profile_is_told_at_once()
    {
        _workspace.Write("w.toml", "models = [\"llama-3.3-70\"]\n[traffic]\nrequests_per_day = 0\n[tokens]\ninput = 300\noutput = 0\n");
        BadInput.Check(
            _workspace, 2,
            "--profile: error: unknown profile \"azure\"\nw.toml:1:10: error: unknown model \"llama-3.3-70\"; did you mean \"llama-3.3-70b\"?\n\"requests_per_day\"\n\"output\"\n4 errors; nothing was written.",
            "trace", "generate", "--workload", "w.toml", "--profile", "azure", "--output", "o.csv");
        BadInput.Check(_workspace, 2, "none.toml: error: no such file", "trace", "generate", "--workload", "none.toml");
    }

    [Fact]
    public void Traffic_of_a_workload_is_generated_and_says_so()
    {
        _workspace.Write("w.toml", "name = \"Mine\"\nmodels = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 5000\nshape = \"business-hours\"\n[tokens]\ninput = 300\noutput = 100\ncached_share = 0.5\n");
        var run = _workspace.Run("trace", "generate", "--workload", "w.toml", "--seed", "3", "--output", "a.csv", "--format", "markdown");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Mine, generated like azure-2023-conversation", run.Out, StringComparison.Ordinal);
        Assert.Contains("Generated (assumed), not recorded: rate by the hour (business-hours)", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, _workspace.Run("trace", "generate", "--workload", "w.toml", "--profile", "azure-2023-conversation", "--hours", "168", "--seed", "3", "--output", "b.csv").ExitCode);
        Assert.Equal(_workspace.Read("a.csv"), _workspace.Read("b.csv"));
        Assert.Contains("\"cached_share\": 0.5", _workspace.Run("trace", "info", "a.csv", "--format", "json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_lines_within_the_tolerance_are_warned_of_and_counted()
    {
        _workspace.Write("t.csv", Header + "0,1,1\nx,1,1\n2,1,1\n");
        var run = _workspace.Run("trace", "info", "t.csv", "--skip-bad", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("t.csv:3: warning: arrival: not a number, or missing; skipped", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad lines left out: 1", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_is_generated_scaled_sampled_converted_and_described()
    {
        Assert.Equal(0, _workspace.Run("trace", "generate", "--profile", "azure-2023-conversation", "--hours", "1", "--rate", "5.4", "--seed", "1", "--output", "a.csv").ExitCode);
        Assert.Equal(0, _workspace.Run("trace", "generate", "--profile", "azure-2023-conversation", "--hours", "1", "--rate", "5.4", "--seed", "1", "--output", "b.csv").ExitCode);
        Assert.Equal(_workspace.Read("a.csv"), _workspace.Read("b.csv"));
        Assert.Equal(0, _workspace.Run("trace", "scale", "a.csv", "--rate", "20", "--output", "fast.parquet").ExitCode);
        var fast = _workspace.Run("trace", "info", "fast.parquet", "--format", "json");
        Assert.Contains("\"mean_requests_per_second\": 20,", fast.Out, StringComparison.Ordinal);
        Assert.Equal(0, _workspace.Run("trace", "sample", "a.csv", "--share", "10%", "--from", "30min", "--span", "10min", "--output", "few.jsonl").ExitCode);
        var few = _workspace.Run("trace", "info", "few.jsonl", "--format", "csv");
        Assert.StartsWith("figure,value\nrequests,", few.Out, StringComparison.Ordinal);
        Assert.Equal(0, _workspace.Run("trace", "convert", "few.jsonl", "--output", "few.csv").ExitCode);
        Assert.Equal(few.Out.Split('\n')[1], _workspace.Run("trace", "info", "few.csv", "--format", "csv").OutLines[1]);
        Assert.Empty(Directory.GetFiles(_workspace.Folder, "*.partial"));
    }

    [Fact]
    public void The_hours_of_a_trace_can_be_drawn()
    {
        Assert.Equal(0, _workspace.Run("trace", "generate", "--profile", "servegen-deepseek-r1", "--output", "day.csv").ExitCode);
        Assert.Equal(0, _workspace.Run("trace", "info", "day.csv", "--output", "day.svg").ExitCode);
        Assert.Contains("Rate (req/s)", _workspace.Read("day.svg"), StringComparison.Ordinal);
    }
}
