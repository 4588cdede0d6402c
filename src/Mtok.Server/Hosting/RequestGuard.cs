using Microsoft.AspNetCore.Mvc;

namespace Mtok.Server;

/// <summary>What every request passes before it is answered: headers that keep pages to themselves, no writes from other sites, the token.</summary>
internal static class RequestGuard
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        + "base-uri 'none'";

    /// <summary>Headers of every answer.</summary>
    public static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(context);
    }

    /// <summary>Refuses what a browser sends to change something here from a page of elsewhere; programs send neither header.</summary>
    public static Task RefuseOtherSites(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        // Forms of our own pages, which send no referrer, have the origin "null".
        var isOwn = site == "same-origin" || (site is "" or "none" && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}"));
        return isRead || isOwn
            ? next(context)
            : Refuse(context, StatusCodes.Status403Forbidden, "Requests that change something are taken from this server's own pages and from programs only.");
    }

    /// <summary>Refuses requests without the token; where a browser asks for a page, it is sent to where it can sign in.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Require(AccessToken token) => (context, next) =>
    {
        var path = context.Request.Path;
        if (IsOpen(path) || token.Admits(context.Request))
        {
            return next(context);
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.Redirect("/sign-in");
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse(context, StatusCodes.Status401Unauthorized, "This server asks for a token: Authorization: Bearer TOKEN.");
    };

    private static bool IsOpen(PathString path) =>
        path == "/healthz" || path == "/readyz" || path == "/sign-in" || path.StartsWithSegments("/assets", StringComparison.Ordinal);

    private static Task Refuse(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new() { HttpContext = context, ProblemDetails = new ProblemDetails { Status = status, Detail = why } }).AsTask();
    }
}
