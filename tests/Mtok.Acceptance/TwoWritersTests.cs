namespace Mtok.Acceptance;

/// <summary>Several processes write into one catalog folder: every row that one of them says it stored is there.</summary>
public sealed class TwoWritersTests : IDisposable
{
    private const int Rows = 1500;
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Imports_at_the_same_time_lose_no_row()
    {
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            _workspace.Write($"{name}.csv", "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,Price,SpotPrice,AvailabilityZone\n"
                + string.Concat(Enumerable.Range(0, Rows).Select(row => $"p5.48xlarge,192,2048,H100,8,,r-{name}{row},5{row % 9}.04,,\n")));
        }

        var runs = new MtokRun[names.Length];
        Parallel.For(0, names.Length, at => runs[at] = _workspace.Run(
            "import", "prices", $"{names[at]}.csv", "--seller", "aws", "--as-of", "2026-10-01", "--as", $"s{at}", "--catalog", "mine"));
        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(names.Length * Rows, File.ReadLines(_workspace.PathOf("mine/imported/offers/aws.csv")).Count(line => line.StartsWith("p5", StringComparison.Ordinal)));
        Assert.DoesNotContain(_workspace.Files, file => file.Contains("mtok-", StringComparison.Ordinal) && Path.GetFileName(file).StartsWith('.'));
    }

    [Fact]
    public void A_killed_writer_keeps_nobody_waiting_and_what_it_left_is_swept()
    {
        _workspace.Write("a.csv", "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,Price,SpotPrice,AvailabilityZone\n"
            + "p5.48xlarge,192,2048,H100,8,,r-1,55.04,,\n");
        _workspace.Write("mine/.mtok-lock", "");
        _workspace.Write("mine/.mtok-lock-owner", "process 1 on a host that is gone");
        _workspace.Write("mine/imported/offers/.aws.csv.abcdefgh.mtok-partial", "half a row");
        var run = _workspace.Run("import", "prices", "a.csv", "--seller", "aws", "--as-of", "2026-10-01", "--as", "s", "--catalog", "mine");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [_workspace.PathOf("mine/imported/offers/aws.csv")],
            Directory.GetFiles(_workspace.PathOf("mine"), "*", SearchOption.AllDirectories));
    }
}
