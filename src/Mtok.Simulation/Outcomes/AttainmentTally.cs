namespace Mtok.Simulation;

/// <summary>Counts attainment of one class, or of all, by time of arrival.</summary>
/// <param name="times">The times of a request, and its service level.</param>
/// <param name="length">The length of a part.</param>
/// <param name="parts">The number of parts; the last includes all later arrivals.</param>
/// <param name="only">The index of a class; null for all.</param>
internal sealed class AttainmentTally(RequestTimes times, Duration length, int parts, int? only)
{
    private readonly (long Requests, long Met, long Overflowed)[] _parts = new (long, long, long)[parts];
    private readonly long _ticks = Ticks.From(length);

    public void Count(ReadOnlySpan<Outcome> outcomes)
    {
        foreach (ref readonly var outcome in outcomes)
        {
            if (only is not { } one || outcome.Class == one)
            {
                ref var part = ref _parts[Math.Min(_parts.Length - 1, outcome.Arrival / _ticks)];
                part.Requests++;
                part.Met += RequestTimes.IsAnswered(outcome) && times.Meets(outcome) ? 1 : 0;
                part.Overflowed += outcome.Ending == Ending.Overflowed ? 1 : 0;
            }
        }
    }

    public IReadOnlyList<AttainmentPart> Parts() =>
        [.. _parts.Select((part, index) => new AttainmentPart(length * Ratio.FromValue(index), part.Requests, part.Met, part.Overflowed))];
}
