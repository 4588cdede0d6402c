using System.Globalization;
using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Answers of Prometheus' HTTP API and bodies of its remote-write, as a real Prometheus gave them.</summary>
public sealed class PrometheusAnswerTests
{
    private const string Answers = MetricsRead.Shared + "/tracking/prometheus/";
    private const string Older = MetricsRead.Shared + "/tracking-samples/prometheus/";
    private const string Computed = "computed by increase or rate: send raw samples";

    [Fact]
    public void Two_pods_of_which_one_restarts_count_by_series()
    {
        var read = MetricsRead.File(Answers + "raw_two_pods_reset_then_gone.json");
        var pods = read.Answer.Hours.GroupBy(hour => hour.Target.Split("pod=\"")[1][..5]).ToDictionary(hours => hours.Key, hours => hours.Sum(hour => hour.Tokens.Input));
        Assert.Equal((38_461, 40_001), (pods["pod-a"], pods["pod-b"]));
        Assert.Equal(78_462, read.Tokens(TokenClass.Input));
        var lost = Assert.Single(read.Answer.Unobserved);
        Assert.Equal((EpochChange.Reset, 2.0, 2_000), (lost.Why, lost.Length.Seconds, lost.AtMost));
        Assert.Contains("pod-a", lost.Series, StringComparison.Ordinal);
    }

