namespace Mtok.Server;

/// <summary>How large the bodies of requests may be, unpacked.</summary>
internal static class Bodies
{
    /// <summary>Of exports, as servers of telemetry take them; larger ones are split by their senders.</summary>
    public const long Largest = 16 << 20;

    /// <summary>Of a trace of requests, which goes to a file as it comes.</summary>
    public const long LargestTrace = 512L << 20;
}
