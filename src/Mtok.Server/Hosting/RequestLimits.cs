using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Mtok.Server;

/// <summary>
/// How much one client may ask at once: a few answers, with some that wait, so that no caller has the machine for itself. What is collected is bounded by
/// its queue instead.
/// </summary>
internal static class RequestLimits
{
    /// <summary>The policy of answers and pages.</summary>
    public const string Answers = "answers";

    private const int AtOnce = 4;
    private const int Waiting = 32;

    /// <summary>Adds the policy.</summary>
    public static void Add(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Answers, context => RateLimitPartition.GetConcurrencyLimiter(
            context.Connection.RemoteIpAddress,
            _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
    }
}
