using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>What a shell offers after Tab, and the familiar ways to ask for help.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("dec", "decide")]
    [InlineData("track re", "report")]
    [InlineData("decide --longest-com", "--longest-commitment")]
    [InlineData("decide --longest-commitment n", "none")]
    [InlineData("decide --model llama-3.1-8b-a", "llama-3.1-8b-awq")]
    [InlineData("decide --allow lambda,deepinf", "lambda,deepinfra")]
    [InlineData("capacity -m gpt-oss-120b -a b300", "b300-sxm")]
    [InlineData("catalog show h100-p", "h100-pcie")]
    [InlineData("catalog list prof", "profiles")]
    [InlineData("plan w.toml --format j", "json")]
    public void Bash_completes_commands_options_words_and_ids(string line, string expected) => Assert.Contains(expected, Bash(line));

    [Fact]
    public void Nothing_is_offered_that_does_not_begin_so()
    {
        Assert.All(Bash("decide --model llama-3."), word => Assert.StartsWith("llama-3.", word, StringComparison.Ordinal));
        Assert.Empty(Bash("decide --model no-such-model"));
        Assert.Empty(Bash("no-such-command --mod"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Every_shell_has_a_script_that_it_reads(string shell)
    {
        var run = MtokProcess.Run(MtokProcess.Root, ["completion", shell]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        if (File.Exists($"/usr/bin/{shell}") && shell != "pwsh")
        {
            var read = MtokProcess.Start(shell, MtokProcess.Root, ["-c", run.Out]);
            Assert.Equal((0, "", ""), (read.ExitCode, read.Out, read.Error));
        }
    }

    [Fact]
    public void Fields_of_json_are_chosen_by_name()
    {
        string[] price = ["price", "--usd-per-hour", "4.50", "--tokens-per-second", "5000"];
        var all = JsonNode.Parse(MtokProcess.Run(MtokProcess.Root, [.. price, "-f", "json"]).Out)!.AsObject();
        var chosen = MtokProcess.Run(MtokProcess.Root, [.. price, "-f", "json", "--fields", "usd_per_mtok"]);
        Assert.Equal(all["usd_per_mtok"]!.ToJsonString(), JsonNode.Parse(chosen.Out)!.AsObject().Single().Value!.ToJsonString());
        var rows = JsonNode.Parse(MtokProcess.Run(MtokProcess.Root, ["catalog", "list", "models", "--match", "llama-3.3", "-f", "json", "--fields", "id"]).Out)!;
        Assert.All(rows.AsArray(), row => Assert.Equal(["id"], row!.AsObject().Select(field => field.Key)));
        var wrong = MtokProcess.Run(MtokProcess.Root, [.. price, "-f", "json", "--fields", "usd_per_mtk"]);
        Assert.Equal((1, ""), (wrong.ExitCode, wrong.Out));
        Assert.StartsWith("mtok: --fields: the answer has no \"usd_per_mtk\"; did you mean \"usd_per_mtok\"?", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(1, MtokProcess.Run(MtokProcess.Root, [.. price, "--fields", "usd_per_mtok"]).ExitCode);
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help decide", "decide --help")]
    [InlineData("help track report", "track report --help")]
    [InlineData("version", "--version")]
    public void Words_stand_for_options(string words, string options)
    {
        var run = MtokProcess.Run(MtokProcess.Root, words.Split(' '));
        Assert.Equal((0, MtokProcess.Run(MtokProcess.Root, options.Split(' ')).Out), (run.ExitCode, run.Out));
    }

    /// <summary>What bash offers at the end of a line, by the script that it is given.</summary>
    private static string[] Bash(string line)
    {
        var words = $"mtok {line}".Split(' ');
        var run = MtokProcess.Start(
            "bash",
            MtokProcess.Root,
            [
                "-c",
                $"mtok() {{ {MtokProcess.ShellCommand} \"$@\"; }}; source <(mtok completion bash); COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))}); "
                    + $"COMP_CWORD={words.Length - 1}; _mtok; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            ]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
