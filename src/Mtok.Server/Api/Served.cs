using System.Text.Json.Nodes;

namespace Mtok.Server;

/// <summary>What handlers ask of the server, and how routes are described.</summary>
internal static class Served
{
    /// <summary>The catalog that is served.</summary>
    public static LoadedCatalog Catalog(this HttpContext context) => context.RequestServices.GetRequiredService<ServedCatalog>().Current;

    /// <summary>The day to which the age of prices is counted.</summary>
    public static DateOnly Today(this HttpContext context) => context.RequestServices.GetRequiredService<Clock>().Today;

    /// <summary>The body of a route.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/json", "application/toml", "text/plain");

    /// <summary>The query of a route: the properties of a request of the library.</summary>
    public static RouteHandlerBuilder Queries(this RouteHandlerBuilder route, Type request) => route.WithMetadata(new QueriedRequest(request));

    /// <summary>What a route answers: a report, or what is wrong.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route) => route
        .Produces<JsonObject>(contentType: "application/json")
        .ProducesProblem(StatusCodes.Status400BadRequest);
}

/// <summary>Names the request whose properties a route takes as its query.</summary>
/// <param name="Request">The type of the request.</param>
internal sealed record QueriedRequest(Type Request);
