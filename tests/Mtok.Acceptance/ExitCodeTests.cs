using System.Text.RegularExpressions;

namespace Mtok.Acceptance;

/// <summary>Exit codes: one table, and those that no other test sees.</summary>
public sealed class ExitCodeTests : IDisposable
{
    /// <summary>Many kinds of machines under limits that clash nearly: no search ends soon.</summary>
    internal const string Hard = """
        models = ["llama-3.3-70b", "qwen3-32b"]
        [traffic]
        requests_per_day = 3_000_000
        shape = "business-hours"
        [tokens]
        input = 900
        output = 300
        [service_level]
        tpot = "40ms"
        [allow]
        kinds = ["on_demand", "reserved", "spot"]
        [plan]
        minimum_run = "4h"
        scale_up = 3
        [fleet]
        spares = 1
        [[quota]]
        gpus = 9
        seller = "vultr"
        [[quota]]
        gpus = 10
        seller = "verda"
        [[quota]]
        gpus = 12
        seller = "runpod"
        [[quota]]
        gpus = 16
        seller = "gcp"
        [[quota]]
        gpus = 14
        seller = "novita"
        [[quota]]
        gpus = 16
        seller = "hyperstack"
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Help_and_docs_have_the_same_table()
    {
        var help = Regex.Matches(_workspace.Run("--help").Out, @"Exit code (\d+): (.*)").Select(code => $"| {code.Groups[1].Value} | {code.Groups[2].Value.Trim()} |");
        var docs = File.ReadAllLines(Path.Combine(MtokProcess.Root, "docs", "exit-codes.md")).Where(line => Regex.IsMatch(line, @"^\| \d"));
        Assert.Equal(docs, help);
        Assert.Equal(8, docs.Count());
    }

    [Fact]
    public void A_time_that_was_given_and_cuts_the_search_is_told_apart()
    {
        _workspace.Write("w.toml", Hard);
        Assert.Equal(4, _workspace.Run("plan", "w.toml", "--gap", "0%", "--time-limit", "3s").ExitCode);
        _workspace.Write("easy.toml", Workspace.GoodWorkload);
        Assert.Equal(0, _workspace.Run("plan", "easy.toml", "--time-limit", "60s").ExitCode);
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(3)]
    public void Ctrl_C_ends_a_search_within_a_fifth_of_a_second_with_nothing_on_stdout(double after)
    {
        _workspace.Write("w.toml", Hard);
        var runs = Enumerable.Range(0, 3).Select(_ => MtokProcess.Interrupt(_workspace.Folder, TimeSpan.FromSeconds(after), "plan", "w.toml", "--gap", "0%")).ToList();
        Assert.All(runs, run => Assert.Equal((130, ""), (run.Run.ExitCode, run.Run.Out)));
        Assert.True(runs.Min(run => run.Took) < TimeSpan.FromSeconds(2), string.Join(", ", runs.Select(run => run.Took)));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_same_file_gives_the_same_bytes_on_one_core_on_all_and_on_a_busy_machine()
    {
        _workspace.Write("w.toml", Hard);
        MtokRun On(string cores) => MtokProcess.Start("taskset", _workspace.Folder, ["-c", cores, .. MtokProcess.Command, "plan", "w.toml", "--format", "json"]);
        var all = $"0-{Environment.ProcessorCount - 1}";
        var (one, every) = (On("0"), On(all));
        using var enough = new CancellationTokenSource();
        var busy = Enumerable.Range(0, Environment.ProcessorCount + 1).Select(_ => new Thread(() => SpinWait.SpinUntil(() => enough.IsCancellationRequested))).ToList();
        busy.ForEach(thread => thread.Start());
        var beside = On(all);
        enough.Cancel();
        busy.ForEach(thread => thread.Join());
        Assert.Equal(0, one.ExitCode);
        Assert.Contains("\"bound_usd_per_month\"", one.Out, StringComparison.Ordinal);
        Assert.Equal(one.Out, every.Out);
        Assert.Equal(one.Out, beside.Out);
    }
}
