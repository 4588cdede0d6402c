namespace Mtok.Simulation;

/// <summary>How many requests of each class and step of arrival may still miss their service level.</summary>
/// <param name="times">The times of a request, and its service level.</param>
/// <param name="step">The length of a step, in ticks.</param>
/// <param name="left">Of each class and step how many may miss; counted down.</param>
internal sealed class MissCount(RequestTimes times, long step, long[][] left) : IOutcomeWatch
{
    /// <summary>Whether more missed in a step than may: nothing that follows changes that.</summary>
    public bool Exceeded { get; private set; }

    /// <inheritdoc/>
    public void Began(in Outcome outcome)
    {
        if (times.IsLate(outcome))
        {
            Miss(outcome);
        }
    }

    /// <inheritdoc/>
    public void Ended(in Outcome outcome)
    {
        // One that was late for the first token is counted already.
        if (!times.Meets(outcome) && !times.IsLate(outcome))
        {
            Miss(outcome);
        }
    }

    private void Miss(in Outcome outcome)
    {
        var ofClass = left[outcome.Class];
        Exceeded |= --ofClass[Math.Min(ofClass.Length - 1, outcome.Arrival / step)] < 0;
    }
}
