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
}
