namespace Mtok.Planning;

/// <summary>A long record of demand as a few of its spans, each representing those like it; the busiest span always represents itself alone.</summary>
internal static class TypicalSpans
{
    private const int MostRounds = 50;

    /// <param name="rates">Of each class the rate of each step.</param>
    /// <param name="length">Steps of a span; steps past the last whole span are left out where there is one.</param>
    /// <param name="most">The most spans.</param>
    public static IReadOnlyList<DemandSpan> Of(IReadOnlyList<IReadOnlyList<RequestsPerSecond>> rates, int length, int most)
    {
        var steps = rates[0].Count;
        if (steps < 2 * length)
        {
            return [new(new SpanName.Whole(), Ratio.One, [.. rates.Select(all => (IReadOnlyList<RequestsPerSecond>)[.. all])])];
        }

        var spans = Enumerable
            .Range(0, steps / length)
            .Select(at => rates.SelectMany(all => all.Skip(at * length).Take(length)).Select(rate => rate.PerSecond).ToArray())
            .ToList();
        var centres = Centres(spans, most);
        var nearest = Settle(spans, centres);
        return
        [
            .. centres.Select((centre, group) => Typical(
                spans, [.. Enumerable.Range(0, spans.Count).Where(at => nearest[at] == group)], centre, rates.Count, length)),
        ];
    }

    /// <summary>The busiest span, then again and again the one farthest from all taken.</summary>
    private static List<int> Centres(List<double[]> spans, int most)
    {
        var centres = new List<int> { Enumerable.Range(0, spans.Count).MaxBy(at => spans[at].Max()) };
        while (centres.Count < Math.Min(most, spans.Count))
        {
            var farthest = Enumerable.Range(0, spans.Count).MaxBy(at => centres.Min(centre => Distance(spans[at], spans[centre])));
            if (centres.Contains(farthest))
            {
                break;
            }

            centres.Add(farthest);
        }

        return centres;
    }

    /// <summary>Medoids: each group's centre becomes the span nearest to the others of the group, until none moves; the busiest stays.</summary>
    private static int[] Settle(List<double[]> spans, List<int> centres)
    {
        var nearest = Nearest(spans, centres);
        for (var round = 0; round < MostRounds; round++)
        {
            var moved = false;
            for (var group = 1; group < centres.Count; group++)
            {
                var members = Enumerable.Range(0, spans.Count).Where(at => nearest[at] == group).ToList();
                var centre = members.MinBy(at => members.Sum(other => Distance(spans[at], spans[other])));
                moved = moved || centre != centres[group];
                centres[group] = centre;
            }

            nearest = Nearest(spans, centres);
            if (!moved)
            {
                break;
            }
        }

        return nearest;
    }

    /// <summary>The busiest span's group is itself alone: no other is made as busy as it.</summary>
    private static int[] Nearest(List<double[]> spans, List<int> centres) =>
        [
            .. Enumerable
                .Range(0, spans.Count)
                .Select(at => at == centres[0] || centres.Count == 1
                    ? 0
                    : Enumerable.Range(1, centres.Count - 1).MinBy(group => Distance(spans[at], spans[centres[group]]))),
        ];

    /// <summary>The centre, moved so that each class's mean is its group's.</summary>
    private static DemandSpan Typical(List<double[]> spans, List<int> members, int centre, int classes, int length)
    {
        var rates = Enumerable.Range(0, classes).Select(kind =>
        {
            var own = spans[centre].Skip(kind * length).Take(length).ToList();
            var factor = own.Sum() > 0 ? members.Average(at => spans[at].Skip(kind * length).Take(length).Sum()) / own.Sum() : 1;
            return (IReadOnlyList<RequestsPerSecond>)[.. own.Select(rate => RequestsPerSecond.FromPerSecond(rate * factor))];
        });
        return new(new SpanName.Like(centre + 1, spans.Count), Ratio.FromValue((double)members.Count / spans.Count), [.. rates]) { StandsFor = members };
    }

    private static double Distance(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var at = 0; at < left.Length; at++)
        {
            sum += (left[at] - right[at]) * (left[at] - right[at]);
        }

        return sum;
    }
}
