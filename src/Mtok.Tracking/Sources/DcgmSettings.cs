namespace Mtok.Tracking;

/// <summary>The list of fields that DCGM's exporter is set to collect: it looks like metrics, and has no values.</summary>
internal static class DcgmSettings
{
    private static readonly string[] Types = ["gauge", "counter", "histogram", "label"];

    public static Source Source { get; } = new("DCGM exporter's list of fields", Fits, Read);

    private static bool Fits(SourceFile file)
    {
        var lines = file.HeadText.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToList();
        return lines.Count > 0 && (file.IsWhole ? lines : lines[..^1]).TrueForAll(IsField);
    }

    private static bool IsField(string line) =>
        line.Split(',', StringSplitOptions.TrimEntries) is [var name, var type, ..]
        && name.StartsWith("DCGM_", StringComparison.Ordinal) && Types.Contains(type);

    private static void Read(SourceFile file, IReadings readings, Problems problems)
    {
        foreach (var (line, where) in file.Lines())
        {
            if (!line.TrimStart().StartsWith('#'))
            {
                readings.LeaveOut("a setting: no value", where);
            }
        }
    }
}
