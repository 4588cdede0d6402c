namespace Mtok.Planning;

/// <summary>The recorded steps one after the other, and the plan's step that each of them runs.</summary>
internal sealed class ReplayedSpans
{
    public ReplayedSpans(Demand demand)
    {
        var order = demand.Spans.Index().SelectMany(span => span.Item.StandsFor.Select(place => (place, span.Index))).Order().Select(pair => pair.Index);
        Step = demand.Step;
        Steps = [.. order.SelectMany(span => Enumerable.Range(0, demand.Spans[span].Steps).Select(step => (span, step)))];
    }

    public Duration Step { get; }

    public IReadOnlyList<(int Span, int Step)> Steps { get; }

    public Duration Time => Step * Steps.Count;

    /// <summary>A step's value of the plan, for each recorded step.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<IReadOnlyList<T>> bySpan) => [.. Steps.Select(at => bySpan[at.Span][at.Step])];

    /// <summary>The recorded demand only, without the low and high ends of a forecast: the replayed cost is compared with its cost.</summary>
    public static Demand Recorded(Demand demand)
    {
        var all = demand.Spans.Sum(span => span.StandsFor.Count);
        return demand with
        {
            Spans =
            [
                .. demand.Spans
                    .Where(span => span.StandsFor.Count > 0)
                    .Select(span => span with { Share = Ratio.FromValue(span.StandsFor.Count / (double)all) }),
            ],
        };
    }
}
