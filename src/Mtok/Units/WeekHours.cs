namespace Mtok;

/// <summary>How requests are spread over the hours of a week, which begins on Monday at 00:00 UTC.</summary>
public sealed class WeekHours
{
    private WeekHours(IReadOnlyList<Ratio> shares) => Shares = shares;

    /// <summary>The hours of a week.</summary>
    public static int Count => 168;

    /// <summary>The share of all requests that come in each hour, from Monday 00:00 UTC on.</summary>
    public IReadOnlyList<Ratio> Shares { get; }

    /// <summary>As many requests in every hour.</summary>
    public static WeekHours Even { get; } = Of([Ratio.One]);

    /// <summary>The hours of a demand that begins on Monday at 00:00 UTC and repeats.</summary>
    /// <param name="demand">The demand of each hour, relative to any measure.</param>
    public static WeekHours Of(IReadOnlyList<Ratio> demand)
    {
        var sums = new double[Count];
        for (var hour = 0; hour < demand.Count * RepeatsUntilWeeksAreWhole(demand.Count); hour++)
        {
            sums[hour % Count] += demand[hour % demand.Count].Value;
        }

        var all = sums.Sum();
        return new([.. sums.Select(sum => all > 0 ? Ratio.FromValue(sum / all) : Ratio.FromValue(1.0 / Count))]);
    }

    /// <summary>How often a record of whole hours repeats until it ends with a week.</summary>
    private static int RepeatsUntilWeeksAreWhole(int hours)
    {
        var (left, right) = (Count, Math.Max(1, hours));
        while (right > 0)
        {
            (left, right) = (right, left % right);
        }

        return Count / left;
    }
}
