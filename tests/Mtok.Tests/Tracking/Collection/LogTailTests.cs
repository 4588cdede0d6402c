using CsCheck;
using Mtok.Tracking;
using static Mtok.Tests.CollectorBench;
using Call = Mtok.Tests.OtlpBody.Call;

namespace Mtok.Tests;

/// <summary>A log that is followed counts each line once, through restarts, rotations and half written lines.</summary>
public sealed class LogTailTests
{
    private static int _next;

    [Fact]
    public async Task What_was_appended_is_read_once_and_a_half_written_line_when_it_is_whole()
    {
        using var bench = new CollectorBench();
        var path = bench.Folder.Write("log.jsonl", Line(5) + Line(7)[..20]);
        var tail = Tail(bench);
        Assert.Equal(1, await Poll(tail));
        Assert.Equal(0, await Poll(tail));
        var whole = Line(7);
        bench.Folder.Write("log.jsonl", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) is var text ? text[..^20] + whole + Line(9) : "");
        Assert.Equal(2, await Poll(tail));
        Assert.Equal(21, Input(bench));
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was_though_the_lines_have_no_ids()
    {
        using var bench = new CollectorBench();
        var path = bench.Folder.Write("log.jsonl", Line(5) + Line(5));
        Assert.Equal(2, await Poll(Tail(bench)));
        bench.Restart();
        await File.AppendAllTextAsync(path, Line(5), TestContext.Current.CancellationToken);
        Assert.Equal(1, await Poll(Tail(bench)));
        Assert.Equal(0, await Poll(Tail(bench)));
        Assert.Equal(15, Input(bench));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_that_is_renamed_or_copied_and_cut_is_read_to_its_end_and_the_next_from_its_beginning(bool isCopied)
    {
        using var bench = new CollectorBench();
        var path = bench.Folder.Write("log.jsonl", Line(5) + Line(7));
        var tail = Tail(bench, "log*.jsonl");
        Assert.Equal(2, await Poll(tail));
        await File.AppendAllTextAsync(path, Line(9), TestContext.Current.CancellationToken);
        if (isCopied)
        {
            File.Copy(path, bench.Folder.File("log-1.jsonl"));
            Assert.InRange(await Poll(tail), 1, 2);
            await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
        }
        else
        {
            File.Move(path, bench.Folder.File("log-1.jsonl"));
        }

        await Poll(tail);
        await File.AppendAllTextAsync(path, Line(11), TestContext.Current.CancellationToken);
        await Poll(tail);
        Assert.Equal(32, Input(bench));
        Assert.Equal(0, await Poll(Tail(bench, "log*.jsonl")));
    }

    [Fact]
    public async Task Lines_of_no_known_format_are_counted_and_passed()
    {
        using var bench = new CollectorBench();
        var path = bench.Folder.Write("log.jsonl", "started\nready\n");
        var tail = Tail(bench);
        Assert.Equal(0, await Poll(tail));
        await File.AppendAllTextAsync(path, Line(5), TestContext.Current.CancellationToken);
        Assert.Equal(1, await Poll(tail));
        Assert.Equal(2, bench.Collector.Status.LeftOut["a line of no known format"]);
    }

    [Fact]
    public async Task While_the_collector_is_full_nothing_is_passed()
    {
        using var bench = new CollectorBench(new() { Queue = Bytes.FromCount(3000), CloseEvery = TimeSpan.FromDays(20) }, isRunning: false);
        bench.Folder.Write("log.jsonl", Line(5) + Line(7));
        var body = OtlpBody.Of("shop", Enumerable.Range(1, 4).Select(at => new Call(1, at, Start)));
        var waiting = bench.Collector.Take(new(BodyKind.OtlpProto, body, "test"), TestContext.Current.CancellationToken);
        var tail = Tail(bench);
        Assert.Equal(0, await Poll(tail));
        using var stop = new CancellationTokenSource();
        var run = bench.Collector.Run(stop.Token);
        Assert.IsType<CollectorAnswer.Stored>(await waiting);
        Assert.Equal(2, await Poll(tail));
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Any_way_of_writing_a_log_with_restarts_counts_each_line_once() => Gen.Select(Gen.Int[1, 60].Array[1, 12], Gen.Int[0, 4].Array[12]).Sample(
        (parts, doing) =>
        {
            using var bench = new CollectorBench();
            var lines = string.Concat(Enumerable.Range(0, 30).Select(at => Line(at + 1)));
            var path = bench.Folder.Write("log.jsonl", "");
            var tail = Tail(bench);
            var written = 0;
            for (var at = 0; written < lines.Length; at++)
            {
                var length = Math.Min(parts[at % parts.Length] * 7, lines.Length - written);
                File.AppendAllText(path, lines.AsSpan(written, length));
                written += length;
                if (doing[at % doing.Length] == 0 && at < 40)
                {
                    bench.Restart();
                    tail = Tail(bench);
                }

                Poll(tail).Wait();
            }

            Assert.Equal(30 * 31 / 2, Input(bench));
            Assert.Equal(30, bench.Snapshot().Usage.Sum(hour => hour.Requests));
        },
        iter: 6,
        threads: 1);

    private static LogTail Tail(CollectorBench bench, string name = "log.jsonl") =>
        new(bench.Collector, new(bench.Folder.File(name), TimeSpan.FromSeconds(1), null));

    private static async Task<int> Poll(LogTail tail)
    {
        var problems = new Problems();
        var stored = await tail.Poll(problems, CancellationToken.None);
        Assert.Empty(problems.All);
        return stored;
    }

    private static long Input(CollectorBench bench) => bench.Snapshot().Usage.Sum(hour => hour.Tokens.Input)!.Value;

    /// <summary>A request without an id, in the shape of a proxy's log; no two lines are the same.</summary>
    private static string Line(int input) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $$"""{"startTime":"2026-09-01T22:10:00.{{Interlocked.Increment(ref _next):000}}Z","model":"m","prompt_tokens":{{input}},"completion_tokens":1}""") + "\n";
}
