using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Hours in which requests waited at a target, by the samples of its queue.</summary>
internal sealed class QueueHours
{
    /// <summary>Fewer samples than this say nothing of an hour.</summary>
    private const int Fewest = 12;

    /// <summary>The share of an hour's samples in which requests wait when the target is saturated.</summary>
    private const double Saturated = 0.9;

    /// <summary>The longest time without a sample in an hour that was watched.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The shortest queue of each moment: engines behind one target are saturated together, and a repeated sample counts once.</summary>
    private readonly Dictionary<(string Target, DateTimeOffset Hour), SortedDictionary<DateTimeOffset, double>> _samples = [];

    /// <param name="levels">All levels that were read.</param>
    public QueueHours(IEnumerable<Level> levels)
    {
        foreach (var level in levels)
        {
            if (level is { What: Level.RequestsWaiting, At: { } at } && Waiting(level) is { } waiting)
            {
                Add((level.Of, UsageHour.HourOf(at)!.Value), at.ToUniversalTime(), waiting);
            }
        }
    }

    /// <summary>Whether requests waited all hour; null where the queue was not watched.</summary>
    public bool? IsSaturated(string target, DateTimeOffset hour)
    {
        if (!_samples.TryGetValue((target, hour), out var samples) || samples.Count < Fewest || LongestGap(samples.Keys, hour) > Longest)
        {
            return null;
        }

        return samples.Values.Count(waiting => waiting > 0) >= Saturated * samples.Count;
    }

    private void Add((string, DateTimeOffset) key, DateTimeOffset at, double waiting)
    {
        if (!_samples.TryGetValue(key, out var samples))
        {
            _samples.Add(key, samples = []);
        }

        samples[at] = samples.TryGetValue(at, out var known) ? Math.Min(known, waiting) : waiting;
    }

    private static TimeSpan LongestGap(IEnumerable<DateTimeOffset> moments, DateTimeOffset hour)
    {
        List<DateTimeOffset> all = [hour, .. moments, hour.AddHours(1)];
        return all.Zip(all.Skip(1), (left, right) => right - left).Max();
    }

    private static double? Waiting(Level level) =>
        double.TryParse(level.Value.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var waiting) ? waiting : null;
}
