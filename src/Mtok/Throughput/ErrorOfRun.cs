namespace Mtok;

/// <summary>The model's error on one measurement, and the state it was measured in.</summary>
/// <param name="Row">The measurement.</param>
/// <param name="Error">ln(modelled / measured) of the output rate.</param>
/// <param name="Users">Requests in flight on one copy, according to the model, without those that wait for a place in its batch.</param>
internal sealed record ErrorOfRun(Measurement Row, double Error, Tokens Users)
{
    /// <summary>
    /// How fast similarity decays: with each doubling of a length, of the replica's size and of the users, with each
    /// year of age, and with a different engine.
    /// </summary>
    private const double OfLength = 0.7;
    private const double OfSize = 2;
    private const double OfUsers = 1.2;
    private const double OfYear = 0.5;
    private const double OfEngine = 3;

    /// <summary>How many published runs a user's own run weighs: it is of the machines and the engine in question.</summary>
    private const double OfUser = 4;

    /// <summary>The weight of measurements at which half of their error is applied.</summary>
    private const double Shrinkage = 0.02;

    /// <summary>Larger errors are left out: they come from conditions a source does not state.</summary>
    private const double Widest = 1;

    private readonly double _logInput = Math.Log2(Row.Input.Count);
    private readonly double _logOutput = Math.Log2(Row.Output.Count);
    private readonly double _logSize = Math.Log2(Row.TensorParallel ?? Row.Gpus);
    private readonly double _logUsers = Math.Log2(Users.Count);
    private readonly int _year = Row.Provenance.AsOf.From.Year;

    /// <summary>The error of a prediction; null if there is none.</summary>
    public static ErrorOfRun? Of(Measurement row, (SteadyState State, int Copies)? prediction) => prediction is { } made
        ? new(row, OfRate(made, row), made.State.Served)
        : null;

    /// <summary>ln(modelled / measured) of the output rate.</summary>
    public static double OfRate((SteadyState State, int Copies) made, Measurement row) =>
        Math.Log(made.State.Output.PerSecond * made.Copies / row.OutputRate.PerSecond);

    /// <summary>The most by which a correction of these, one at least, multiplies a rate.</summary>
    public static double MostOf(IReadOnlyList<ErrorOfRun> runs) =>
        Math.Exp(Math.Max(0, runs.Max(run => Math.Abs(run.Error) < Widest ? -run.Error : 0)));

    /// <summary>E2: the correction to the logarithm of a modelled rate, and the weight of measurements behind it.</summary>
    /// <param name="runs">Measurements of the network on the device.</param>
    /// <param name="deployment">The replica to correct.</param>
    /// <param name="load">Its requests and how many are in flight, null for any number; null for any load.</param>
    public static (double Logarithm, double Weight) Correct(IReadOnlyList<ErrorOfRun> runs, Deployment deployment, (TokenMix Mix, Tokens? Users)? load)
    {
        var size = Math.Log2(deployment.Gpus);
        var (input, output, work) = load is { } requested
            ? (Math.Log2(requested.Mix.Input.Count), Math.Log2(requested.Mix.Output.Count), Math.Log2(requested.Users?.Count ?? 1))
            : default;
        var (ofLength, ofUsers) = (load is null ? 0 : OfLength, load?.Users is null ? 0 : OfUsers);
        double sum = 0, weight = 0;
        var newest = runs.Count == 0 ? 0 : runs.Max(run => run._year);
        for (var at = 0; at < runs.Count; at++)
        {
            var run = runs[at];
            if (Math.Abs(run.Error) < Widest)
            {
                var distance = (ofLength * (Math.Abs(run._logInput - input) + Math.Abs(run._logOutput - output)))
                    + (OfSize * Math.Abs(run._logSize - size))
                    + (ofUsers * Math.Abs(run._logUsers - work))
                    + (OfYear * (newest - run._year))
                    + (run.Row.Engine == deployment.Engine ? 0 : OfEngine);
                var near = Math.Exp(-distance) * (run.Row.Provenance.IsUsers ? OfUser : 1);
                sum -= near * run.Error;
                weight += near;
            }
        }

        return (sum / (weight + Shrinkage), weight);
    }
}
