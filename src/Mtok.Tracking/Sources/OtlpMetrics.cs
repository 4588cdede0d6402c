namespace Mtok.Tracking;

/// <summary>
/// Turns metrics into counters. Where a service tells a class of tokens by several metrics, one counts: a counter before a histogram, whose
/// per-call values are the same tokens again.
/// </summary>
internal static class OtlpMetrics
{
    /// <summary>Adds the metrics of one resource.</summary>
    public static void Add(OtlpResource resource, Location where, IReadings readings)
    {
        var chosen = Chosen(resource);
        foreach (var metric in resource.Metrics)
        {
            if (TokenMetric.IsDuration(metric.Name) && metric.Kind == OtlpKind.Histogram)
            {
                AddRequests(metric, resource, where, readings);
            }
            else if (!TokenMetric.IsTokens(metric.Name))
            {
                readings.LeaveOut("a metric that counts no tokens", where);
            }
            else if (metric.Kind == OtlpKind.Level)
            {
                readings.LeaveOut("a metric of tokens that may fall", where);
            }
            else
            {
                AddTokens(metric, chosen, resource, where, readings);
            }
        }
    }

    /// <summary>The metric of each class.</summary>
    private static Dictionary<TokenClass, string> Chosen(OtlpResource resource) => resource.Metrics
        .Where(metric => metric.Kind != OtlpKind.Level && TokenMetric.IsTokens(metric.Name))
        .SelectMany(metric => metric.Points.Select(point => (Metric: metric, Class: TokenMetric.Of(metric.Name, point.Attributes))))
        .Where(pair => pair.Class is not null)
        .GroupBy(pair => pair.Class!.Value)
        .ToDictionary(
            group => group.Key,
            group => group.Select(pair => pair.Metric)
                .OrderBy(metric => metric.Kind).ThenBy(metric => metric.Name.Length).ThenBy(metric => metric.Name, StringComparer.Ordinal).First().Name);

    private static void AddTokens(OtlpMetric metric, Dictionary<TokenClass, string> chosen, OtlpResource resource, Location where, IReadings readings)
    {
        foreach (var point in metric.Points)
        {
            if (IsHolder(point))
            {
                readings.LeaveOut("tokens of an operation that holds calls", where);
            }
            else if (TokenMetric.Of(metric.Name, point.Attributes) is not { } of || chosen[of] != metric.Name)
            {
                readings.LeaveOut("a metric that counts the same tokens again", where);
            }
            else if (point.Value is not { } value || !double.IsFinite(value))
            {
                readings.LeaveOut("a point without a value", where);
            }
            else
            {
                readings.Add(Counter(metric, point, resource, where, CounterOf.Tokens, of, value));
            }
        }
    }

    private static void AddRequests(OtlpMetric metric, OtlpResource resource, Location where, IReadings readings)
    {
        foreach (var point in metric.Points)
        {
            if (IsHolder(point) || !double.IsFinite(point.Count))
            {
                readings.LeaveOut("requests of an operation that holds calls", where);
                continue;
            }

            readings.Add(Counter(metric, point, resource, where, CounterOf.Requests, null, point.Count));
            if (point.Attributes.ContainsKey("error.type"))
            {
                readings.Add(Counter(metric, point, resource, where, CounterOf.FailedRequests, null, point.Count));
            }
        }
    }

    private static bool IsHolder(OtlpPoint point) => SpanRoles.OfOperation(point.Attributes.GetValueOrDefault("gen_ai.operation.name", "")) == SpanRole.Holder;

    private static CounterPoint Counter(
        OtlpMetric metric, OtlpPoint point, OtlpResource resource, Location where, CounterOf counts, TokenClass? of, double value)
    {
        var key = new UsageKey(
            OtlpNames.Model(point.Attributes), OtlpNames.Team(point.Attributes, resource.Attributes), OtlpNames.Deployment(resource.Attributes));
        var series = $"otlp {{{Labels(resource.Attributes)}}} {metric.Scope} {metric.Name} {{{Labels(point.Attributes)}}} {counts}";
        return new(where, series, counts, of, key, point.At, new(value)) { Start = point.Start, IsDelta = metric.IsDelta };
    }

    private static string Labels(Dictionary<string, string> attributes) =>
        string.Join(',', attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
