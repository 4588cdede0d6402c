namespace Mtok;

/// <summary>The error of a prediction against a published figure.</summary>
/// <param name="Rate">ln(predicted / published) of the output rate; above 0 is too fast.</param>
/// <param name="Tpot">ln(predicted / published) of the time per output token; null if it was not published, or if it was itself the limit of the
/// prediction.</param>
public readonly record struct PredictionError(Ratio Rate, Ratio? Tpot)
{
    /// <summary>The magnitudes of both errors, or of the one known.</summary>
    public IEnumerable<Ratio> Sizes => Tpot is { } tpot ? [Magnitude(Rate), Magnitude(tpot)] : [Magnitude(Rate)];

    /// <summary>The magnitude of an error.</summary>
    public static Ratio Magnitude(Ratio error) => Ratio.FromValue(Math.Abs(error.Value));
}
