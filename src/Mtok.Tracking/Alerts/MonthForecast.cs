namespace Mtok.Tracking;

/// <summary>What a month will have cost at its end (F1 to F3): what it cost so far, and a mean day for each day that is left.</summary>
/// <param name="Middle">The forecast.</param>
/// <param name="Low">The lower end of its 90 % interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="Days">Whole days that it is made of.</param>
/// <param name="IsByWeekday">Whether each weekday has a mean of its own, as of two weeks on.</param>
public sealed record MonthForecast(Usd Middle, Usd Low, Usd High, int Days, bool IsByWeekday)
{
    /// <summary>Fewer days have no spread to speak of.</summary>
    public const int LeastDays = 3;

    private const int TwoWeeks = 14;
    private const int MostDays = 28;

    /// <summary>The 95th percentile of the normal distribution.</summary>
    private const double Normal = 1.6448536269514722;

    /// <summary>The forecast; null where too few days are known.</summary>
    /// <param name="spent">What the month cost so far.</param>
    /// <param name="known">The cost of each whole day that is tracked, in order.</param>
    /// <param name="left">The days of the month that are left, with the share of each that is.</param>
    public static MonthForecast? Of(Usd spent, IReadOnlyList<DayCost> known, IReadOnlyList<(DateOnly Day, Ratio Share)> left)
    {
        var days = known.TakeLast(MostDays).ToList();
        if (days.Count < LeastDays)
        {
            return null;
        }

        var isByWeekday = days.Count >= TwoWeeks;
        var groups = days.GroupBy(day => GroupOf(day.Day)).ToDictionary(group => group.Key, Group (group) => new(group));
        var rest = left.GroupBy(day => GroupOf(day.Day)).Select(day => (Group: groups[day.Key], Days: day.Sum(each => each.Share.Value))).ToList();
        var freedom = days.Count - groups.Count;
        var variance = groups.Values.Sum(group => group.Squares) / freedom;
        var more = rest.Sum(day => (double)day.Group.Mean * day.Days);
        var deviation = Math.Sqrt(variance * rest.Sum(day => day.Days + (day.Days * day.Days / day.Group.Count)));
        var half = deviation * Student(freedom);
        Usd Plus(double dollars) => spent + Usd.FromDollars((decimal)dollars);
        return new(Plus(more), Plus(more - half), Plus(more + half), days.Count, isByWeekday);

        int GroupOf(DateOnly day) => isByWeekday ? (int)day.DayOfWeek : 0;
    }

    /// <summary>The 95th percentile of Student's distribution, by the first terms of Cornish and Fisher: within 0.2 from two degrees on.</summary>
    private static double Student(int freedom)
    {
        const double Cube = Normal * Normal * Normal;
        var first = (Cube + Normal) / 4;
        var second = ((5 * Cube * Normal * Normal) + (16 * Cube) + (3 * Normal)) / 96;
        return Normal + (first / freedom) + (second / freedom / freedom);
    }

    private sealed class Group
    {
        public Group(IEnumerable<DayCost> days)
        {
            var costs = days.Select(day => day.Cost.Dollars).ToList();
            Count = costs.Count;
            Mean = costs.Sum() / Count;
            Squares = costs.Sum(cost => (double)(cost - Mean) * (double)(cost - Mean));
        }

        public int Count { get; }

        public decimal Mean { get; }

        public double Squares { get; }
    }
}

/// <summary>What a day cost.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Cost">Its cost.</param>
public sealed record DayCost(DateOnly Day, Usd Cost);
