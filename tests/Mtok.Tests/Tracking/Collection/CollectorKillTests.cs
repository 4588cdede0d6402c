using System.Diagnostics;
using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>A collector that is killed at any moment, again and again: what was answered is there, and what is sent again counts once.</summary>
[Trait("Speed", "Slow")]
public sealed class CollectorKillTests
{
    private const int Kills = 8;
    private const int Senders = 4;
    private const int Spans = 5;
    private const string Variable = "MTOK_TEST_COLLECTOR";
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lock Answering = new();
    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;

    [Fact]
    public async Task Eight_kills_lose_nothing_that_was_answered_and_count_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(28);
        await File.WriteAllTextAsync(folder.File("log.jsonl"), "", TestContext.Current.CancellationToken);
        var lines = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = Begin(folder.Path);
            for (var begun = Stopwatch.StartNew(); begun.Elapsed < TimeSpan.FromSeconds(60) && !File.Exists(folder.File("ready"));)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            File.Delete(folder.File("ready"));
            for (var left = random.Next(300, 2500); left > 0; left -= 100)
            {
                await File.AppendAllTextAsync(folder.File("log.jsonl"), Line(lines++), TestContext.Current.CancellationToken);
                await Task.Delay(Math.Min(100, left), TestContext.Current.CancellationToken);
            }

            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Check(folder, lines, mayLack: true);
        }

        using (var collector = Open(folder.File("ledger")))
        {
            using var stop = new CancellationTokenSource();
            var run = collector.Run(stop.Token);
            await new LogTail(collector, new(folder.File("log.jsonl"), TimeSpan.FromSeconds(1), null)).Poll(new(), CancellationToken.None);
            await stop.CancelAsync();
            await run;
        }

        Check(folder, lines, mayLack: false);
        Assert.True(Answered(folder.Path).Count > Kills * Senders);
    }

    /// <summary>The process that is killed: sends what was not answered yet, now and then something again, and closes hours meanwhile.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(folder is null, "it is the process that another test kills");
        using var collector = Open(Path.Combine(folder, "ledger"));
        var run = collector.Run(CancellationToken.None);
        var done = Answered(folder);
        var answered = Path.Combine(folder, "answered");
        await File.WriteAllTextAsync(Path.Combine(folder, "ready"), "", TestContext.Current.CancellationToken);
        var tail = new LogTail(collector, new(Path.Combine(folder, "log.jsonl"), TimeSpan.FromSeconds(1), null));
        await Task.WhenAll([.. Enumerable.Range(0, Senders).Select(sender => Send(collector, sender, done, answered)), Follow(tail), run]);
    }

    private static async Task Send(LedgerCollector collector, int sender, HashSet<string> done, string answered)
    {
        await Task.Yield();
        for (var number = 0; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{sender}-{number}");
            if ((number % 7 == 0 || !done.Contains(name)) && await collector.Take(Body(sender, number, name), CancellationToken.None) is CollectorAnswer.Stored)
            {
                Note(answered, name);
            }
        }
    }

    private static void Note(string answered, string name)
    {
        lock (Answering)
        {
            File.AppendAllText(answered, name + "\n");
        }
    }

    private static async Task Follow(LogTail tail)
    {
        await Task.Yield();
        while (true)
        {
            await tail.Poll(new(), TestContext.Current.CancellationToken);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static CollectedBody Body(int sender, int number, string team) => new(
        BodyKind.OtlpProto,
        OtlpBody.Of("shop", Enumerable.Range(1, Spans).Select(span => new OtlpBody.Call((sender * 1_000_000L) + number, span, Start.AddMinutes(number % 600), Team: team))),
        "test");

    private static string Line(int number) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"time":"{{Start.AddSeconds(number):yyyy-MM-dd'T'HH:mm:ss'Z'}}","model":"m","team":"log","input_tokens":1,"output_tokens":1}""") + "\n";

    private static void Check(TemporaryFolder folder, int lines, bool mayLack)
    {
        var problems = new Problems();
        var tracked = new LedgerReader(new(folder.File("ledger")), Facts, problems).Read();
        Assert.Empty(problems.All);
        var teams = tracked!.Usage.GroupBy(hour => hour.Key.Team).ToDictionary(team => team.Key, team => team.Sum(hour => hour.Requests!.Value));
        Assert.InRange(teams.GetValueOrDefault("log"), mayLack ? 0 : lines, lines);
        teams.Remove("log");
        Assert.All(teams.Values, requests => Assert.Equal(Spans, requests));
        Assert.Empty(Answered(folder.Path).Except(teams.Keys));
    }

    private static HashSet<string> Answered(string folder) =>
        File.Exists(Path.Combine(folder, "answered")) ? [.. File.ReadAllText(Path.Combine(folder, "answered")).Split('\n')[..^1]] : [];

    private static LedgerCollector Open(string folder)
    {
        var problems = new Problems();
        var collector = LedgerCollector.Open(folder, Facts, new() { CloseEvery = TimeSpan.FromMilliseconds(300) }, TimeProvider.System, problems);
        Assert.Empty(problems.All);
        return collector!;
    }

    private static Process Begin(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-noLogo", "-explicit", "only", "-method", $"{typeof(CollectorKillTests).FullName}.{nameof(Child)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = folder;
        return Process.Start(start)!;
    }
}
