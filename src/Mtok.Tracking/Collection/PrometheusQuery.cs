namespace Mtok.Tracking;

/// <summary>What to ask a Prometheus server for: raw samples of every metric that is understood.</summary>
public static class PrometheusQuery
{
    /// <summary>The queries, one for each program, to be sent as <c>query</c> to <c>/api/v1/query</c>.</summary>
    /// <param name="window">How far back; windows may overlap.</param>
    public static IReadOnlyList<string> Of(TimeSpan window) => throw new NotImplementedException();
}
