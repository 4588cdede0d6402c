namespace Mtok;

/// <summary>How the model errs on one measurement, and the state it was made in.</summary>
/// <param name="Row">The measurement.</param>
/// <param name="Error">ln(modelled / measured) of the output rate.</param>
/// <param name="Users">Requests in work at once on one copy, as the model has it.</param>
/// <param name="IsOfEra">Whether it was made with the engine and in the year of the calibration.</param>
internal sealed record ErrorOfRun(Measurement Row, double Error, Tokens Users, bool IsOfEra)
{
    /// <summary>How fast nearness falls: with each doubling of a length, of the replica's size and of the users, and with another year or engine.</summary>
    private const double OfLength = 0.7;
    private const double OfSize = 1;
    private const double OfUsers = 0.7;
    private const double OfEra = 1;
    private const double OfEngine = 1;

    /// <summary>How much weight of measurements it takes for half of their error to be believed.</summary>
    private const double Shrinkage = 0.2;

    /// <summary>Errors beyond this come from conditions a source does not tell.</summary>
    private const double Widest = 1;

    /// <summary>The error of a prediction; null where there is none.</summary>
    public static ErrorOfRun? Of(Measurement row, (SteadyState State, int Copies)? prediction, bool isOfEra) => prediction is { } made
        ? new(row, Math.Log(made.State.Output.PerSecond * made.Copies / row.OutputRate.PerSecond), made.State.Concurrency, isOfEra)
        : null;

    /// <summary>E2: what to add to the logarithm of a modelled rate, and how much weight of measurements stands behind it.</summary>
    public static (double Logarithm, double Weight) Correct(IReadOnlyList<ErrorOfRun> runs, Deployment deployment, TokenMix mix, Tokens users)
    {
        double sum = 0, weight = 0;
        foreach (var run in runs)
        {
            if (Math.Abs(run.Error) < Widest)
            {
                var near = run.Nearness(deployment, mix, users);
                (sum, weight) = (sum - (near * run.Error), weight + near);
            }
        }

        return (sum / (weight + Shrinkage), weight);
    }

    /// <summary>One where conditions are the same, falling with distance (E2).</summary>
    private double Nearness(Deployment deployment, TokenMix mix, Tokens users) => Math.Exp(-(
        (OfLength * (Doublings(Row.Input, mix.Input) + Doublings(Row.Output, mix.Output)))
        + (OfSize * Math.Abs(Math.Log2((Row.TensorParallel ?? Row.Gpus) / (double)deployment.Gpus)))
        + (OfUsers * Doublings(Users, users))
        + (IsOfEra ? 0 : OfEra)
        + (Row.Engine == deployment.Engine ? 0 : OfEngine)));

    private static double Doublings(Tokens left, Tokens right) => Math.Abs(Math.Log2(left.Count / right.Count));
}
