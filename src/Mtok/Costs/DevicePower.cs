namespace Mtok;

/// <summary>
/// The power of a device as a share of its rated power (W1), by what it computes. Fitted by <c>bench/Mtok.Fitting -- power</c> on the driver's energy counter
/// over 3 seconds of 20 states of an H100 and an H200 of 700 W (own measurements of 2026-11-27); other devices are assumed to draw the same shares.
/// </summary>
public static class DevicePower
{
    /// <summary>A device that no process uses: 73 W of an H100.</summary>
    public static Ratio Unused { get; } = Ratio.FromValue(0.105);

    /// <summary>A device that holds a model and computes nothing: 125 and 127 W.</summary>
    public static Ratio Idle { get; } = Ratio.FromValue(0.18);

    /// <summary>Decoding one sequence.</summary>
    public static Ratio OneToken { get; } = Ratio.FromValue(0.653);

    /// <summary>Steps of many tokens: the power limit, reached by prompts and by batches of some hundred sequences.</summary>
    public static Ratio Full { get; } = Ratio.FromValue(1.008);

    /// <summary>Tokens beyond the first that take power half way from one token's to full.</summary>
    public static Tokens HalfWay { get; } = Tokens.FromCount(34);

    /// <summary>W1: the share while steps of that many tokens run: one + (full - one) (t - 1) / (t - 1 + half).</summary>
    /// <param name="step">Tokens that a step computes: one for each decoding sequence, and those of prompts; below one counts as one.</param>
    public static Ratio Busy(Tokens step) => Busy(step, OneToken, Full, HalfWay);

    /// <summary>W1 with other constants, for the fit.</summary>
    internal static Ratio Busy(Tokens step, Ratio oneToken, Ratio full, Tokens halfWay)
    {
        var beyond = Math.Max(0, step.Count - 1);
        return oneToken + ((full - oneToken) * Ratio.FromValue(double.IsPositiveInfinity(beyond) ? 1 : beyond / (beyond + halfWay.Count)));
    }
}
