namespace Mtok.Tests;

/// <summary>A text with keys in the places of its own reads as the text and the keys do, and keeps everything else.</summary>
public sealed class WorkloadTextTests
{
    private const string Chat = """
        # A chat.
        models = [
          "llama-3.3-70b",   # the usual
        ]

        [traffic]
        requests_per_day = 200_000   # a "day" # indeed
        shape = "spiky"
        peak_ratio = 3

        [tokens]
        input = 400
        output = 300

        [overheads]
        egress = "$0.09/GB"
        """;

    private static readonly GivenKey[][] Given =
    [
        [Key("traffic.requests_per_second", "2")],
        [Key("traffic.requests_per_day", "50000"), Key("traffic.shape", "steady")],
        [Key("models", "qwen3-32b", "llama-3.3-70b")],
        [Key("service_level.ttft", "1s"), Key("service_level.tpot", "40ms"), Key("allow.providers", "aws", "gcp")],
        [Key("tokens.cached_share", "40%"), Key("tokens.input", "1200"), Key("fleet.peak_utilization", "70%")],
    ];

    [Fact]
    public void It_reads_as_the_text_with_the_keys()
    {
        foreach (var keys in Given)
        {
            var (written, given) = (Read(WorkloadText.With(Chat, keys)!, []), Read(Chat, keys));
            Assert.Equal(Shown(given), Shown(written));
        }
    }

    [Fact]
    public void Everything_else_stays()
    {
        var text = WorkloadText.With(Chat, [Key("traffic.tokens_per_month", "2B"), Key("models", "qwen3-32b"), Key("traffic.shape", "steady")])!;
        Assert.Equal(
            """
            # A chat.
            models = ["qwen3-32b"]

            [traffic]
            shape = "steady"
            tokens_per_month = "2B"

            [tokens]
            input = 400
            output = 300

            [overheads]
            egress = "$0.09/GB"
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void A_comment_stays_behind_what_it_is_of() =>
        Assert.Contains("requests_per_day = 7  # a \"day\" # indeed\n", WorkloadText.With(Chat, [Key("traffic.requests_per_day", "7")]), StringComparison.Ordinal);

    [Theory]
    [InlineData("traffic.shape = \"steady\"")]
    [InlineData("traffic = { requests_per_day = 1 }")]
    [InlineData("[\"traffic\"]")]
    public void A_text_whose_tables_lines_do_not_show_is_left_alone(string line) =>
        Assert.Null(WorkloadText.With(line + "\n", [Key("traffic.requests_per_day", "7")]));

    private static GivenKey Key(string path, params string[] texts) => new(path.Split('.'), texts, path);

    private static Workload Read(string text, IReadOnlyList<GivenKey> given)
    {
        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems).Read("chat.toml", text, given);
        Assert.Empty(problems.All);
        return workload!;
    }

    private static string Shown(Workload workload) =>
        $"{string.Join(',', workload.Models.Select(model => model.Id))} {workload.Traffic.Mean.PerSecond:R} {workload.Traffic.Shape.Name} {workload.Traffic.Shape.Peak} "
            + $"{workload.Mix} {workload.ServiceLevel} {string.Join(',', workload.Allowed.Providers)} {workload.Fleet}";
}
