using System.Text.Json;
using CsCheck;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Laws of counting, on made-up fleets of replicas that restart at random moments.</summary>
public sealed class CounterLawTests
{
    private const int Interval = 15;
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A replica: its tokens a second by interval, the first the highest, and the second of its restart.</summary>
    private static readonly Gen<(int[] Rates, int Restart, bool TellsStart)> Replica =
        Gen.Select(Gen.Int[0, 50].Array[8, 40], Gen.Int[Interval + 1, 7 * Interval], Gen.Bool).Select((rates, restart, tells) => (Rates(rates), restart, tells));

    [Fact]
    public void Order_splitting_and_repetition_change_nothing() =>
        Gen.Select(Replica.Array[1, 4], Gen.Int[0, int.MaxValue]).Sample(
            (replicas, seed) =>
            {
                var readings = replicas.SelectMany((replica, number) => Scraped(replica, number)).ToList();
                var random = new Random(seed);
                var mixed = readings.Concat(readings.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToList();
                Assert.Equal(JsonSerializer.Serialize(Counted(readings)), JsonSerializer.Serialize(Counted(mixed)));
            },
            iter: 100);

    [Fact]
    public void A_restart_at_any_moment_moves_the_total_by_at_most_the_printed_bound() =>
        Replica.Array[1, 4].Sample(
            replicas =>
            {
                var answer = Counted(replicas.SelectMany((replica, number) => Scraped(replica, number)));
                var truth = replicas.Sum(replica => replica.Rates.Sum() * Interval);
                var counted = answer.Hours.Sum(hour => hour.Tokens.Output) ?? 0;
                var lost = answer.Unobserved.Sum(lost => lost.AtMost) ?? 0;
                Assert.InRange(counted, truth - lost, truth);
                Assert.Equal(replicas.Length, answer.Unobserved.Count);
            },
            iter: 300);

    [Fact]
    public void Hours_add_up_to_what_grew() =>
        Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Int[0, 400_000], Gen.Int[0, 2_000_000]).Sample(
            (from, length, amount) =>
            {
                var parts = HourSplit.Of(from, from + (length * 1000L), amount).ToList();
                Assert.Equal(amount, parts.Sum(part => part.Value));
                Assert.All(parts, part => Assert.True(part.Value >= 0 && part.Value == decimal.Floor(part.Value) && part.Key % HourSplit.Hour == 0));
                Assert.All(parts, part => Assert.InRange(part.Key, from - HourSplit.Hour, from + (length * 1000L)));
            },
            iter: 1_000);

    [Fact]
    public void Samples_come_back_as_they_were_kept() =>
        Gen.Select(Gen.Long[0, 2_000_000_000_000], Gen.OneOf(Gen.Double[0, 1e15], Gen.Long[0, 1L << 52].Select(whole => (double)whole), Gen.Const(double.NaN))).Array[0, 50].Sample(
            samples =>
            {
                var run = new SampleRun();
                var sorted = samples.DistinctBy(sample => sample.Item1).Select(sample => new CounterSample(sample.Item1, sample.Item2)).ToList();
                sorted.ForEach(run.Add);
                Assert.Equal(sorted.OrderBy(sample => sample.At), run.InOrder());
            },
            iter: 300);

    private static int[] Rates(int[] later) => [50, .. later];

    [Fact]
    public void A_sample_takes_six_bytes_at_most_where_scrapes_are_regular()
    {
        var run = new SampleRun();
        for (var scrape = 0; scrape < 10_000; scrape++)
        {
            run.Add(new(1_795_762_786_970 + (scrape * 15_000L) + (scrape % 7), scrape * 15_000L));
        }

        Assert.InRange(run.Bytes, 1, 6 * run.Count + 20);
    }

    /// <summary>What a collector sees of a replica that restarts: a sample at the end of each interval, and from the start at 0.</summary>
    private static IEnumerable<Reading> Scraped((int[] Rates, int Restart, bool TellsStart) replica, int number)
    {
        var text = $"tokens{{replica=\"{number}\"}}";
        var value = 0L;
        for (var interval = 0; interval <= replica.Rates.Length; interval++)
        {
            var end = interval * Interval;
            if (replica.TellsStart)
            {
                yield return new CounterStart(new("f", 1, 1), text, Noon.AddSeconds(end), Noon.AddSeconds(end < replica.Restart ? -500 : replica.Restart));
            }

            yield return new CounterPoint(new("f", 1, 1), text, CounterOf.Tokens, TokenClass.Output, UsageKey.Unknown, Noon.AddSeconds(end), new(value));
            if (interval < replica.Rates.Length)
            {
                var after = replica.Restart > end && replica.Restart <= end + Interval ? end + Interval - replica.Restart : (int?)null;
                value = after is { } seconds ? replica.Rates[interval] * (long)seconds : value + (replica.Rates[interval] * Interval);
            }
        }
    }

    /// <summary>What readings count together.</summary>
    internal static CounterAnswer Counted(IEnumerable<Reading> readings)
    {
        var tally = new CounterTally();
        foreach (var reading in readings)
        {
            if (reading is CounterStart start)
            {
                tally.Add(start);
            }
            else
            {
                tally.Add((CounterPoint)reading);
            }
        }

        return tally.Close();
    }
}
