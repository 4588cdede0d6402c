using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>
/// Where senders send: OTLP at the paths that exporters use, Prometheus remote-write, lines of logs. Each is answered once what it sent is on disk; a
/// sender that is asked to wait, or that gets no answer, sends it again, and it counts once.
/// </summary>
internal static class CollectorEndpoints
{
    private const string Json = "application/json";
    private const string Proto = "application/x-protobuf";

    /// <summary>Maps the paths.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var signal in new[] { "traces", "metrics", "logs" })
        {
            app.MapPost($"/v1/{signal}", Otlp).ExcludeFromDescription();
        }

        app.MapPost("/api/v1/write", RemoteWrite).ExcludeFromDescription();
        app.MapPost("/api/v1/track/usage", Lines).Accepts<string>("application/x-ndjson").WithTags("track").WithSummary("Lines of a usage log, JSON each.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<IResult> Otlp(HttpRequest request, LedgerCollector collector) => request.ContentType?.Split(';')[0].Trim() switch
    {
        Proto => Take(request, collector, BodyKind.OtlpProto, () => TypedResults.Bytes([], Proto)),
        Json => Take(request, collector, BodyKind.OtlpJson, () => TypedResults.Text("{}", Json)),
        _ => Task.FromResult<IResult>(Answer.Refuse(StatusCodes.Status415UnsupportedMediaType, $"OTLP comes as {Proto} or {Json}.")),
    };

    private static Task<IResult> RemoteWrite(HttpRequest request, LedgerCollector collector) =>
        Take(request, collector, BodyKind.RemoteWrite, () => TypedResults.NoContent());

    private static Task<IResult> Lines(HttpRequest request, LedgerCollector collector) =>
        Take(request, collector, BodyKind.LogLines, () => TypedResults.NoContent());

    private static async Task<IResult> Take(HttpRequest request, LedgerCollector collector, BodyKind kind, Func<IResult> stored)
    {
        var cancel = request.HttpContext.RequestAborted;
        using var bytes = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, Bodies.Largest));
        if (!await Limited.Copy(request.Body, bytes, Bodies.Largest, cancel).ConfigureAwait(false))
        {
            return Answer.Refuse(StatusCodes.Status413PayloadTooLarge, $"A body has at most {Bodies.Largest >> 20} MB unpacked.");
        }

        var body = new CollectedBody(kind, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), SenderOf(request));
        return await collector.Take(body, cancel).ConfigureAwait(false) switch
        {
            CollectorAnswer.Stored => stored(),
            CollectorAnswer.Bad bad => Refused(bad),
            CollectorAnswer.Busy busy => Later(request, busy.RetryAfter, "Too much is waiting to be stored."),
            CollectorAnswer.Failed failed => Later(request, TimeSpan.FromSeconds(30), $"It cannot be stored now: {failed.Why}"),
            _ => throw new InvalidOperationException(),
        };
    }

    private static ProblemHttpResult Refused(CollectorAnswer.Bad bad)
    {
        var problems = new Problems();
        foreach (var problem in bad.Problems)
        {
            problems.Error(problem.Where, problem.Rule, problem.Message);
        }

        return Answer.Refuse(problems);
    }

    /// <summary>Senders repeat what is answered so: Prometheus repeats 5xx, and 429 only where it is told to.</summary>
    private static ProblemHttpResult Later(HttpRequest request, TimeSpan after, string why)
    {
        request.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Answer.Refuse(StatusCodes.Status503ServiceUnavailable, why);
    }

    private static string SenderOf(HttpRequest request) => $"{request.HttpContext.Connection.RemoteIpAddress}{request.Path}";
}
