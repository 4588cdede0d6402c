using System.Diagnostics;
using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>
/// Damaged copies of every file of usage, counters, bills and deployments, source by source: each is read or refused as a problem, soon, and
/// what was read of it still adds up to its bill. MTOK_MUTATIONS asks for more of them, MTOK_MUTATIONS_FROM for others.
/// </summary>
public sealed class SourceMutationTests : IDisposable
{
    private const int LongestText = 12_000;
    private static readonly int Mutations = int.Parse(Environment.GetEnvironmentVariable("MTOK_MUTATIONS") ?? "40", CultureInfo.InvariantCulture);
    private static readonly int First = int.Parse(Environment.GetEnvironmentVariable("MTOK_MUTATIONS_FROM") ?? "0", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private static readonly string[] Folders = ["tests/Mtok.Tests/Fixtures/tracking", "../shared/data/tracking", "../shared/data/tracking-samples"];
    private static readonly Lazy<ILookup<string, string>> Files = new(() => Folders.Select(Snapshot.PathOf).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal)
        .ToLookup(path => Source.Of(SourceFile.OnDisk(path))?.Name ?? ""));

    private readonly string _folder = Directory.CreateTempSubdirectory("mtok-damaged").FullName;

    public static TheoryData<string> Sources => [.. Source.All.Except([OtlpGrpc.Source]).Select(source => source.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Exports in the frames of gRPC, one of them compressed.</summary>
    private static byte[] Framed(IEnumerable<byte[]> exports) => [.. exports.SelectMany((export, at) => OtlpGrpcTests.Frame(export, isZipped: at == 0))];

    [Fact]
    public void A_damaged_capture_of_gRPC_is_read_or_refused_soon()
    {
        Assert.SkipUnless(Files.Value[OtlpExports.Proto.Name].Any(), "the shared data is not beside the clone");
        var exports = Files.Value[OtlpExports.Proto.Name].Select(File.ReadAllBytes).ToList();
        Damage([Framed(exports), Framed(exports.Skip(1).Take(2)), Framed(exports.TakeLast(1))]);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_damaged_file_of_a_source_is_read_or_refused_soon_and_what_is_read_adds_up(string source)
    {
        Assert.SkipUnless(Files.Value[source].Any(), $"no file of {source} is beside the clone");
        Damage([.. Files.Value[source].Select(File.ReadAllBytes).Select(Shortened)]);
    }

    [Fact]
    public void A_damaged_file_of_deployments_is_read_or_refused_soon() => Damage(
    [
        """
        [teams]
        "key-1" = "search"
        [[deployment]]
        name = "chat"
        price = "$8/h"
        accelerator = "h100-sxm"
        machine_gpus = 8
        gpus = 8
        instances = ["i-1"]
        models = ["llama-3.3-70b", "*"]
        targets = ["gpu-*"]
        """u8.ToArray(),
    ]);

    private void Damage(IReadOnlyList<byte[]> files)
    {
        for (var number = First; number < First + Mutations; number++)
        {
            var bytes = DamagedBytes.Of(files[number % files.Count], new Random(number));
            var isSoon = false;
            var thrown = Record.Exception(() => isSoon = IsSoon(bytes) || IsSoon(bytes));
            Assert.True(thrown is null, $"damage {number}: {thrown}");
            Assert.True(isSoon, $"damage {number} takes more than {Soon}");
        }
    }

    private bool IsSoon(byte[] bytes)
    {
        var path = Path.Combine(_folder, "damaged");
        File.WriteAllBytes(path, bytes);
        var clock = Stopwatch.StartNew();
        ReadAndAnswer(path);
        return clock.Elapsed < Soon;
    }

    private static void ReadAndAnswer(string path)
    {
        var problems = new Problems();
        var tracked = new TrackedReader(Workloads.Built, problems).Read([path]);
        Assert.True(tracked.Files.Count == 1 || problems.HasErrors, "a file is neither read nor refused");
        var answer = TrackAnswers.Of(tracked, [TrackBy.Model, TrackBy.Team, TrackBy.Hour], TrackSpan.All, null);
        foreach (var bill in answer.Bills)
        {
            var cost = answer.Cost.Where(row => !row.IsEstimate && row.Amount.Currency == bill.Billed.Currency).Sum(row => row.Amount.Amount);
            Assert.Equal(bill.Billed.Amount, cost);
        }
    }

    /// <summary>The first lines of a long table, and any other file whole: half a document is damaged already.</summary>
    private static byte[] Shortened(byte[] bytes)
    {
        var isTable = bytes.Length > LongestText && bytes.AsSpan(0, LongestText).Count((byte)'\n') > 10 && !bytes.AsSpan(0, LongestText).Contains((byte)0);
        return isTable ? bytes[..(bytes.AsSpan(0, LongestText).LastIndexOf((byte)'\n') + 1)] : bytes;
    }
}
