using Microsoft.AspNetCore.Http.HttpResults;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>Whether the server takes and answers everything it is for.</summary>
internal static class Readiness
{
    /// <summary>Ready once the ledger was read, as long as what comes in can be stored.</summary>
    public static Results<ContentHttpResult, ProblemHttpResult> Of(HttpContext context)
    {
        var services = context.RequestServices;
        var view = services.GetRequiredService<ITrackedSource>().Current;
        var fault = services.GetService<LedgerCollector>()?.Status.Fault;
        var isRead = services.GetRequiredService<ServerSettings>().Ledger is null || view.Tracked is not null;
        return fault is null && isRead
            ? TypedResults.Text("ok\n")
            : Answer.Refuse(StatusCodes.Status503ServiceUnavailable, fault ?? view.Why ?? "the ledger is being read");
    }
}
