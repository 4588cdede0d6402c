using System.Buffers.Binary;
using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>
/// OTLP over gRPC: an export request is one message behind a prefix of five bytes, its answer an empty message and a status in the trailers. That is
/// all of gRPC that exporters use.
/// </summary>
internal static class GrpcEndpoints
{
    private const int PrefixLength = 5;
    private const int Ok = 0;
    private const int InvalidArgument = 3;
    private const int ResourceExhausted = 8;
    private const int Unavailable = 14;
    private static readonly byte[] Empty = new byte[PrefixLength];

    /// <summary>Maps the services of traces, metrics and logs.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var signal in new[] { "Trace", "Metrics", "Logs" })
        {
            app.MapPost($"/opentelemetry.proto.collector.{signal.ToLowerInvariant()}.v1.{signal}Service/Export", Export).ExcludeFromDescription();
        }
    }

    private static async Task Export(HttpContext context, LedgerCollector collector)
    {
        var response = context.Response;
        response.ContentType = "application/grpc";
        response.DeclareTrailer("grpc-status");
        response.DeclareTrailer("grpc-message");
        var (status, why) = await Taken(context, collector).ConfigureAwait(false);
        if (status == Ok)
        {
            await response.Body.WriteAsync(Empty, context.RequestAborted).ConfigureAwait(false);
        }

        response.AppendTrailer("grpc-status", status.ToString(CultureInfo.InvariantCulture));
        response.AppendTrailer("grpc-message", Uri.EscapeDataString(why));
    }

    private static async Task<(int Status, string Why)> Taken(HttpContext context, LedgerCollector collector)
    {
        using var bytes = new MemoryStream();
        if (!await Limited.Copy(context.Request.Body, bytes, Bodies.Largest, context.RequestAborted).ConfigureAwait(false))
        {
            return (ResourceExhausted, $"a message has at most {Bodies.Largest >> 20} MB");
        }

        var framed = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        if (framed.Length < PrefixLength || BinaryPrimitives.ReadUInt32BigEndian(framed.Span[1..]) != framed.Length - PrefixLength)
        {
            return (InvalidArgument, "not one whole message");
        }

        var body = new CollectedBody(BodyKind.OtlpProto, framed[PrefixLength..], $"{context.Connection.RemoteIpAddress} gRPC");
        return await collector.Take(body, context.RequestAborted).ConfigureAwait(false) switch
        {
            CollectorAnswer.Stored => (Ok, ""),
            CollectorAnswer.Bad bad => (InvalidArgument, bad.Problems[0].Message),
            CollectorAnswer.Busy => (Unavailable, "too much is waiting to be stored"),
            CollectorAnswer.Failed failed => (Unavailable, failed.Why),
            _ => throw new InvalidOperationException(),
        };
    }
}
