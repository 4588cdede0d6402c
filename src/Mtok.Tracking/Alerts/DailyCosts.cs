namespace Mtok.Tracking;

/// <summary>
/// The cost of each day in US dollars, balances left out: machines as their hours cost, other rows of bills over the time that they bill,
/// so that a row for a whole month is no peak of its first day.
/// </summary>
internal sealed class DailyCosts
{
    private static readonly TimeSpan DayAndHour = TimeSpan.FromHours(25);

    /// <summary>What is billed for longer counts on its first day.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromDays(3 * 366);

    private readonly SortedDictionary<DateOnly, decimal> _days = [];

    /// <param name="tracked">What was read.</param>
    /// <param name="accounts">Its usage and cost by hour.</param>
    /// <param name="span">The time asked about.</param>
    public DailyCosts(Tracked tracked, Accounts accounts, TrackSpan span)
    {
        var machines = accounts.Costs.Rows.Where(row => row.IsOfMachines && row.Kind != CostKind.Prepaid).ToList();
        var rows = tracked.Bills.Where(row => !CostAllocation.IsOfMachines(row, tracked.Deployments)).ToList();
        foreach (var row in machines.Where(row => span.Holds(row.Hour)))
        {
            Add(row.Hour, row.Amount);
        }

        foreach (var row in rows)
        {
            Spread(row, span);
        }

        Time = TimeOf(accounts.Usage.Select(usage => usage.Hour), machines, rows, span);
    }

    /// <summary>The time that is tracked, from the first hour to the end of the last; null where nothing has a time.</summary>
    public ObservedTime? Time { get; }

    /// <summary>Whether anything was paid in another currency.</summary>
    public bool HasOtherCurrencies { get; private set; }

    /// <summary>Whether any cost is known.</summary>
    public bool IsEmpty => _days.Count == 0;

    /// <summary>The cost of a day; nothing where none is known.</summary>
    public decimal Of(DateOnly day) => _days.GetValueOrDefault(day);

    /// <summary>Days that are tracked from midnight to midnight, in order.</summary>
    public IEnumerable<DateOnly> WholeDays()
    {
        for (var day = Time is null ? default : DayOf(Time.From.AddHours(23)); Time is not null && Start(day.AddDays(1)) <= Time.Until; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    /// <summary>The beginning of a day, UTC.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(default), TimeSpan.Zero);

    /// <summary>The day of a moment, UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private void Spread(BillRow row, TrackSpan span)
    {
        var cuts = Cuts(row, span);
        var amounts = MoneyShares.Of(row.Cost.Amount, cuts.ConvertAll(cut => (decimal)cut.Length.Ticks));
        foreach (var ((from, _), amount) in cuts.Zip(amounts).Where(part => span.Holds(part.First.From)))
        {
            Add(from, row.Cost with { Amount = amount });
        }
    }

    /// <summary>The time that a row bills, cut at midnights and at the ends of what is asked about.</summary>
    private static List<(DateTimeOffset? From, TimeSpan Length)> Cuts(BillRow row, TrackSpan span)
    {
        if (row.From is not { } from || row.Until is not { } until || until <= from || until - from > MostTime)
        {
            return [(row.From, DayAndHour)];
        }

        var ends = new SortedSet<DateTimeOffset> { from, until };
        ends.UnionWith(new[] { span.From, span.To }.OfType<DateTimeOffset>().Where(end => end > from && end < until));
        for (var day = Start(DayOf(from).AddDays(1)); day < until; day = day.AddDays(1))
        {
            ends.Add(day);
        }

        return [.. ends.Zip(ends.Skip(1), (begin, end) => ((DateTimeOffset?)begin, end - begin))];
    }

    private void Add(DateTimeOffset? hour, Money cost)
    {
        HasOtherCurrencies |= cost.Currency != "USD" && cost.Amount != 0;
        if (hour is { } known && cost.Currency == "USD")
        {
            var day = DayOf(known);
            _days[day] = _days.GetValueOrDefault(day) + cost.Amount;
        }
    }

    /// <summary>
    /// The time of usage and of machines that were billed; without either, of rows that bill a day or less; else whatever has a time. A row for a
    /// month says nothing of how much of the month is over.
    /// </summary>
    private static ObservedTime? TimeOf(
        IEnumerable<DateTimeOffset?> usage, IReadOnlyList<CostRow> machines, IReadOnlyList<BillRow> rows, TrackSpan span)
    {
        var seen = usage.Concat(machines.Where(row => !row.IsEstimate).Select(row => row.Hour));
        var day = rows.Where(row => row.Until - row.From <= DayAndHour).SelectMany(row => HoursOf(row, span));
        var any = rows.SelectMany(row => HoursOf(row, span)).Concat(machines.Select(row => row.Hour));
        return Within(seen, span) ?? Within(day, span) ?? Within(any, span);
    }

    /// <summary>The first and the last hour of the span that a row bills.</summary>
    private static IEnumerable<DateTimeOffset?> HoursOf(BillRow row, TrackSpan span)
    {
        if (row.From is not { } from)
        {
            return [];
        }

        var until = row.Until > from ? row.Until.Value : from.AddTicks(1);
        var begin = span.From > from ? span.From.Value : from;
        var end = span.To < until ? span.To.Value : until;
        return begin < end ? [UsageHour.HourOf(begin), UsageHour.HourOf(end.AddTicks(-1))] : [];
    }

    private static ObservedTime? Within(IEnumerable<DateTimeOffset?> hours, TrackSpan span)
    {
        var known = hours.Where(span.Holds).OfType<DateTimeOffset>().ToList();
        return known.Count == 0 ? null : new(known.Min(), known.Max().AddHours(1));
    }
}
