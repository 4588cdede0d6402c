using System.Globalization;
using System.Text.Json;
using CsCheck;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>The samples that closed hours keep for reports say exactly what all samples say.</summary>
public sealed class CounterTurnsTests
{
    private const int Minutes = 330;
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 22, 0, 0, TimeSpan.Zero);
    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;

    /// <summary>A series: when it begins, its rates by turns, where it restarts, whether starts are stated and of what, whether it is marked as ended.</summary>
    private static readonly Gen<Made> Series =
        from metric in Gen.Int[0, 1]
        from begin in Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 200]))
        from every in Gen.Int[2, 9]
        from rates in Gen.Int[0, 40].Array[1, 6]
        from restart in Gen.Frequency((2, Gen.Const(-1)), (1, Gen.Int[10, Minutes]))
        from height in Gen.Int[0, 3000]
        from stated in Gen.Int[0, 2]
        from stale in Gen.Frequency((4, Gen.Const(-1)), (1, Gen.Int[10, Minutes]))
        from twin in Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true)))
        select new Made(metric, begin, every, rates, restart, height, stated, stale, twin);

    [Fact]
    [Trait("Speed", "Slow")]
    public void What_is_kept_of_closed_hours_counts_as_all_samples_do() =>
        Gen.Select(Series.Array[1, 5], Gen.Int[1, 6], Gen.Int[0, int.MaxValue]).Sample(
            (series, closings, seed) => Assert.Equal(Of(CounterLawTests.Counted(Readings(series))), Of(Kept(Readings(series), closings, seed))),
            iter: 40,
            threads: 1);

    [Fact]
    public void Of_an_hour_of_steady_growth_few_samples_are_kept()
    {
        using var folder = new TemporaryFolder();
        var calm = new Made(0, 0, 1, [10], -1, 0, 1, -1, false);
        Append(folder.File("ledger"), Readings([calm]), 5, 0);
        using var database = LedgerDatabase.Temporary();
        var files = Directory.GetFiles(folder.File("ledger/segments/turns")).Select(LedgerDatabase.Quoted);
        var hours = database.Rows($"SELECT hour, count(*) FROM read_parquet([{string.Join(", ", files)}]) GROUP BY hour ORDER BY hour").Select(row => row.GetInt64(1)).ToList();
        Assert.Equal(6, hours.Count);
        Assert.All(hours[1..], rows => Assert.InRange(rows, 2, 10));
    }

    private static string Of(CounterAnswer answer) => JsonSerializer.Serialize(answer);

    private static List<Reading> Readings(IReadOnlyList<Made> series) => [.. series.SelectMany(Readings)];

    private static IEnumerable<Reading> Readings(Made made, int number)
    {
        var value = 0L;
        var line = number * 10_000;
        for (var minute = made.Begin; minute <= Minutes; minute += made.Every)
        {
            var isOn = made.Restart >= 0 && minute >= made.Restart;
            var step = made.Rates[minute / 20 % made.Rates.Length] * made.Every;
            value = isOn && minute - made.Every < made.Restart ? made.Height : value + step;
            var at = Noon.AddMinutes(minute);
            DateTimeOffset? start = made.Stated == 0 ? null : Noon.AddMinutes(isOn ? made.Restart : -500);
            line++;
            if (made.Stated == 2)
            {
                yield return new CounterStart(new("f", line, 1), $"gpu-{number}", at, start!.Value);
            }

            var where = new Location("f", line, 1);
            foreach (var text in made.IsTwin ? new[] { Text(made, number, ""), Text(made, number, ",cluster=\"here\"") } : [Text(made, number, "")])
            {
                yield return new CounterPoint(where, text, CounterOf.Tokens, made.Metric == 0 ? TokenClass.Output : TokenClass.Input, UsageKey.Unknown, at, new(value))
                {
                    Start = made.Stated == 1 ? start : null,
                    IsStale = made.Stale >= 0 && minute >= made.Stale && minute - made.Every < made.Stale,
                    Target = $"gpu-{number}",
                };
            }
        }
    }

    private static string Text(Made made, int number, string more) =>
        string.Create(CultureInfo.InvariantCulture, $"metric_{made.Metric}{{instance=\"gpu-{number}\"{more}}}");

    private static CounterAnswer Kept(List<Reading> readings, int closings, int seed)
    {
        using var folder = new TemporaryFolder();
        Append(folder.File("ledger"), readings, closings, seed);
        var problems = new Problems();
        var tracked = new LedgerReader(new(folder.File("ledger")), Facts, problems).Read();
        Assert.Empty(problems.All);
        return tracked!.Counters;
    }

    /// <summary>Puts readings into a ledger as they come, some of them late, and closes hours between.</summary>
    private static void Append(string path, List<Reading> readings, int closings, int seed)
    {
        var random = new Random(seed);
        var problems = new Problems();
        using var ledger = Ledger.Open(path, problems)!;
        var parts = readings.GroupBy(reading => Math.Min(closings - 1, ((int)(At(reading) - Noon).TotalMinutes * closings / Minutes) + (seed > 0 && random.Next(40) == 0 ? 1 : 0)));
        foreach (var part in parts.OrderBy(part => part.Key))
        {
            ledger.Append("f", [.. part]);
            ledger.Close(Noon.AddMinutes((part.Key + 1) * Minutes / closings));
        }

        ledger.Close(Noon.AddDays(1));
        Assert.Empty(problems.All);
    }

    private static DateTimeOffset At(Reading reading) => reading is CounterPoint point ? point.At!.Value : ((CounterStart)reading).At;

    private sealed record Made(int Metric, int Begin, int Every, int[] Rates, int Restart, int Height, int Stated, int Stale, bool IsTwin);
}
