namespace Mtok.Server;

/// <summary>Where Prometheus scrapes this server.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Maps it; the form is the one that the caller prefers.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/metrics", (HttpContext context) =>
    {
        var isOpen = context.Request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.Ordinal);
        var text = new Exposition(isOpen);
        OwnMetrics.Write(text, context.RequestServices);
        TrackedMetrics.Write(
            text, context.RequestServices.GetRequiredService<ITrackedSource>().Current, context.RequestServices.GetRequiredService<TrackedAnswers>());
        return TypedResults.Bytes(System.Text.Encoding.UTF8.GetBytes(text.Write()), isOpen ? Exposition.Open : Exposition.Plain);
    }).ExcludeFromDescription();
}
