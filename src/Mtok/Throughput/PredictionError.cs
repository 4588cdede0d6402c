namespace Mtok;

/// <summary>How far a prediction is from what was published.</summary>
/// <param name="Rate">ln(predicted / published) of the output rate; above zero is too fast.</param>
/// <param name="Tpot">ln(predicted / published) of the time per output token; null where it was not published, or under limits that the prediction was made for.</param>
public readonly record struct PredictionError(Ratio Rate, Ratio? Tpot)
{
    /// <summary>Both errors, in magnitude.</summary>
    public IEnumerable<Ratio> Sizes => Tpot is { } tpot ? [Magnitude(Rate), Magnitude(tpot)] : [Magnitude(Rate)];

    /// <summary>An error's magnitude.</summary>
    public static Ratio Magnitude(Ratio error) => Ratio.FromValue(Math.Abs(error.Value));
}
