namespace Mtok;

/// <summary>How a figure was obtained, strongest evidence first.</summary>
public enum Evidence
{
    /// <summary>Published or observed under these very conditions: a benchmark, a price list.</summary>
    Measured,

    /// <summary>Interpolated or scaled from measurements under similar conditions.</summary>
    Interpolated,

    /// <summary>Computed by a model of the hardware and software.</summary>
    Modelled,

    /// <summary>Set by the user, or a default that was not measured.</summary>
    Assumed,
}

/// <summary>How evidence combines.</summary>
public static class EvidenceLaws
{
    /// <summary>The evidence of a figure computed from both: the weaker of the two.</summary>
    public static Evidence And(this Evidence left, Evidence right) => left > right ? left : right;
}

/// <summary>A figure with its interval and its evidence.</summary>
/// <typeparam name="T">The quantity estimated.</typeparam>
/// <param name="Low">The low end of the interval; at most <paramref name="Value"/>. The interval is not validated.</param>
/// <param name="Value">The figure itself.</param>
/// <param name="High">The high end of the interval; at least <paramref name="Value"/>.</param>
/// <param name="Evidence">How the figure was obtained.</param>
public sealed record Estimate<T>(T Low, T Value, T High, Evidence Evidence)
    where T : struct, IComparable<T>
{
    /// <summary>A figure without an interval: low and high equal the value.</summary>
    public static Estimate<T> Exact(T value, Evidence evidence) => new(value, value, value, evidence);
}