    [Fact]
    public void Remote_write_counts_the_same_and_tells_the_restart()
    {
        var read = RemoteWrite();
        Assert.Equal(78_462, read.Tokens(TokenClass.Input));
        var lost = Assert.Single(read.Answer.Unobserved, lost => lost.Why == EpochChange.StartChanged && lost.Class == TokenClass.Input);
        Assert.Equal((1.539, 1_539), (lost.Length.Seconds, lost.AtMost));
        Assert.Equal(4, read.Answer.Unobserved.Count(lost => lost.Why == EpochChange.Stale));
        Assert.All(read.Answer.Hours, hour => Assert.Contains("cluster=\"c1\"", hour.Target, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_series_with_and_without_external_labels_count_once()
    {
        var read = RemoteWrite().And(SourceFile.OnDisk(Snapshot.PathOf(Answers + "raw_two_pods_reset_then_gone.json")));
        Assert.Equal(78_462, read.Tokens(TokenClass.Input));
    }

    [Theory]
    [InlineData(Answers + "sum_increase.json", Computed, 1)]
    [InlineData(Answers + "increase_of_sum.json", Computed, 1)]
    [InlineData(Answers + "resets.json", Computed, 2)]
    [InlineData(Answers + "up.json", "whether targets were up", 50)]
    [InlineData(Older + "query_range_increase.json", Computed, 2)]
    [InlineData(Older + "query_vector.json", "no usage, power or capacity", 1)]
    [InlineData(Older + "series.json", "a list of series or labels: no samples", 3)]
    [InlineData(Older + "targets.json", "targets: no samples", 1)]
    [InlineData(Older + "metadata.json", "metadata: no samples", 4)]
    [InlineData(Older + "query_error_bad_data.json", "an error instead of samples", 1)]
    public void What_has_no_raw_samples_is_left_out_with_the_reason(string path, string reason, int count)
    {
        var read = MetricsRead.File(path);
        Assert.Empty(read.Readings);
        Assert.Empty(read.Problems.All);
        Assert.Equal([new(reason, count)], read.LeftOut);
    }

    [Fact]
    public void An_error_says_what_Prometheus_said() =>
        Assert.Contains("unclosed left parenthesis (bad_data)", Assert.Single(MetricsRead.File(Older + "query_error_bad_data.json").Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData("query_matrix_raw_samples.json", 50_000)]
    [InlineData("query_matrix_raw_samples_with_reset.json", 69_424)]
    public void Raw_samples_count_with_team_and_model(string name, int tokens)
    {
        var read = MetricsRead.File(Older + name);
        var hour = Assert.Single(read.Answer.Hours);
        Assert.Equal((tokens, new UsageKey("demo/model", "research", "vllm")), (hour.Tokens.Input, hour.Key));
    }

    [Fact]
    public void Fractions_of_tokens_were_computed_even_under_a_name() =>
        Assert.Equal([new(Computed, 1)], MetricsRead.Of(Matrix("vllm:prompt_tokens_total", "[1795485695.4,\"7.5\"]")).LeftOut);

    [Fact]
    public void Damaged_JSON_is_an_error_with_its_line_and_what_came_before_counts()
    {
        var read = MetricsRead.Of(Matrix("vllm:prompt_tokens_total", "[1795485695,\"7\"],\n[1795485696,\"9\"]")[..^8]);
        Assert.Equal(("0.txt", 2, "json"), (read.Problems.All[0].Where.File, read.Problems.All[0].Where.Line, read.Problems.All[0].Rule));
        Assert.Single(read.Readings);
    }

    [Fact]
    public void Names_without_prefix_are_Nims_where_its_own_is_in_the_answer()
    {
        var alone = Matrix("prompt_tokens_total", "[1795485695,\"7\"],[1795485696,\"9\"]");
        Assert.Null(MetricsRead.Of(alone).Tokens(TokenClass.Input));
        var together = alone.Replace("\"result\":[", "\"result\":[{\"metric\":{\"__name__\":\"num_request_max\"},\"values\":[[1795485695,\"64\"]]},", StringComparison.Ordinal);
        Assert.Equal(2, MetricsRead.Of(together).Tokens(TokenClass.Input));
    }

    [Fact]
    public void A_long_answer_streams()
    {
        var samples = string.Join(',', Enumerable.Range(0, 100_000).Select(at => string.Create(CultureInfo.InvariantCulture, $"[{1795485600 + at},\"{at * 3}\"]")));
        var bytes = Encoding.UTF8.GetBytes(Matrix("vllm:prompt_tokens_total", samples));
        var tally = new CounterTally();
        PrometheusAnswer.Source.Read(new("a.json", () => new MemoryStream(bytes)), new Counting(tally), new());
        Assert.Equal(99_999 * 3, tally.Close().Hours.Sum(hour => hour.Tokens.Input));
    }

    [Fact]
    public void An_answer_that_is_never_there_as_a_whole_is_read()
    {
        var tally = new CounterTally();
        PrometheusAnswer.Source.Read(new("a.json", () => new Generated(3, 20_000)), new Counting(tally), new());
        Assert.Equal(3L * 19_999 * 1000, tally.Close().Hours.Sum(hour => hour.Tokens.Input));
    }

    /// <summary>An answer that is nowhere as a whole.</summary>
    private sealed class Generated(int series, int samples) : Stream
    {
        private readonly IEnumerator<byte[]> _parts = Parts(series, samples).GetEnumerator();
        private ReadOnlyMemory<byte> _part;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_part.Length == 0)
            {
                _part = _parts.MoveNext() ? _parts.Current : [];
            }

            var read = Math.Min(count, _part.Length);
            _part.Span[..read].CopyTo(buffer.AsSpan(offset));
            _part = _part[read..];
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            _parts.Dispose();
            base.Dispose(disposing);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static IEnumerable<byte[]> Parts(int series, int samples)
        {
            yield return """{"status":"success","data":{"resultType":"matrix","result":["""u8.ToArray();
            for (var number = 0; number < series; number++)
            {
                var comma = number == 0 ? "" : ",";
                yield return Encoding.UTF8.GetBytes($$"""{{comma}}{"metric":{"__name__":"vllm:prompt_tokens_total","instance":"{{number}}"},"values":[""");
                for (var at = 0; at < samples; at++)
                {
                    yield return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(at == 0 ? "" : ",")}[{1795485600 + (at * 15)}.123,\"{at * 1000}\"]"));
                }

                yield return "]}"u8.ToArray();
            }

            yield return "]}}"u8.ToArray();
        }
    }

    private static MetricsRead RemoteWrite()
    {
        var folder = Snapshot.PathOf(Answers + "remote-write");
        Assert.SkipUnless(Directory.Exists(folder), "the real bodies are not beside the repository");
        return Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Aggregate(new MetricsRead(), (read, path) => read.And(SourceFile.OnDisk(path)));
    }

    private static string Matrix(string name, string samples) =>
        $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"{{{name}}}","instance":"i"},"values":[{{{samples}}}]}]}}""";

    private sealed class Counting(CounterTally tally) : IReadings
    {
        public void Add(Reading reading) => tally.Add((CounterPoint)reading);

        public void LeaveOut(string reason, Location where) => Assert.Fail(reason);

        public void Warn(Location where, string message) => Assert.Fail(message);
    }
}
