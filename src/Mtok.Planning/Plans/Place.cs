namespace Mtok.Planning;

/// <summary>One step of one span of a demand.</summary>
/// <param name="Span">The span's place.</param>
/// <param name="Step">The step's place in it.</param>
/// <param name="Month">How much of a month it stands for.</param>
internal sealed record Place(int Span, int Step, Duration Month)
{
    public static IReadOnlyList<Place> Of(Demand demand) =>
        [.. demand.Spans.SelectMany((span, at) => Enumerable.Range(0, span.Steps).Select(step => new Place(at, step, span.MonthOfStep)))];
}

/// <summary>The places of a demand in order, and which comes before which: the first step of a span follows its last.</summary>
internal sealed class Places(Demand demand)
{
    private readonly int[] _firsts = [.. demand.Spans.Select((_, at) => demand.Spans.Take(at).Sum(span => span.Steps))];

    public IReadOnlyList<Place> All { get; } = Place.Of(demand);

    /// <summary>The place so many steps earlier in the same span, round and round.</summary>
    public int Before(int place, int steps)
    {
        var (first, length) = (_firsts[All[place].Span], demand.Spans[All[place].Span].Steps);
        return first + ((((All[place].Step - steps) % length) + length) % length);
    }

    public double Rate(int kind, int place) => demand.Spans[All[place].Span].Rates[kind][All[place].Step].PerSecond;

    /// <summary>Values by place as lists by span and step.</summary>
    public IReadOnlyList<IReadOnlyList<T>> BySpan<T>(Func<int, T> value) =>
        [.. demand.Spans.Select((span, at) => (IReadOnlyList<T>)[.. Enumerable.Range(_firsts[at], span.Steps).Select(value)])];
}
