using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Benchmarks;

/// <summary>Requests of a month: 40 models and teams in 200 combinations, ids of their own, in the order of time. The same every time.</summary>
internal static class LedgerEvents
{
    public const int Batch = 100_000;

    private static readonly DateTimeOffset Month = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly UsageKey[] Keys =
        [.. Enumerable.Range(0, 200).Select(at => new UsageKey($"model-{at % 10}", $"team-{at / 10}", "gateway"))];

    /// <summary>A part of <paramref name="all"/> requests.</summary>
    public static Usage[] Part(int from, int count, int all)
    {
        var part = new Usage[count];
        for (var at = 0; at < count; at++)
        {
            var number = from + at;
            var mixed = unchecked((uint)((number * 2654435761L) >> 7));
            var (input, cached) = (200 + (mixed % 5000), mixed % 200);
            part[at] = new(
                new("events", number, 1),
                string.Create(CultureInfo.InvariantCulture, $"chatcmpl-{number:x8}{mixed:x8}"),
                Month.AddSeconds(30 * 86_400.0 * number / all),
                Keys[mixed % 200],
                1,
                new(input, input - cached, cached, 0, 0, null, mixed % 900, mixed % 7));
        }

        return part;
    }
}
