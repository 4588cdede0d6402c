namespace Mtok.Simulation;

/// <summary>
/// How many replicas there are by the clock, spares apart. As the numbers are known beforehand, what is added is got ahead of
/// its time and serves when its step begins; what is given back finishes what it has in work.
/// </summary>
/// <param name="Step">How long each number holds.</param>
/// <param name="Counts">The numbers from the trace's beginning, zero included; after the last they begin anew.</param>
public sealed record Schedule(Duration Step, IReadOnlyList<int> Counts)
{
    /// <summary>The number in a step.</summary>
    internal int At(long step) => Counts[(int)(step % Counts.Count)];

    /// <summary>Whether it is one number for ever.</summary>
    internal bool IsFlat => Counts.All(count => count == Counts[0]);
}
