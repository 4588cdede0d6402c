using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Damaged metrics: a thousand of each source, none of which crashes it or keeps it busy.</summary>
public sealed class MetricMutationTests
{
    private static readonly byte[] Scrape = Encoding.UTF8.GetBytes(
        "# TYPE a counter\nprocess_start_time_seconds 1.79e9\nvllm:prompt_tokens_total{engine=\"0\",model_name=\"a\\\"b\"} 1.5e3 1795762786970\n"
        + "vllm:prompt_tokens_by_source_total{source=\"local_compute\"} 3\nDCGM_FI_DEV_POWER_USAGE{UUID=\"x\"} 8.9\ntgi_request_count 5 # {a=\"b\"} 1\n");

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"vllm:prompt_tokens_total","i":"a\n"},"values":[[1795762786.9,"6"],[1795762788.9,"8"],[1795762790,"1"]]}]}}""");

    [Fact]
    public void Of_a_scrape() => Survives(PrometheusText.Source, Scrape);

    [Fact]
    public void Of_an_answer() => Survives(PrometheusAnswer.Source, Answer);

    [Fact]
    public void Of_a_body() => Survives(RemoteWrite.Source, Body());

    [Fact]
    public void A_body_as_it_was_sent_is_read()
    {
        var read = new MetricsRead().And(new("a.rw", () => new MemoryStream(Body())));
        Assert.Equal("vllm:prompt_tokens{instance=\"i\"}", Assert.IsType<CounterPoint>(Assert.Single(read.Readings)).Series);
    }

    [Fact]
    public void A_body_that_is_cut_off_counts_nothing_and_is_an_error()
    {
        var read = new MetricsRead();
        RemoteWrite.Source.Read(new("a.rw", () => new MemoryStream(Body()[..^3])), read, read.Problems);
        Assert.Equal(("a.rw: error: the body is cut off or damaged [remote-write]", 0), (Assert.Single(read.Problems.All).ToString(), read.Readings.Count));
    }

    [Fact]
    public void A_body_larger_than_the_beginning_of_a_file_is_known_and_read()
    {
        byte[] series = [.. Text(1, [.. Text(1, "__name__"u8), .. Text(2, "vllm:prompt_tokens_total"u8)])];
        byte[] sample = Text(2, [9, .. BitConverter.GetBytes(6463.0), 16, 0xDA, 0xEC, 0x9D, 0xB9, 0xA1, 0x34]);
        byte[] message = Long(1, [.. series, .. Enumerable.Repeat(sample, 6_000).SelectMany(bytes => bytes)]);
        byte[] body = [.. Varint(message.Length), 62 << 2, .. BitConverter.GetBytes(message.Length - 1)[..3], .. message];
        var read = new MetricsRead().And(new("a.rw", () => new MemoryStream(body)));
        Assert.Equal(6_000, read.Readings.Count);
    }

    private static byte[] Long(int field, byte[] content) => [(byte)((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(int number) => number < 128 ? [(byte)number] : [(byte)(number | 128), .. Varint(number >> 7)];

    private static void Survives(Source source, byte[] bytes)
    {
        var random = new Random(20261127);
        for (var turn = 0; turn < 1_000; turn++)
        {
            var file = new SourceFile("damaged", Opener(Damaged(bytes, random)));
            source.Fits(file);
            var read = new MetricsRead();
            source.Read(file, read, read.Problems);
            Assert.NotNull(read.Answer);
        }
    }

    private static Func<Stream> Opener(byte[] bytes) => () => new MemoryStream(bytes);

    /// <summary>Bytes flipped, cut out, or repeated.</summary>
    private static byte[] Damaged(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length);
        var to = random.Next(from, Math.Min(bytes.Length, from + 40));
        var flipped = bytes.ToArray();
        for (var flip = 0; flip <= random.Next(4); flip++)
        {
            flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(3) switch
        {
            0 => flipped,
            1 => [.. bytes[..from], .. bytes[to..]],
            _ => [.. flipped[..to], .. flipped[from..]],
        };
    }

    /// <summary>A body with one series of one sample, uncompressed within the block.</summary>
    private static byte[] Body()
    {
        byte[] sample = [9, .. BitConverter.GetBytes(6463.0), 16, 0xDA, 0xEC, 0x9D, 0xB9, 0xA1, 0x34];
        byte[] series = [.. Text(1, [.. Text(1, "__name__"u8), .. Text(2, "vllm:prompt_tokens_total"u8)]), .. Text(1, [.. Text(1, "instance"u8), .. Text(2, "i"u8)]), .. Text(2, sample)];
        byte[] message = Text(1, series);
        return [(byte)message.Length, 60 << 2, (byte)(message.Length - 1), .. message];
    }

    private static byte[] Text(int field, ReadOnlySpan<byte> content) => [(byte)((field << 3) | 2), (byte)content.Length, .. content];
}
