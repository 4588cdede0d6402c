namespace Mtok.Tracking;

/// <summary>A format that usage, counters or bills come in: recognised by content, read to readings.</summary>
/// <param name="Name">Its name, as reports print it.</param>
/// <param name="Fits">Whether a file's beginning, or its parsed form, is of this format.</param>
/// <param name="Read">Reads it; every row becomes readings, is left out with a reason, or is an error with its line.</param>
internal sealed record Source(string Name, Func<SourceFile, bool> Fits, Action<SourceFile, IReadings, Problems> Read)
{
    /// <summary>Every format. The first that fits reads a file, so that the special stands before the general.</summary>
    public static IReadOnlyList<Source> All { get; } =
    [
        RemoteWrite.Source, PrometheusAnswer.Source, PrometheusText.Source, DcgmSettings.Source,
        .. BillFormat.Sources,
        .. UsageSources.All,
    ];

    /// <summary>The format of a file; null where none fits.</summary>
    public static Source? Of(SourceFile file) => All.FirstOrDefault(source => source.Fits(file));
}
