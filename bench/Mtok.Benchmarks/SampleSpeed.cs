using System.Diagnostics;
using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Benchmarks;

/// <summary>How long a ledger with days of scrapes takes to close its hours, and to be read for an answer.</summary>
internal static class SampleSpeed
{
    private const int Every = 15;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly (CounterOf Of, TokenClass? Class)[] Counted =
        [(CounterOf.Tokens, TokenClass.Input), (CounterOf.Tokens, TokenClass.Output), (CounterOf.Tokens, TokenClass.CacheRead), (CounterOf.Requests, null)];

    /// <summary><c>samples [targets] [hours]</c></summary>
    public static void Run(string[] args)
    {
        int Number(int at, int usual) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : usual;
        var (targets, hours) = (Number(1, 10), Number(2, 48));
        var folder = Directory.CreateTempSubdirectory("mtok-samples-").FullName;
        try
        {
            var closing = TimeSpan.Zero;
            var samples = 0L;
            using (var ledger = Ledger.Open(folder, new())!)
            {
                for (var hour = 0; hour < hours; hour++)
                {
                    var readings = Scrapes(targets, hour).ToList();
                    samples += readings.Count;
                    ledger.Append("bench", readings);
                    var began = Stopwatch.GetTimestamp();
                    ledger.Close(Start.AddHours(hour + 1));
                    closing += Stopwatch.GetElapsedTime(began);
                }
            }

            var reading = Stopwatch.GetTimestamp();
            var tracked = new LedgerReader(new(folder), CatalogReader.Load(null, new())!, new()).Read()!;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{targets} targets, {hours} hours: {samples:#,##0} samples; closing an hour {closing.TotalSeconds / hours:0.00} s; "
                    + $"read in {Stopwatch.GetElapsedTime(reading).TotalSeconds:0.00} s; {tracked.Counters.Hours.Sum(each => each.Tokens.Output):#,##0} output tokens"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Reading> Scrapes(int targets, int hour)
    {
        for (var second = hour * 3600; second < (hour + 1) * 3600; second += Every)
        {
            for (var target = 0; target < targets; target++)
            {
                foreach (var (of, token) in Counted)
                {
                    var series = string.Create(CultureInfo.InvariantCulture, $"{of}_{token}{{instance=\"gpu-{target}:8000\",model_name=\"llama-3.3-70b\"}}");
                    yield return new CounterPoint(
                        new("bench", 1, 1), series, of, token, new("llama-3.3-70b", "", ""), Start.AddSeconds(second), new(second * 100L))
                    {
                        Target = $"gpu-{target}:8000",
                    };
                }
            }
        }
    }
}
