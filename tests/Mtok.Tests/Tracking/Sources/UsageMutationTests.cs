using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Damaged files: every source says what is wrong or reads what is left; it never throws, and it ends.</summary>
public sealed class UsageMutationTests
{
    private const int Few = 60;
    private const int Many = 1000;

    private static readonly string[] Real =
    [
        "usage/provider-responses.jsonl",
        "usage/issue-cases.jsonl",
        "usage/streams/anthropic_cache_write_then_read.sse",
        "otlp/meai-10.11_traces.otlp.pb",
        "otlp/meai-10.11_metrics_cumulative_1.otlp.pb",
        "otlp/node_traces.otlp.json",
        "otlp/node_metrics_cumulative_1.otlp.json",
        "otlp/span-dialects.jsonl",
        "../tracking-samples/provider-apis/openai_usage_completions.json",
        "../tracking-samples/provider-apis/openai_costs.json",
    ];

    private static readonly string[] MadeUp = ["litellm_spend_logs.jsonl", "litellm_spend_logs.csv", "anthropic_usage_report.json", "anthropic_cost_report.json"];

    [Fact]
    public void A_damaged_real_file_is_read_or_refused() => DamageReal(Few);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_real_file_damaged_a_thousand_times_is_read_or_refused() => DamageReal(Many);

    [Fact]
    public void A_damaged_made_up_file_is_read_or_refused() => DamageMadeUp(Few);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_made_up_file_damaged_a_thousand_times_is_read_or_refused() => DamageMadeUp(Many);

    private static void DamageReal(int mutations)
    {
        Assert.SkipUnless(Directory.Exists(ReadUsage.Shared), "the shared data is not beside the clone");
        Assert.All(Real, name => Damage(File.ReadAllBytes(Path.Combine(ReadUsage.Shared, name)), mutations));
    }

    private static void DamageMadeUp(int mutations)
    {
        Assert.All(MadeUp, name => Damage(File.ReadAllBytes(Snapshot.PathOf("tests/Mtok.Tests/Fixtures/tracking/" + name)), mutations));
        Damage(
            "request_id,timestamp,team,model,input_tokens,cached_tokens,cost\nr1,2026-11-02T09:15:00Z,\"a,b\",m,1000,896,0.5\nr2,1793610900,b,m,1,,1e-3\n"u8.ToArray(),
            mutations);
    }

    private static void Damage(byte[] whole, int mutations)
    {
        const int longest = 5_000;
        var bytes = whole.Length > longest ? whole[..(longest / 2)] : whole;
        var sources = UsageSources.All.Where(source => source.Fits(Named(bytes))).ToList();
        Assert.NotEmpty(sources);
        var random = new Random(20261127);
        for (var mutation = 0; mutation < mutations; mutation++)
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
