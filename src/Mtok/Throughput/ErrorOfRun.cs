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

    private readonly double _logInput = Math.Log2(Row.Input.Count);
    private readonly double _logOutput = Math.Log2(Row.Output.Count);
    private readonly double _logSize = Math.Log2(Row.TensorParallel ?? Row.Gpus);
    private readonly double _logUsers = Math.Log2(Users.Count);

    /// <summary>The error of a prediction; null where there is none.</summary>
    public static ErrorOfRun? Of(Measurement row, (SteadyState State, int Copies)? prediction, bool isOfEra) => prediction is { } made
        ? new(row, Math.Log(made.State.Output.PerSecond * made.Copies / row.OutputRate.PerSecond), made.State.Concurrency, isOfEra)
        : null;

    /// <summary>E2: what to add to the logarithm of a modelled rate, and how much weight of measurements stands behind it.</summary>
    /// <param name="runs">Measurements of the network on the device.</param>
    /// <param name="deployment">The replica asked for.</param>
    /// <param name="mix">The requests asked for.</param>
    /// <param name="users">Requests in work at once.</param>
    public static (double Logarithm, double Weight) Correct(IReadOnlyList<ErrorOfRun> runs, Deployment deployment, TokenMix mix, Tokens users)
    {
        var (input, output, size, work) = (Math.Log2(mix.Input.Count), Math.Log2(mix.Output.Count), Math.Log2(deployment.Gpus), Math.Log2(users.Count));
        double sum = 0, weight = 0;
        for (var at = 0; at < runs.Count; at++)
        {
            var run = runs[at];
            if (Math.Abs(run.Error) < Widest)
            {
                var distance = (OfLength * (Math.Abs(run._logInput - input) + Math.Abs(run._logOutput - output)))
                    + (OfSize * Math.Abs(run._logSize - size))
                    + (OfUsers * Math.Abs(run._logUsers - work))
                    + (run.IsOfEra ? 0 : OfEra)
                    + (run.Row.Engine == deployment.Engine ? 0 : OfEngine);
                var near = Math.Exp(-distance);
                (sum, weight) = (sum - (near * run.Error), weight + near);
            }
        }

        return (sum / (weight + Shrinkage), weight);
    }
}
