namespace Mtok.Reporting;

/// <summary>What an axis spans, and its marks. A logarithmic axis is drawn as the decimal logarithms of its values.</summary>
internal sealed class ChartScale
{
    private const int MostMarks = 9;
    private readonly bool logarithmic;
    private readonly DateTimeOffset? from;

    /// <summary>A scale for the values.</summary>
    /// <param name="values">Everything that must be seen.</param>
    /// <param name="logarithmic">Whether equal steps are equal factors.</param>
    /// <param name="zero">The share of the span that zero may lie outside of and is still shown.</param>
    /// <param name="from">The moment that 0 stands for, where values are hours; null for numbers.</param>
    public ChartScale(IReadOnlyCollection<double> values, bool logarithmic, double zero, DateTimeOffset? from = null)
    {
        this.logarithmic = logarithmic;
        this.from = from;
        var (low, high) = (Place(values.Min()), Place(values.Max()));
        if (!logarithmic && low > 0 && low <= zero * (high - low))
        {
            low = 0;
        }

        if (high - low < 1e-9 * Math.Max(Math.Abs(high), 1e-12))
        {
            var room = logarithmic ? 0.3 : Math.Max(Math.Abs(high) * 0.1, 1e-6);
            low = low - room;
            high = high + room;
        }

        var margin = (high - low) * 0.04;
        Low = !logarithmic && low == 0 ? 0 : low - margin;
        High = high + margin;
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>Where a value lies between <see cref="Low"/> and <see cref="High"/>.</summary>
    public double Place(double value) => logarithmic ? Math.Log10(value) : value;

    /// <summary>
    /// As many marks, with labels, as fit: of two neighbours, <paramref name="fits"/> is given their labels and distance as a share of
    /// the axis.
    /// </summary>
    public IReadOnlyList<(double Place, string Label)> Marks(Func<string, string, double, bool> fits)
    {
        var candidates = (from is { } moment ? ChartDates.Marks(moment, Low, High) : (logarithmic ? Decades() : []).Concat(RoundSteps())).ToList();
        return candidates.Find(marks => marks.Count is >= 2 and <= MostMarks && Fit(marks, fits))
            ?? candidates.FindLast(marks => marks.Count > 0)?[..1] ?? [];
    }

    private bool Fit(List<(double Place, string Label)> marks, Func<string, string, double, bool> fits) =>
        marks.Zip(marks.Skip(1)).All(pair => fits(pair.First.Label, pair.Second.Label, (pair.Second.Place - pair.First.Place) / (High - Low)));

    /// <summary>Powers of ten, with their double and fivefold where there is room, else every second, third...</summary>
    private IEnumerable<List<(double Place, string Label)>> Decades()
    {
        yield return PowersOfTen(1, [1, 2, 5]);
        yield return PowersOfTen(1, [1, 3]);
        for (var every = 1; every <= 200; every++)
        {
            yield return PowersOfTen(every, [1]);
        }
    }

    private List<(double Place, string Label)> PowersOfTen(int every, double[] times) =>
        [.. from power in Enumerable.Range((int)Math.Floor(Low), (int)Math.Ceiling(High) - (int)Math.Floor(Low) + 1)
            where power % every == 0
            from time in times
            let place = power + Math.Log10(time)
            where place >= Low && place <= High
            select (place, Text(time * Math.Pow(10, power), Math.Pow(10, power)))];

    /// <summary>Equal steps of 1, 2 or 5 times a power of ten, from fine to coarse.</summary>
    private IEnumerable<List<(double Place, string Label)>> RoundSteps()
    {
        var (low, high) = logarithmic ? (Math.Pow(10, Low), Math.Pow(10, High)) : (Low, High);
        var finest = (int)Math.Floor(Math.Log10((high - low) / MostMarks)) - 1;
        for (var power = finest; power <= finest + 3; power++)
        {
            foreach (var time in (double[])[1, 2, 5])
            {
                var step = time * Math.Pow(10, power);
                var first = Math.Ceiling(low / step * (1 - 1e-12));
                var count = (int)Math.Min(Math.Floor(high / step * (1 + 1e-12)) - first + 1, 200);
                yield return
                [
                    .. Enumerable
                        .Range(0, Math.Max(count, 0))
                        .Select(index => (first + index) * step)
                        .Select(value => (Place(value), Text(value, logarithmic ? value : Math.Max(Math.Abs(low), Math.Abs(high))))),
                ];
            }
        }
    }

    /// <summary>A round number in the multiplier that suits <paramref name="size"/>: k, M, B, T.</summary>
    private static string Text(double value, double size)
    {
        if (Math.Abs(value) < size * 1e-9)
        {
            return "0";
        }

        var (divisor, suffix) = (size * (1 + 1e-9)) switch
        {
            >= 1e16 or < 1e-6 => (0, ""),
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "B"),
            >= 1e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1.0, ""),
        };
        return divisor == 0
            ? value.Shown("0.######e0")
            : Math.Round((decimal)(value / divisor), 10).Shown("#,##0.##########") + suffix;
    }
}
