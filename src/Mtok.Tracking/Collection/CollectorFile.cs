namespace Mtok.Tracking;

/// <summary>What a collector goes and gets by itself: scrapes, queries of Prometheus, logs that it follows, files and folders that it imports.</summary>
/// <param name="Scrapes">Targets whose metrics are read.</param>
/// <param name="Queries">Prometheus servers that are asked.</param>
/// <param name="Tails">Logs that are followed.</param>
/// <param name="Imports">Files and folders that are imported again when they change: bills, deployments.</param>
public sealed record CollectorFile(
    IReadOnlyList<ScrapeTarget> Scrapes, IReadOnlyList<PrometheusServer> Queries, IReadOnlyList<FollowedLog> Tails, IReadOnlyList<WatchedFiles> Imports)
{
    /// <summary>Nothing.</summary>
    public static CollectorFile Empty { get; } = new([], [], [], []);
}

/// <summary>A target whose metrics are read.</summary>
/// <param name="Url">The address of its metrics.</param>
/// <param name="Target">Its name: the <c>instance</c> of its series.</param>
/// <param name="Every">Time between two scrapes.</param>
/// <param name="Labels">Its <c>job</c> and <c>deployment</c>, where given.</param>
/// <param name="BearerEnv">The variable of the environment that holds the token to send; null where none is sent.</param>
public sealed record ScrapeTarget(Uri Url, string Target, TimeSpan Every, IReadOnlyDictionary<string, string> Labels, string? BearerEnv)
{
    /// <summary>The body of a scrape.</summary>
    /// <param name="bytes">What the target answered.</param>
    /// <param name="at">When it was asked.</param>
    public CollectedBody BodyOf(ReadOnlyMemory<byte> bytes, DateTimeOffset at) =>
        new(BodyKind.Scrape, bytes, Url.ToString(), Target) { At = at, Labels = Labels };
}

/// <summary>A Prometheus server that is asked.</summary>
/// <param name="Url">Its address, without <c>/api/v1/query</c>.</param>
/// <param name="Every">Time between two queries.</param>
/// <param name="Window">How far back a query asks; longer than <paramref name="Every"/>, so that late samples are seen: each counts once.</param>
/// <param name="BearerEnv">The variable of the environment that holds the token to send; null where none is sent.</param>
public sealed record PrometheusServer(Uri Url, TimeSpan Every, TimeSpan Window, string? BearerEnv)
{
    /// <summary>The body of an answer.</summary>
    /// <param name="bytes">What the server answered.</param>
    public CollectedBody BodyOf(ReadOnlyMemory<byte> bytes) => new(BodyKind.PrometheusAnswer, bytes, Url.ToString());
}

/// <summary>Logs that are followed.</summary>
/// <param name="Path">The file; its name may have <c>*</c>.</param>
/// <param name="Every">Time between two looks.</param>
/// <param name="Columns">The columns, where a user names them; null for the common spellings.</param>
public sealed record FollowedLog(string Path, TimeSpan Every, UsageColumns? Columns);

/// <summary>A file or folder that is imported again when it changes.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Every">Time between two looks.</param>
public sealed record WatchedFiles(string Path, TimeSpan Every);
