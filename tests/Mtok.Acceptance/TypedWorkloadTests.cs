using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>A workload that is typed, or written by <c>mtok init</c>, is answered as a file is.</summary>
public sealed class TypedWorkloadTests : IDisposable
{
    private const string Typed = "--model llama-3.3-70b --rps 6 --input-tokens 400 --output-tokens 300 --tpot 60ms --kinds api,on_demand";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("decide")]
    [InlineData("plan")]
    [InlineData("break-even")]
    [InlineData("trace generate")]
    [InlineData("track compare log.csv")]
    public void Options_are_answered_as_a_file_is(string command)
    {
        _workspace.Write(
            "w.toml",
            "name = \"llama-3.3-70b\"\nmodels = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_second = 6\n[tokens]\ninput = 400\noutput = 300\n"
                + "[service_level]\ntpot = \"60ms\"\n[allow]\nkinds = [\"api\", \"on_demand\"]\n");
        _workspace.Write("log.csv", "time,model,requests,input_tokens,output_tokens\n2026-09-01T10:00Z,llama-3.3-70b,1000,1000000,200000\n");
        var file = Run($"{command} {(command is "decide" or "plan" ? "" : "--workload ")}w.toml --format json");
        Assert.Equal(0, file.ExitCode);
        Assert.Equal(file.Out, Run($"{command} {Typed} --format json").Out);
    }

    [Theory]
    [InlineData("trace generate --rps 6 --input-tokens 400 --output-tokens 300 --output t.csv")]
    [InlineData("track compare log.csv --allow deepinfra,lambda --kinds api --ttft 1s")]
    public void What_means_nothing_to_a_command_need_not_be_typed(string line)
    {
        _workspace.Write("log.csv", "time,model,requests,input_tokens,output_tokens\n2026-09-01T10:00Z,llama-3.3-70b,1000,1000000,200000\n");
        var run = Run(line);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" " + Typed)]
    public void What_init_writes_is_answered_at_once_and_never_written_over(string options)
    {
        var run = Run($"init{options}");
        Assert.Equal((0, "Written to workload.toml. Look it through, then: mtok decide workload.toml\n"), (run.ExitCode, run.Out));
        var before = _workspace.Files;
        Assert.Equal(0, Run("decide workload.toml").ExitCode);
        BadInput.Check(_workspace, 1, "workload.toml: error: exists; --force replaces it", [.. $"init{options}".Split(' ')]);
        Assert.Equal(before, _workspace.Files);
        Assert.Equal(0, Run($"init workload.toml --force{options}").ExitCode);
        Assert.Equal(before, _workspace.Files);
    }

    [Fact]
    public void Init_refuses_what_no_workload_can_have_and_writes_nothing() =>
        BadInput.Check(
            _workspace, 2, "--model: error: unknown model \"lama-3.3-70b\"\n--rps: error: \"requests_per_second\" is 0; it must be\n2 errors; nothing was written",
            "init", "w.toml", "--model", "lama-3.3-70b", "--rps", "0");

    [Fact]
    public void Token_counts_have_one_name_everywhere_and_the_old_one_for_a_while()
    {
        var today = Run("compare --model llama-3.3-70b --input-tokens 500 --output-tokens 200 --format json");
        Assert.Equal(200, JsonDocument.Parse(today.Out).RootElement.GetProperty("output_tokens").GetDouble());
        Assert.Equal(today.Out, Run("compare --model llama-3.3-70b --input 500 --output 200 --format json").Out);
        Assert.DoesNotContain("--input ", Run("compare --help").Out, StringComparison.Ordinal);
    }

    private MtokRun Run(string line) => _workspace.Run([.. line.Split(' ')]);
}
