using System.Text;
using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>
/// The keys of every command's JSON, as programs of other people parse them: a key that goes or changes its kind is seen in
/// <c>Snapshots/json-keys.txt</c>. UPDATE_SNAPSHOTS=1 rewrites it.
/// </summary>
public sealed class JsonKeysTests
{
    /// <summary>Lists whose keys are names of the user's or the catalog's, not ours.</summary>
    private static readonly string[] NamedByData = ["dense_tflops", "shape"];

    private static readonly string[] Commands =
    [
        "decide examples/article-low-volume.toml",
        "decide examples/private-chat.toml --trace examples/chat-10min.csv --gap 50%",
        "plan examples/private-chat.toml --trace examples/chat-10min.csv --gap 50%",
        "compare --model llama-3.3-70b --input 1000 --output 1000",
        "capacity --model llama-3.3-70b --accelerator h100-sxm --gpus 4 --input 1000 --output 1000",
        "capacity --model llama-3.3-70b --accelerator h100-sxm --gpus 4 --input 1000 --output 1000 --frontier",
        "simulate --trace examples/chat-10min.csv --model llama-3.1-8b --accelerator l40s --slo-ttft 500ms",
        "accuracy",
        "price --usd-per-hour 4.50 --tokens-per-second 5000",
        "utilization --usd-per-hour 4.50 --tokens-per-second 5000 --api 0.80",
        "break-even --api 0.80 --self-hosted 0.35 --monthly 5000",
        "break-even --workload examples/article-low-volume.toml",
        "break-even --workload examples/article-low-volume.toml --curve",
        "trace info examples/chat-10min.csv",
        "tokens LICENSE",
        "catalog list offers",
        "catalog list apis",
        "catalog list models",
        "catalog list accelerators",
        "catalog show h100-sxm",
        "catalog show llama-3.3-70b",
        "catalog history --offer aws/p5.48xlarge",
        "track report examples/month",
        "track compare examples/month",
        "track calibrate examples/month",
        "track check examples/month --budget 60000 --jump 50% --min-coverage 90% --to 2026-09-17",
    ];

    [Fact]
    public void No_key_changes_unseen()
    {
        var text = new StringBuilder();
        foreach (var command in Commands)
        {
            text.Append(command).Append('\n');
            foreach (var key in Keys(JsonNode.Parse(Output(command)), "").Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(key).Append('\n');
            }
        }

        var path = Path.Combine(MtokProcess.Root, "tests/Mtok.Acceptance/Snapshots/json-keys.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.ToString());
        }

        Assert.Equal(File.ReadAllText(path), text.ToString());
    }

    private static string Output(string command)
    {
        var arguments = command.Split(' ').Concat(["--format", "json"]);
        var run = MtokProcess.Run(MtokProcess.Root, arguments);
        Assert.True(run.ExitCode is 0 or 3 or 5, $"{command}: {run.Error}");
        return run.Out;
    }

    /// <summary>Every path with the kind of its value; members of a list share one path.</summary>
    private static IEnumerable<string> Keys(JsonNode? node, string path) => node switch
    {
        JsonObject members when NamedByData.Contains(path.Split('.')[^1]) => [$"{path}: object named by data"],
        JsonObject members => members.SelectMany(member => Keys(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray items => items.Count == 0 ? [$"{path}[]"] : items.SelectMany(item => Keys(item, path + "[]")),
        null => [$"{path}: null"],
        _ => [$"{path}: {node.GetValueKind().ToString().Replace("True", "boolean", StringComparison.Ordinal).Replace("False", "boolean", StringComparison.Ordinal).ToLowerInvariant()}"],
    };
}
