using System.Net.Mime;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Mtok.Server;

/// <summary>What is said where the server refuses a request before any of its own code has it: a page to browsers, a problem document to programs.</summary>
internal static class EmptyAnswers
{
    /// <summary>Says it where an answer is an error without a word.</summary>
    public static Task Explain(StatusCodeContext answer)
    {
        var context = answer.HttpContext;
        var status = context.Response.StatusCode;
        var hasPages = context.RequestServices.GetRequiredService<ServerSettings>().Pages;
        var result = hasPages && context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.Ordinal)
            ? PageResult.Of<RefusedPage>(context, new RefusedView(Words(context, status)), status)
            : Answer.Refuse(status, Words(context, status));
        return result.ExecuteAsync(context);
    }

    /// <summary>Gives a problem document its words where it has none.</summary>
    public static void Describe(HttpContext context, ProblemDetails problem) => problem.Detail ??= Words(context, problem.Status ?? 0);

    private static string Words(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => $"This address takes {context.Response.Headers.Allow}, not {context.Request.Method}.",
        StatusCodes.Status413PayloadTooLarge => $"A body has at most {Bodies.Largest >> 20} MB here.",
        StatusCodes.Status415UnsupportedMediaType => $"This address takes bodies whose Content-Type is {Taken(context)}.",
        StatusCodes.Status429TooManyRequests => "Too many of your requests wait already: ask again in a second.",
        >= StatusCodes.Status500InternalServerError => "A fault of this program: please report it.",
        _ => "The request cannot be read.",
    };

    /// <summary>The kinds of body that the routes at an address take.</summary>
    private static string Taken(HttpContext context) => string.Join(" or ", context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText == context.Request.Path)
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? [])
        .Distinct());
}

/// <summary>What the page of a refused request shows.</summary>
/// <param name="Why">Why it was refused.</param>
public sealed record RefusedView(string Why);
