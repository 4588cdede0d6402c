namespace Mtok.Simulation;

/// <summary>
/// The number of replicas by the clock, without spares. As the numbers are known in advance, additional replicas are provisioned
/// ahead of time and serve when their step begins; released replicas finish their requests in flight.
/// </summary>
/// <param name="Step">The duration of each number.</param>
/// <param name="Counts">The numbers from the start of the trace, 0 allowed; they repeat after the last.</param>
public sealed record Schedule(Duration Step, IReadOnlyList<int> Counts)
{
    /// <summary>The number in a step.</summary>
    internal int At(long step) => Counts[(int)(step % Counts.Count)];

    /// <summary>Whether the number is constant.</summary>
    internal bool IsFlat => Counts.All(count => count == Counts[0]);
}
