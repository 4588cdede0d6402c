using System.IO.Compression;
using System.Text;
using CsCheck;
using Mtok.Tracking;
using static Mtok.Tests.CollectorBench;
using Call = Mtok.Tests.OtlpBody.Call;

namespace Mtok.Tests;

/// <summary>What many senders send is stored once, whoever fails beside them, and seen at once.</summary>
public sealed class LedgerCollectorTests
{
    private static readonly Gen<Call> AnyCall =
        from span in Gen.Long[1, 12]
        from minute in Gen.Int[0, 200]
        from model in Gen.Int[0, 1]
        from input in Gen.Long[0, 5]
        from output in Gen.Long[0, 5]
        select new Call(1, span, Start.AddMinutes(minute), $"m{model}", "t", input, output);

    [Fact]
    public void A_body_is_in_the_snapshot_once_it_is_answered_and_counts_once_however_often_it_is_sent()
    {
        using var bench = new CollectorBench();
        Call[] calls = [new(1, 1, Start, Input: 7, Output: 3), new(1, 2, Start.AddMinutes(5), Input: 11, Output: 5)];
        Assert.Equal(2, bench.Calls(calls));
        Assert.Equal(2, bench.Calls(calls));
        var hour = Assert.Single(bench.Snapshot().Usage);
        Assert.Equal((2L, 18L, 8L, "shop"), (hour.Requests, hour.Tokens.Input, hour.Tokens.Output, hour.Key.Deployment));
        Assert.Equal(Hours(bench.Snapshot()), Hours(bench.Reread()));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Any_order_split_and_repeat_of_bodies_with_hours_closed_between_them_gives_the_same_snapshot() =>
        Gen.Select(AnyCall.Array[1, 12].Array[1, 5], Gen.Int[0, 5].Array[0, 6], Gen.Int[0, 4]).Sample(
            (bodies, again, closing) =>
            {
                using var straight = new CollectorBench();
                straight.Calls([.. bodies.SelectMany(calls => calls)]);
                using var mixed = new CollectorBench();
                var sent = bodies.Reverse().Concat(again.Where(at => at < bodies.Length).Select(at => bodies[at])).ToList();
                for (var at = 0; at < sent.Count; at++)
                {
                    mixed.Calls(sent[at]);
                    if (at == closing)
                    {
                        mixed.Clock.Now = Start.AddHours(2).AddMinutes(30);
                        mixed.Collector.Close();
                    }
                }

                Assert.Equal(Hours(straight.Snapshot()), Hours(mixed.Snapshot()));
                mixed.Clock.Now = Start.AddDays(1);
                mixed.Collector.Close();
                Assert.Equal(Hours(straight.Snapshot()), Hours(mixed.Snapshot()));
                Assert.Equal(0, mixed.Collector.Status.OpenRows);
                Assert.Equal(Hours(straight.Snapshot()), Hours(mixed.Reread()));
            },
            iter: 15,
            threads: 1);

    [Fact]
    public async Task A_damaged_body_is_refused_with_the_reason_and_the_others_beside_it_are_stored()
    {
        using var bench = new CollectorBench();
        var whole = OtlpBody.Of("shop", [new(1, 1, Start)]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(at => Task.Run(() => bench.Collector.Take(
            at % 2 == 0 ? new(BodyKind.OtlpProto, OtlpBody.Of("shop", [new(2, at + 1, Start)]), "good") : new(BodyKind.OtlpProto, whole.AsMemory(0, whole.Length - 3), "bad"),
            CancellationToken.None))));
        Assert.Equal(10, answers.OfType<CollectorAnswer.Stored>().Count());
        Assert.All(answers.OfType<CollectorAnswer.Bad>(), bad => Assert.Equal("broken-protobuf", Assert.Single(bad.Problems).Rule));
        Assert.Equal(10, bench.Snapshot().Usage.Sum(hour => hour.Requests));
        Assert.Equal((10, 10), (bench.Collector.Status.Requests["stored"], bench.Collector.Status.Requests["bad"]));
    }

    [Theory]
    [InlineData(BodyKind.OtlpProto)]
    [InlineData(BodyKind.OtlpJson)]
    [InlineData(BodyKind.RemoteWrite)]
    [InlineData(BodyKind.Scrape)]
    [InlineData(BodyKind.PrometheusAnswer)]
    [InlineData(BodyKind.LogLines)]
    public void Bytes_that_are_no_such_format_are_refused(BodyKind kind)
    {
        using var bench = new CollectorBench();
        foreach (var bytes in new byte[][] { [.. "this is nothing of the sort"u8], [0xFF, 0xFE, 0x00, 0x01], [0x1F, 0x8B, 1, 2, 3] })
        {
            Assert.NotEmpty(Assert.IsType<CollectorAnswer.Bad>(bench.Send(new(kind, bytes, "test"))).Problems);
        }
    }

    [Fact]
    public void A_gzip_is_unpacked_as_far_as_a_body_may_be_and_no_further()
    {
        using var bench = new CollectorBench(new() { Body = Bytes.FromCount(1_000_000), CloseEvery = TimeSpan.FromDays(20) });
        Assert.Equal(1, bench.Stored(new(BodyKind.OtlpProto, Zipped(OtlpBody.Of("shop", [new(1, 1, Start)])), "test")));
        foreach (var bytes in new[] { Zipped(new byte[50_000_000]), Zipped(Zipped(new byte[50_000_000])), new byte[1_000_001] })
        {
            Assert.Equal("too-large", Assert.IsType<CollectorAnswer.Bad>(bench.Send(new(BodyKind.LogLines, bytes, "test"))).Problems[0].Rule);
        }

        byte[] block = [0x80, 0x80, 0x80, 0x10, 1, 2, 3];
        Assert.Equal("too-large", Assert.IsType<CollectorAnswer.Bad>(bench.Send(new(BodyKind.RemoteWrite, block, "test"))).Problems[0].Rule);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_nothing_that_was_taken_is_lost()
    {
        using var bench = new CollectorBench(new() { Queue = Bytes.FromCount(20_000), CloseEvery = TimeSpan.FromDays(20) }, isRunning: false);
        var answers = Enumerable.Range(1, 30)
            .Select(at => bench.Collector.Take(new(BodyKind.OtlpProto, OtlpBody.Of("shop", [new(1, at, Start)]), "test"), CancellationToken.None)).ToList();
        var busy = answers.Where(answer => answer.IsCompleted).ToList();
        Assert.All(await Task.WhenAll(busy), answer => Assert.Equal(bench.Limits.RetryAfter, Assert.IsType<CollectorAnswer.Busy>(answer).RetryAfter));
        Assert.InRange(busy.Count, 1, 29);
        using var stop = new CancellationTokenSource();
        var run = bench.Collector.Run(stop.Token);
        var stored = (await Task.WhenAll(answers)).OfType<CollectorAnswer.Stored>().Count();
        Assert.Equal(30 - busy.Count, stored);
        Assert.Equal(stored, bench.Snapshot().Usage.Sum(hour => hour.Requests));
        Assert.Equal(0, bench.Collector.Status.Queued.Count);
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public void What_waits_when_it_is_stopped_is_stored_and_what_comes_later_is_refused()
    {
        using var bench = new CollectorBench();
        bench.Calls(new Call(1, 1, Start));
        bench.Restart();
        Assert.Equal(1, bench.Snapshot().Usage[0].Requests);
        bench.Calls(new Call(1, 1, Start), new Call(1, 2, Start));
        Assert.Equal(2, bench.Snapshot().Usage[0].Requests);
    }

    [Fact]
    public void A_request_without_an_id_counts_once_by_its_body_and_one_without_a_time_as_well_not_at_all()
    {
        using var bench = new CollectorBench();
        string[] lines =
        [
            """{"time":"2026-09-01T22:00:00Z","model":"m","input_tokens":5,"output_tokens":1}""",
            """{"time":"2026-09-01T22:00:00Z","model":"m","input_tokens":5,"output_tokens":1}""",
            """{"model":"m","input_tokens":7,"output_tokens":1}""",
            """{"request_id":"a","model":"m","input_tokens":9,"output_tokens":1}""",
        ];
        Assert.Equal(3, bench.Lines(lines));
        Assert.Equal(3, bench.Lines(lines));
        Assert.Equal([9, 10], bench.Snapshot().Usage.Select(hour => hour.Tokens.Input!.Value));
        Assert.Equal(2, bench.Collector.Status.LeftOut["neither an id nor a time"]);
    }

    [Fact]
    public void Lines_that_are_damaged_are_left_out_and_counted_and_the_others_are_stored()
    {
        using var bench = new CollectorBench();
        var answer = Assert.IsType<CollectorAnswer.Stored>(bench.Send(new(
            BodyKind.LogLines, Encoding.UTF8.GetBytes(new Call(1, 1, Start).Line + "\n{\"request_id\":\"b\",\"inp\n" + new Call(1, 2, Start).Line), "test")));
        Assert.Equal((2, "damaged (broken-json)"), (answer.Events, Assert.Single(answer.LeftOut).Reason));
        Assert.Equal(1, bench.Collector.Status.LeftOut["damaged (broken-json)"]);
    }

    [Fact]
    public void What_was_left_out_is_kept_in_the_ledger_and_added_to_by_what_comes_after_a_restart()
    {
        using var bench = new CollectorBench();
        string[] lines = [new Call(1, 1, Start).Line, """{"model":"m","input_tokens":7,"output_tokens":1}"""];
        bench.Lines(lines);
        bench.Restart();
        bench.Lines(lines);
        var file = Assert.Single(bench.Reread().Files);
        Assert.Equal(2, file.Rows);
        Assert.Equal(("neither an id nor a time", 2L), (Assert.Single(file.LeftOut).Reason, file.LeftOut[0].Count));
    }

    [Fact]
    public void Kinds_of_what_is_counted_are_bounded_whatever_is_sent()
    {
        using var bench = new CollectorBench(new() { Kinds = 3, CloseEvery = TimeSpan.FromDays(20) });
        for (var name = 0; name < 10; name++)
        {
            bench.Stored(new ScrapeTarget(new("http://x/metrics"), "a", TimeSpan.FromSeconds(15), new Dictionary<string, string>(), null).BodyOf(
                Encoding.UTF8.GetBytes($"# TYPE vllm:generation_tokens counter\nvllm:generation_tokens_total{{model_name=\"m{name}\"}} -1\nvllm:prompt_tokens_total 1\n"), Start));
        }

        Assert.Equal(4, bench.Collector.Status.Warnings.Count);
        Assert.Equal(7, bench.Collector.Status.Warnings["(others)"]);
        Assert.Equal(4, bench.Reread().Warnings.Count);
    }

    [Fact]
    public void An_hour_is_closed_a_little_after_its_end_and_late_data_opens_it_alone()
    {
        using var bench = new CollectorBench();
        bench.Calls(new Call(1, 1, Start.AddMinutes(10)), new Call(1, 2, Start.AddMinutes(70)), new Call(1, 3, Start.AddMinutes(130)));
        bench.Clock.Now = Start.AddHours(2).AddMinutes(4);
        bench.Collector.Close();
        Assert.Equal((2L, Start.AddHours(1)), (bench.Collector.Status.OpenRows, bench.Collector.Status.ClosedThrough));
        bench.Clock.Now = Start.AddHours(2).AddMinutes(6);
        bench.Collector.Close();
        Assert.Equal((1L, Start.AddHours(2)), (bench.Collector.Status.OpenRows, bench.Collector.Status.ClosedThrough));
        var before = Directory.GetFiles(Path.Combine(bench.Path, "segments", "usage")).Select(Path.GetFileName).ToHashSet();
        bench.Calls(new Call(1, 4, Start.AddMinutes(20)), new Call(1, 2, Start.AddMinutes(70)));
        Assert.Equal([2, 1, 1], bench.Snapshot().Usage.Select(hour => hour.Requests!.Value));
        bench.Collector.Close();
        Assert.Equal([2, 1, 1], bench.Snapshot().Usage.Select(hour => hour.Requests!.Value));
        var after = Directory.GetFiles(Path.Combine(bench.Path, "segments", "usage")).Select(Path.GetFileName).ToHashSet();
        Assert.Contains(".r2.", Assert.Single(after.Except(before)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_jumps_back_or_ahead_loses_nothing_and_what_is_of_the_future_stays_open_and_is_warned_of()
    {
        using var bench = new CollectorBench();
        bench.Calls(new Call(1, 1, Start.AddMinutes(10)), new Call(1, 2, Start.AddHours(30)));
        Assert.Equal(1, bench.Collector.Status.Warnings["times in the future: a clock is wrong"]);
        foreach (var (hours, open) in new[] { (2, 1L), (-50, 1L), (1, 1L), (40, 0L), (3, 0L) })
        {
            bench.Clock.Now = Start.AddHours(hours);
            bench.Collector.Close();
            Assert.Equal(open, bench.Collector.Status.OpenRows);
            Assert.Equal([1, 1], bench.Snapshot().Usage.Select(hour => hour.Requests!.Value));
        }

        bench.Calls(new Call(1, 3, Start.AddHours(30)), new Call(1, 1, Start.AddMinutes(10)));
        Assert.Equal([1, 2], bench.Snapshot().Usage.Select(hour => hour.Requests!.Value));
        Assert.Equal([1, 2], bench.Reread().Usage.Select(hour => hour.Requests!.Value));
    }

    [Fact]
    public void A_more_complete_statement_of_a_request_in_a_closed_hour_moves_it_and_a_less_complete_one_does_not()
    {
        using var bench = new CollectorBench();
        bench.Calls(new Call(1, 1, Start, Output: 5), new Call(1, 2, Start, Output: 5), new Call(1, 3, Start, Output: 1));
        bench.Clock.Now = Start.AddHours(2);
        bench.Collector.Close();
        bench.Calls(new Call(1, 1, Start.AddHours(3), Output: 4), new Call(1, 2, Start.AddHours(3), Output: 6));
        Assert.Equal([(2, 6), (1, 6)], bench.Snapshot().Usage.Select(hour => ((int)hour.Requests!, (int)hour.Tokens.Output!)));
        bench.Clock.Now = Start.AddHours(9);
        bench.Collector.Close();
        Assert.Equal([(2, 6), (1, 6)], bench.Snapshot().Usage.Select(hour => ((int)hour.Requests!, (int)hour.Tokens.Output!)));
    }

    [Fact]
    public void A_parent_that_comes_after_its_child_repeats_its_tokens_and_does_not_count()
    {
        using var bench = new CollectorBench();
        bench.Calls(new Call(1, 2, Start, Parent: 1));
        Assert.Equal(0, bench.Calls(new Call(1, 1, Start)));
        Assert.Equal(1, bench.Snapshot().Usage[0].Requests);
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return stream.ToArray();
    }
}
