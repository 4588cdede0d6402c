using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Mtok.Server;

/// <summary>Pages as answers to requests.</summary>
internal static class PageResult
{
    /// <summary>Whether a script on a page asks for a part of it, rather than a browser for the whole.</summary>
    public static bool WantsPart(this HttpContext context) => context.Request.Headers["HX-Request"] == "true";

    /// <summary>A page or a part of one, with its parameter <c>View</c>.</summary>
    public static IResult Of<T>(HttpContext context, object view, int status = StatusCodes.Status200OK)
        where T : IComponent
    {
        context.Response.Headers[HeaderNames.CacheControl] = "private, no-cache";
        context.Response.Headers[HeaderNames.Vary] = "HX-Request";
        return new RazorComponentResult<T>(new Dictionary<string, object?> { ["View"] = view }) { StatusCode = status, PreventStreamingRendering = true };
    }
}
