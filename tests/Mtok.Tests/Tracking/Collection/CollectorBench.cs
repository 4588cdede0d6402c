using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>A collector of a ledger in a temporary folder, with a clock that is set.</summary>
internal sealed class CollectorBench : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 9, 1, 22, 0, 0, TimeSpan.Zero);

    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;
    private CancellationTokenSource _stop = new();
    private Task _run;

    public CollectorBench(CollectorLimits? limits = null, bool isRunning = true)
    {
        Limits = limits ?? new() { CloseEvery = TimeSpan.FromDays(20) };
        Collector = Open();
        _run = isRunning ? Collector.Run(_stop.Token) : Task.CompletedTask;
    }

    public CollectorLimits Limits { get; }

    public SetClock Clock { get; } = new(Start);

    public TemporaryFolder Folder { get; } = new();

    public string Path => Folder.File("ledger");

    public LedgerCollector Collector { get; private set; }

    /// <summary>Sends a body.</summary>
    public CollectorAnswer Send(CollectedBody body) => Task.Run(() => Collector.Take(body, CancellationToken.None)).Result;

    /// <summary>Sends a body that must be stored; how many events it had.</summary>
    public int Stored(CollectedBody body) => Assert.IsType<CollectorAnswer.Stored>(Send(body)).Events;

    public int Calls(params OtlpBody.Call[] calls) => Stored(new(BodyKind.OtlpProto, OtlpBody.Of("shop", calls), "test"));

    public int Lines(params string[] lines) => Stored(new(BodyKind.LogLines, Encoding.UTF8.GetBytes(string.Join('\n', lines)), "test"));

    /// <summary>What is in the ledger, read beside the writer.</summary>
    public Tracked Snapshot()
    {
        var problems = new Problems();
        var tracked = Collector.Snapshot(problems);
        Assert.Empty(problems.All);
        return tracked!;
    }

    /// <summary>What another process would read once this one has ended.</summary>
    public Tracked Reread()
    {
        Stop();
        var problems = new Problems();
        var tracked = new LedgerReader(new(Path), Facts, problems).Read();
        Assert.Empty(problems.All);
        return tracked!;
    }

    /// <summary>Ends the collector and opens it again, as a restart does.</summary>
    public void Restart()
    {
        Stop();
        _stop.Dispose();
        _stop = new();
        Collector = Open();
        _run = Collector.Run(_stop.Token);
    }

    public void Stop()
    {
        _stop.Cancel();
        Assert.True(_run.Wait(TimeSpan.FromMinutes(1)));
        Collector.Dispose();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
        Folder.Dispose();
    }

    /// <summary>Hours with their keys and sums, as text that can be compared.</summary>
    public static IEnumerable<string> Hours(Tracked tracked) => tracked.Usage.Select(hour => hour.ToString());

    private LedgerCollector Open()
    {
        var problems = new Problems();
        var collector = LedgerCollector.Open(Path, Facts, Limits, Clock, problems);
        Assert.Empty(problems.All);
        return collector!;
    }
}

/// <summary>A clock that stands where it is set; timers run on the real one.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
