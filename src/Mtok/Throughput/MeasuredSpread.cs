namespace Mtok;

/// <summary>How a measured figure reaches the lengths of a workload.</summary>
internal enum CarriedLengths
{
    /// <summary>It was measured at them.</summary>
    Same,

    /// <summary>It was measured at them by the user, on the machines and the engine in question.</summary>
    Own,

    /// <summary>By the length law of its own deployment (T2).</summary>
    OwnLaw,

    /// <summary>By a length law borrowed from other deployments (T2).</summary>
    BorrowedLaw,

    /// <summary>It was submitted to a contest, whose rounds differ more than lengths do.</summary>
    Contest,
}

/// <summary>
/// T4: the half width of a measured figure's 90 % interval, as ln(figure / what another source measured). Another source means
/// another run, mostly another version of the engine and another year; beyond that, carrying over lengths. Of the user's own machines,
/// what one round's submitters measured apart of equal machines with one engine.
/// </summary>
/// <remarks>
/// Fitted by <c>bench/Mtok.Fitting -- spreads</c> on the saturated runs of the built-in catalog, each predicted from those of every
/// other source: 1,722 errors of 2026-11, of which 92 % lie inside and, fitted without the source, 91 to 92 % of each kind
/// (MeasuredSpreadTests fits again and counts).
/// </remarks>
internal static class MeasuredSpread
{
    private static readonly Ratio Same = Ratio.FromValue(0.195);
    private static readonly Ratio Own = Ratio.FromValue(0.04);
    private static readonly Ratio OwnLaw = Ratio.FromValue(0.22);
    private static readonly Ratio BorrowedLaw = Ratio.FromValue(0.29);
    private static readonly Ratio Contest = Ratio.FromValue(0.53);

    /// <summary>The half width.</summary>
    public static Ratio Of(CarriedLengths carried) => carried switch
    {
        CarriedLengths.Same => Same,
        CarriedLengths.Own => Own,
        CarriedLengths.OwnLaw => OwnLaw,
        CarriedLengths.Contest => Contest,
        _ => BorrowedLaw,
    };
}
