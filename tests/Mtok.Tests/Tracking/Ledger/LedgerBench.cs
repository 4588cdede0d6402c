using System.Globalization;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>A ledger in a temporary folder, with logs made for it.</summary>
internal sealed class LedgerBench : IDisposable
{
    /// <summary>After every hour of the logs.</summary>
    public static readonly DateTimeOffset Later = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;

    public TemporaryFolder Folder { get; } = new();

    public string Path => Folder.File("ledger");

    /// <summary>Imports files as of a moment, without problems.</summary>
    public LedgerImport Import(DateTimeOffset now, params string[] files)
    {
        var import = Import(now, out var problems, files);
        Assert.Empty(problems.All);
        return import!;
    }

    public LedgerImport Import(params string[] files) => Import(Later, files);

    public LedgerImport? Import(DateTimeOffset now, out Problems problems, params string[] files)
    {
        problems = new Problems();
        using var ledger = Ledger.Open(Path, problems);
        return ledger?.Import(new(Facts, problems), files, now, problems);
    }

    /// <summary>What the ledger says.</summary>
    public Tracked Tracked()
    {
        var problems = new Problems();
        var tracked = new LedgerReader(new(Path), Facts, problems).Read();
        Assert.Empty(problems.All);
        return tracked!;
    }

    /// <summary>The whole report as JSON, without the list of files.</summary>
    public string Report() => Report(Tracked());

    /// <summary>The same report of files that are in no ledger.</summary>
    public static string ReportOf(params string[] files)
    {
        var problems = new Problems();
        var tracked = new TrackedReader(Facts, problems).Read(files);
        Assert.Empty(problems.All);
        return Report(tracked);
    }

    /// <summary>A log of requests as CSV.</summary>
    public string Log(string name, IEnumerable<(string Id, DateTimeOffset At, string Model, string Team, long Input, long Output)> requests) => Folder.Write(
        name,
        "request_id,timestamp,model,team,prompt_tokens,completion_tokens\n" + string.Concat(requests.Select(request => string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Id},{request.At:yyyy-MM-dd'T'HH:mm:ss'Z'},{request.Model},{request.Team},{request.Input},{request.Output}\n"))));

    /// <summary>Segments by path, with the bytes of each.</summary>
    public Dictionary<string, string> Segments(string kind) => Directory
        .EnumerateFiles(System.IO.Path.Combine(Path, "segments", kind)).ToDictionary(path => System.IO.Path.GetFileName(path), SegmentWriter.HashOf);

    public void Dispose() => Folder.Dispose();

    private static string Report(Tracked tracked)
    {
        var answer = TrackAnswers.Of(tracked with { Files = [] }, [TrackBy.Hour, TrackBy.Model, TrackBy.Team, TrackBy.Deployment], TrackSpan.All, new(Facts));
        return ReportText.Write(TrackReport.Of(answer, int.MaxValue), ReportFormat.Json, 200);
    }
}
