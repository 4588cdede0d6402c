using System.Globalization;

namespace Mtok.Tracking;

/// <summary>What to ask a Prometheus server for: raw samples of every metric that is understood.</summary>
public static class PrometheusQuery
{
    private const string Starts = "process_start_time_seconds";

    /// <summary>
    /// The queries, one for each program and one for when processes began, to be sent as <c>query</c> to <c>/api/v1/query</c>. Windows may overlap: a
    /// sample counts once.
    /// </summary>
    /// <param name="window">How far back.</param>
    public static IReadOnlyList<string> Of(TimeSpan window) =>
        [.. Exporters.All.Select(exporter => Selection(NamesOf(exporter), window)), Selection(Starts, window)];

    /// <summary>The names of a program's metrics, as a regular expression that Prometheus takes for whole names.</summary>
    private static string NamesOf(Exporter exporter)
    {
        var names = exporter.Metrics.Where(metric => metric.Means is not Meaning.Unused).Select(metric => metric.Name);
        var beside = exporter.Bare(exporter.OnlyBeside) ?? "";
        return $"({string.Join('|', exporter.Prefixes)})({string.Join('|', names.Append(beside).Where(name => name.Length > 0).Distinct())})(_total|_created)?";
    }

    private static string Selection(string names, TimeSpan window) =>
        string.Create(CultureInfo.InvariantCulture, $"{{__name__=~\"{names}\"}}[{(long)Math.Ceiling(window.TotalSeconds)}s]");
}
