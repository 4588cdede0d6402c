using System.Diagnostics;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>A disk that fills up: senders learn that nothing was taken, and all goes on when there is room.</summary>
[Trait("Speed", "Slow")]
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_fails_bodies_in_words_and_once_there_is_room_they_are_stored()
    {
        using var folder = new TemporaryFolder();
        var disk = folder.File("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Done("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk), "a small file system cannot be mounted here");
        try
        {
            await Fill(Path.Combine(disk, "ledger"), () => Assert.True(Done("mount", "-o", "remount,size=96m", disk)));
        }
        finally
        {
            Done("umount", disk);
        }
    }

    private static async Task Fill(string folder, Action makeRoom)
    {
        using var collector = LedgerCollector.Open(folder, CatalogReader.Load(null, new Problems())!, CollectorLimits.Default, TimeProvider.System, new());
        Assert.NotNull(collector);
        using var stop = new CancellationTokenSource();
        var run = collector.Run(stop.Token);
        var stored = 0L;
        var failed = -1;
        for (var body = 0; failed < 0; body++)
        {
            var answer = await collector.Take(Body(body), CancellationToken.None);
            stored += answer is CollectorAnswer.Stored ? 1000 : 0;
            failed = answer is CollectorAnswer.Failed ? body : -1;
        }

        Assert.NotNull(collector.Status.Fault);
        Assert.IsType<CollectorAnswer.Failed>(await collector.Take(Body(failed), CancellationToken.None));
        makeRoom();
        Assert.IsType<CollectorAnswer.Stored>(await collector.Take(Body(failed), CancellationToken.None));
        Assert.IsType<CollectorAnswer.Stored>(await collector.Take(Body(0), CancellationToken.None));
        Assert.Null(collector.Status.Fault);
        Assert.Equal(stored + 1000, collector.Snapshot(new())!.Usage.Sum(hour => hour.Requests));
        await stop.CancelAsync();
        await run;
    }

    private static CollectedBody Body(int number) => new(
        BodyKind.OtlpProto, OtlpBody.Of("shop", Enumerable.Range(1, 1000).Select(span => new OtlpBody.Call(number + 1, span, CollectorBench.Start))), "test");

    private static bool Done(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
