using System.Globalization;

namespace Mtok.Tracking;

/// <summary>What a target counted under one key, by hour, before and after rounding.</summary>
/// <param name="where">A file and line of it.</param>
/// <param name="target">The target.</param>
/// <param name="key">Who used what.</param>
internal sealed class TargetUsage(Location where, string target, UsageKey key)
{
    private readonly Dictionary<Counted, SortedDictionary<long, decimal>> _amounts = [];

    /// <summary>Adds an amount to an hour.</summary>
    public void Add(CounterOf of, TokenClass? tokens, long hour, decimal amount)
    {
        if (!_amounts.TryGetValue(new(of, tokens), out var hours))
        {
            _amounts.Add(new(of, tokens), hours = []);
        }

        hours[hour] = hours.GetValueOrDefault(hour) + amount;
    }

    /// <summary>Whole counts by hour. What contradicts itself is said, and a class that cannot be true is not stated.</summary>
    public IReadOnlyList<CountedHour> Hours(List<CounterWarning> warnings)
    {
        var whole = _amounts.ToDictionary(amounts => amounts.Key, amounts => Rounded(amounts.Value));
        var isCacheUnusable = Check(whole, warnings);
        return
        [
            .. whole.Values.SelectMany(hours => hours.Keys).Distinct().Order().Select(hour => new CountedHour(
                CounterSums.HourAt(hour),
                target,
                key,
                CountOf(whole, new(CounterOf.Requests, null), hour),
                CountOf(whole, new(CounterOf.FailedRequests, null), hour),
                TokensOf(whole, hour, isCacheUnusable))),
        ];
    }

    /// <summary>Whether more tokens are stated as cached than there were prompt tokens; parts that do not add up are only said.</summary>
    private bool Check(Dictionary<Counted, Dictionary<long, long>> whole, List<CounterWarning> warnings)
    {
        var input = TotalOf(whole, TokenClass.Input);
        var cached = TotalOf(whole, TokenClass.CacheRead);
        var computed = TotalOf(whole, TokenClass.InputUncached);
        if (cached > input)
        {
            warnings.Add(Warning($"{cached:N0} tokens read from cache exceed {input:N0} prompt tokens: what was cached is unusable"));
            return true;
        }

        if (computed + (cached ?? 0) is { } parts && input is { } all && parts != all)
        {
            warnings.Add(Warning($"{computed:N0} computed and {cached ?? 0:N0} cached prompt tokens do not add up to {all:N0}"));
        }

        return false;
    }

    private CounterWarning Warning(FormattableString message) =>
        new(where, $"{(key.Model.Length > 0 ? key.Model : "unknown model")}: {message.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The classes; where all prompt tokens and the cached ones are stated, the rest was computed.</summary>
    private static TokenClasses TokensOf(Dictionary<Counted, Dictionary<long, long>> whole, long hour, bool isCacheUnusable)
    {
        var tokens = whole.Keys.Where(counted => counted is { Of: CounterOf.Tokens, Class: not null })
            .Aggregate(TokenClasses.Unknown, (stated, counted) => stated.With(counted.Class!.Value, CountOf(whole, counted, hour)));
        return isCacheUnusable
            ? tokens with { CacheRead = null }
            : tokens is { InputUncached: null, Input: { } input, CacheRead: { } cached } && cached <= input
                ? tokens with { InputUncached = input - cached }
                : tokens;
    }

    private static long? CountOf(Dictionary<Counted, Dictionary<long, long>> whole, Counted counted, long hour) =>
        whole.TryGetValue(counted, out var hours) && hours.TryGetValue(hour, out var count) ? count : null;

    private static long? TotalOf(Dictionary<Counted, Dictionary<long, long>> whole, TokenClass of) =>
        whole.TryGetValue(new(CounterOf.Tokens, of), out var hours) ? hours.Values.Sum() : null;

    /// <summary>Whole counts whose sum is the rounded sum.</summary>
    private static Dictionary<long, long> Rounded(SortedDictionary<long, decimal> hours)
    {
        var total = Math.Round(hours.Values.Sum(), MidpointRounding.ToEven);
        var rounded = LargestRemainder.Of(total, [.. hours.Values]);
        return hours.Keys.Zip(rounded).ToDictionary(hour => hour.First, hour => (long)hour.Second);
    }

    /// <summary>What is counted.</summary>
    private readonly record struct Counted(CounterOf Of, TokenClass? Class);
}
