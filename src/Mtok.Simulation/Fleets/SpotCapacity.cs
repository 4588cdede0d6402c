using System.Text.Json;

namespace Mtok.Simulation;

/// <summary>Reads traces of how many spot machines could run over time.</summary>
public static class SpotCapacity
{
    /// <summary>Reads a file; null where it cannot be read or is no such trace, which is reported.</summary>
    /// <param name="path">The file: JSON with <c>metadata.gap_seconds</c> and <c>data</c>.</param>
    /// <param name="problems">Where to report.</param>
    public static Loss.Availability? Read(string path, Problems problems)
    {
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        if (Parse(text) is not { } read)
        {
            problems.Error(new(path, 0, 0), "bad-spot-trace", "not JSON with metadata.gap_seconds and data, a list of how many machines can run");
            return null;
        }

        return read;
    }

    /// <summary>The trace in a text; null where it is none.</summary>
    internal static Loss.Availability? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var step = json.RootElement.GetProperty("metadata").GetProperty("gap_seconds").GetDouble();
            int[] launchable = [.. json.RootElement.GetProperty("data").EnumerateArray().Select(tick => (int)tick.GetDouble())];
            return step > 0 && launchable.Length > 0 && launchable.All(count => count >= 0) ? new(Duration.FromSeconds(step), launchable) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // All of them mean the same to whoever wrote the file.
            return null;
        }
    }
}
