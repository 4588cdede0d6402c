using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Damaged files: every source says what is wrong or reads what is left; it never throws, and it ends.</summary>
public sealed class UsageMutationTests
{
    private const int Mutations = 1000;

    [Theory]
    [InlineData("usage/provider-responses.jsonl")]
    [InlineData("usage/issue-cases.jsonl")]
    [InlineData("usage/streams/anthropic_cache_write_then_read.sse")]
    [InlineData("otlp/meai-10.11_traces.otlp.pb")]
    [InlineData("otlp/meai-10.11_metrics_cumulative_1.otlp.pb")]
    [InlineData("otlp/node_traces.otlp.json")]
    [InlineData("otlp/node_metrics_cumulative_1.otlp.json")]
    [InlineData("otlp/span-dialects.jsonl")]
    [InlineData("../tracking-samples/provider-apis/openai_usage_completions.json")]
    [InlineData("../tracking-samples/provider-apis/openai_costs.json")]
    public void A_damaged_real_file_is_read_or_refused(string name)
    {
        var path = Path.Combine(ReadUsage.Shared, name);
        Assert.SkipUnless(File.Exists(path), "the shared data is not beside the clone");
        Damage(File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("litellm_spend_logs.jsonl")]
    [InlineData("litellm_spend_logs.csv")]
    [InlineData("anthropic_usage_report.json")]
    [InlineData("anthropic_cost_report.json")]
    public void A_damaged_made_up_file_is_read_or_refused(string name) =>
        Damage(File.ReadAllBytes(Snapshot.PathOf("tests/Mtok.Tests/Fixtures/tracking/" + name)));

    [Fact]
    public void A_damaged_log_is_read_or_refused() =>
        Damage("request_id,timestamp,team,model,input_tokens,cached_tokens,output_tokens,cost\nr1,2026-11-02T09:15:00Z,\"a,b\",m,1000,896,200,0.5\nr2,1793610900,b,m,1,,2,1e-3\n"u8.ToArray());

    private static void Damage(byte[] whole)
    {
        const int longest = 5_000;
        var bytes = whole.Length > longest ? whole[..(longest / 2)] : whole;
        var sources = UsageSources.All.Where(source => source.Fits(Named(bytes))).ToList();
        Assert.NotEmpty(sources);
        var random = new Random(20261127);
        for (var mutation = 0; mutation < Mutations; mutation++)
        {
            var file = Named(Mutated(bytes, random));
            ReadUsage.Of(file);
            if (mutation % 4 == 0)
            {
                // Also what it no longer looks like.
                ReadUsage.Of(file, sources[0]);
            }
        }
    }

    private static SourceFile Named(byte[] bytes) => new("damaged", () => new MemoryStream(bytes));

    /// <summary>Bytes flipped, a part cut out, a part repeated, or a number or a mark put in.</summary>
    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var until = Math.Min(bytes.Length, at + random.Next(1, 200));
        byte[][] inserts = ["-"u8.ToArray(), "1e999"u8.ToArray(), "99999999999999999999"u8.ToArray(), "\\ud800"u8.ToArray(), [0], "\n"u8.ToArray(), "{"u8.ToArray(), "null"u8.ToArray(), [0xFF]];
        var copy = bytes.ToArray();
        switch (random.Next(5))
        {
            case 0:
                for (var flips = random.Next(1, 6); flips > 0; flips--)
                {
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                }

                return copy;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes[..at], .. bytes[until..]];
            case 3:
                return [.. bytes[..until], .. bytes[at..]];
            default:
                return [.. bytes[..at], .. inserts[random.Next(inserts.Length)], .. bytes[at..]];
        }
    }
}
