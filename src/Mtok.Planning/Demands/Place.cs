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
