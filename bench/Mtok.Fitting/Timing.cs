namespace Mtok.Fitting;

/// <summary>The time of a part of a kernel at the datasheet rate, and the index of the constant that is its share of that rate.</summary>
internal readonly record struct Demand(int Constant, double Seconds);

/// <summary>
/// One published kernel time. Every law has one form: T = fixed time + max(arithmetic / share, bytes / share);
/// constant 0 is the fixed time in microseconds, the others are shares (or, for all-reduce, GB/s).
/// </summary>
/// <param name="Shape">The unit of the held-out split.</param>
/// <param name="Range">The range of sizes it belongs to, named in reports; ranges have equal weight, so that no corner dominates.</param>
/// <param name="Seconds">The published time.</param>
/// <param name="Arithmetic">Its arithmetic; empty if only bytes matter.</param>
/// <param name="Transfer">Its bytes; empty if only arithmetic matters.</param>
internal sealed record Timing(string Shape, string Range, double Seconds, Demand Arithmetic, Demand Transfer)
{
    public double Predict(IReadOnlyList<double> constants) =>
        (constants[0] / 1e6) + Math.Max(Time(Arithmetic, constants), Time(Transfer, constants));

    public double LogError(IReadOnlyList<double> constants) => Math.Abs(Math.Log(Predict(constants) / Seconds));

    private static double Time(Demand demand, IReadOnlyList<double> constants) =>
        demand.Seconds == 0 ? 0 : demand.Seconds / constants[demand.Constant];
}
