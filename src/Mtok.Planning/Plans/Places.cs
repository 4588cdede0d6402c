namespace Mtok.Planning;

/// <summary>
/// The places of a problem's demand in order, which comes before which (the first step of a span follows its last), and what a
/// machine may be planned for in each.
/// </summary>
internal sealed class Places(FleetProblem problem)
{
    private readonly int[] _firsts = [.. problem.Demand.Spans.Select((_, at) => problem.Demand.Spans.Take(at).Sum(span => span.Steps))];

    public IReadOnlyList<Place> All { get; } = Place.Of(problem.Demand);

    /// <summary>The place a number of steps earlier in the same span, cyclically.</summary>
    public int Before(int place, int steps)
    {
        var (first, length) = (_firsts[All[place].Span], problem.Demand.Spans[All[place].Span].Steps);
        return first + ((((All[place].Step - steps) % length) + length) % length);
    }

    /// <summary>What arrives of a class, requests per second.</summary>
    public double Rate(int kind, int place) => problem.Demand.Spans[All[place].Span].Rates[kind][All[place].Step].PerSecond;

    /// <summary>The requests per second of a class that one machine may be planned for there: its rate x the share that is usable (L3).</summary>
    public double RateOf(MachineChoice machine, int kind, int place) => machine.Rates[kind].PerSecond * Usable(place);

    /// <summary>The share of a machine's rate that may be planned with there.</summary>
    public double Usable(int place) => problem.Usable.Count == 0 ? 1 : problem.Usable[All[place].Span][All[place].Step].Value;

    /// <summary>Values by place as lists by span and step.</summary>
    public T[][] BySpan<T>(Func<int, T> value)
    {
        var spans = new T[_firsts.Length][];
        for (var span = 0; span < spans.Length; span++)
        {
            spans[span] = new T[problem.Demand.Spans[span].Steps];
            for (var step = 0; step < spans[span].Length; step++)
            {
                spans[span][step] = value(_firsts[span] + step);
            }
        }

        return spans;
    }

    /// <summary>The first place of a span.</summary>
    public Place First(int span) => All[_firsts[span]];
}
