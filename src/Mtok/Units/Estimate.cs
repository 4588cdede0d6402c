namespace Mtok;

/// <summary>What a figure rests on, strongest first.</summary>
public enum Evidence
{
    /// <summary>Published or observed under these very conditions: a benchmark, a price list.</summary>
    Measured,

    /// <summary>Carried over from measurements under near conditions.</summary>
    Interpolated,

    /// <summary>Computed by a model of the hardware and software.</summary>
    Modelled,

    /// <summary>Taken from the user or from a default nobody measured.</summary>
    Assumed,
}

/// <summary>How evidence combines.</summary>
public static class EvidenceLaws
{
    /// <summary>The evidence of a figure made from both: the weaker one.</summary>
    public static Evidence And(this Evidence left, Evidence right) => left > right ? left : right;
}

/// <summary>A figure with its interval and what it rests on.</summary>
/// <typeparam name="T">The quantity estimated.</typeparam>
/// <param name="Low">The low end of the interval.</param>
/// <param name="Value">The figure itself.</param>
/// <param name="High">The high end of the interval.</param>
/// <param name="Evidence">What the figure rests on.</param>
public sealed record Estimate<T>(T Low, T Value, T High, Evidence Evidence)
    where T : struct, IComparable<T>
{
    /// <summary>A figure without spread.</summary>
    public static Estimate<T> Exact(T value, Evidence evidence) => new(value, value, value, evidence);
}
