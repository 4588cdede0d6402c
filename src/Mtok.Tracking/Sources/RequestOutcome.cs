using System.Globalization;

namespace Mtok.Tracking;

/// <summary>How a request ended, from what logs write in a status or error field.</summary>
internal static class RequestOutcome
{
    /// <summary>The status that a text stands for; answered where it says nothing else.</summary>
    public static RequestStatus Of(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code == 499 ? RequestStatus.Cancelled : code is >= 400 and < 600 ? RequestStatus.Failed : RequestStatus.Ok
            : IsCancelled(text) ? RequestStatus.Cancelled
            : IsFailed(text) ? RequestStatus.Failed
            : RequestStatus.Ok;

    /// <summary>Whether an error's type means that the sender gave up.</summary>
    public static bool IsCancelled(string text) =>
        text.Contains("cancel", StringComparison.OrdinalIgnoreCase) || text.Equals("aborted", StringComparison.OrdinalIgnoreCase);

    private static bool IsFailed(string text) =>
        Array.Exists(["fail", "error", "exception", "timeout", "timed_out", "rejected", "denied", "overloaded", "rate_limit"],
            word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
