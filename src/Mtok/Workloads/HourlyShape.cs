namespace Mtok;

/// <summary>How demand varies over the hours of a day, a week or longer; repeats indefinitely. Every hour is a multiple of the mean hour.</summary>
public sealed class HourlyShape
{
    /// <summary>Demand of a night or weekend hour / demand of a working hour, in <see cref="BusinessHours"/>; 10 %.</summary>
    public static readonly Ratio OffHours = Ratio.FromPercent(10);

    private WeekHours? _ofWeek;

    private HourlyShape(string name, IReadOnlyList<double> demand)
    {
        Name = name;
        var mean = demand.Average();
        Hours = [.. demand.Select(hour => Ratio.FromValue(hour / mean))];
        Levels = LevelsOf(Hours);
        Rises = RisesOf(Hours);
    }

    private static List<DemandLevel> LevelsOf(IReadOnlyList<Ratio> hours)
    {
        var (sorted, levels) = (new double[hours.Count], new List<DemandLevel>());
        for (var hour = 0; hour < sorted.Length; hour++)
        {
            sorted[hour] = hours[hour].Value;
        }

        Array.Sort(sorted);
        for (var first = 0; first < sorted.Length;)
        {
            var next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first])
            {
                next++;
            }

            levels.Add(new(Ratio.FromValue(sorted[first]), Ratio.FromValue((next - first) / (double)sorted.Length)));
            first = next;
        }

        return levels;
    }

    private static List<DemandRise> RisesOf(IReadOnlyList<Ratio> hours)
    {
        var (rises, counts) = (new List<DemandRise>(), new List<int>());
        for (var hour = 0; hour < hours.Count; hour++)
        {
            var (from, to) = (hours[hour == 0 ? hours.Count - 1 : hour - 1], hours[hour]);
            if (to > from)
            {
                var known = rises.FindIndex(rise => rise.From == from && rise.To == to);
                if (known < 0)
                {
                    rises.Add(new(from, to, default));
                    counts.Add(1);
                }
                else
                {
                    counts[known]++;
                }
            }
        }

        return [.. rises.Select((rise, at) => rise with { Share = Ratio.FromValue(counts[at] / (double)hours.Count) })];
    }

    /// <summary>The display name.</summary>
    public string Name { get; }

    /// <summary>Demand of each hour / demand of the mean hour.</summary>
    public IReadOnlyList<Ratio> Hours { get; }

    /// <summary>The distinct levels of demand with the share of hours at each, in ascending order.</summary>
    public IReadOnlyList<DemandLevel> Levels { get; }

    /// <summary>The share of requests in each hour of a week; the shape begins on Monday at 00:00 UTC.</summary>
    public WeekHours OfWeek => _ofWeek ??= WeekHours.Of(Hours);

    /// <summary>The increases of demand from one hour to the next, and their frequency.</summary>
    public IReadOnlyList<DemandRise> Rises { get; }

    /// <summary>Demand of the busiest hour / demand of the mean hour.</summary>
    public Ratio Peak => Levels[^1].Demand;

    /// <summary>Constant demand.</summary>
    public static HourlyShape Steady { get; } = new("steady", [1]);

    /// <summary>A week with full demand on working days from 9 to 17, and <see cref="OffHours"/> of it in every other hour.</summary>
    public static HourlyShape BusinessHours { get; } = new(
        "business-hours",
        [.. Enumerable.Range(0, 168).Select(hour => hour / 24 < 5 && hour % 24 is >= 9 and < 17 ? 1 : OffHours.Value)]);

    /// <summary>A day with one busy hour at a multiple of the mean; the other 23 share the rest evenly.</summary>
    /// <param name="peak">The busy hour as a multiple of the mean, from 1 to 24.</param>
    public static HourlyShape Spiky(Ratio peak) =>
        new("spiky", [peak.Value, .. Enumerable.Repeat((24 - peak.Value) / 23, 23)]);

    /// <summary>The shape of observed hours.</summary>
    /// <param name="name">The display name.</param>
    /// <param name="demand">Requests per second of each hour; at least one above zero.</param>
    public static HourlyShape Observed(string name, IReadOnlyList<RequestsPerSecond> demand) =>
        new(name, [.. demand.Select(hour => hour.PerSecond)]);
}

/// <summary>A level of demand and its frequency.</summary>
/// <param name="Demand">Demand / demand of the mean hour.</param>
/// <param name="Share">The share of hours at this level.</param>
public sealed record DemandLevel(Ratio Demand, Ratio Share);

/// <summary>An increase of demand from one hour to the next.</summary>
/// <param name="From">Demand before / demand of the mean hour.</param>
/// <param name="To">Demand after.</param>
/// <param name="Share">The share of hours that begin with this increase.</param>
public sealed record DemandRise(Ratio From, Ratio To, Ratio Share);
