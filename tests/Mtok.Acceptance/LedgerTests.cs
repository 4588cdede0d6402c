using System.Globalization;
using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>A ledger with the real executable: what it says, and what it is after a kill and on a full disk.</summary>
public sealed class LedgerTests : IDisposable
{
    private const int Files = 30;
    private const int Rows = 400;
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Files_are_imported_once_and_reported_from_the_ledger_and_the_ledger_can_be_verified()
    {
        Log(0);
        var import = _workspace.Run("track", "import", "0.csv", "--ledger", "ledger", "--format", "json");
        Assert.Equal(0, import.ExitCode);
        Assert.Equal(Rows, JsonDocument.Parse(import.Out).RootElement.GetProperty("rows_closed").GetInt32());
        Assert.Contains("already there", _workspace.Run("track", "import", "0.csv", "--ledger", "ledger").Out, StringComparison.Ordinal);
        Assert.Equal(_workspace.Run("track", "report", "0.csv").Out, _workspace.Run("track", "report", "--ledger", "ledger").Out);
        Assert.Equal(0, _workspace.Run("track", "verify", "--ledger", "ledger").ExitCode);
        File.AppendAllText(Directory.GetFiles(_workspace.PathOf("ledger/segments/usage"))[0], "x");
        Assert.Equal(2, _workspace.Run("track", "verify", "--ledger", "ledger").ExitCode);
    }

    [Fact]
    public void An_import_that_fails_leaves_no_ledger_that_it_made()
    {
        _workspace.Write("bad.txt", "nonsense\n");
        _workspace.Write("machines.toml", "[deployment]\nname = \"x\"\n");
        BadInput.Check(_workspace, 2, "gone.csv: error: no such file or folder", "track", "import", "gone.csv", "--ledger", "ledger");
        BadInput.Check(_workspace, 2, "bad.txt: error: no known format", "track", "import", "bad.txt", "--ledger", "new/folder/ledger");
        BadInput.Check(_workspace, 2, "there may be several of \"deployment\": write [[deployment]]", "track", "import", "machines.toml", "--ledger", "ledger");
        Assert.Empty(Directory.GetDirectories(_workspace.Folder));
    }

    [Fact]
    public void Bills_of_one_name_in_two_folders_both_count_once()
    {
        foreach (var (folder, amount) in new[] { ("aws", 100), ("gcp", 7) })
        {
            Directory.CreateDirectory(_workspace.PathOf(folder));
            _workspace.Write(
                $"{folder}/bill.csv", $"BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart\n{amount},USD,Usage,2026-09-01T00:00:00Z\n");
            Assert.Equal(0, MtokProcess.Run(_workspace.PathOf(folder), ["track", "import", "bill.csv", "--ledger", _workspace.PathOf("ledger")]).ExitCode);
        }

        var report = JsonDocument.Parse(_workspace.Run("track", "report", "--ledger", "ledger", "--format", "json").Out).RootElement;
        Assert.Equal("107", report.GetProperty("bill")[0].GetProperty("billed").GetString());
    }

    [Fact]
    public void A_ledger_that_is_missing_is_an_error_and_so_are_files_beside_one()
    {
        BadInput.Check(
            _workspace, 2, "none: error: no such ledger; mtok track import FILE --ledger DIR makes one [missing-ledger]", "track", "report", "--ledger", "none");
        Assert.Equal(1, _workspace.Run("track", "report", "x.csv", "--ledger", "none").ExitCode);
        Assert.Equal(1, _workspace.Run("track", "report").ExitCode);
    }

    [Fact]
    public void Twenty_kills_at_any_moment_lose_no_row_that_was_there_and_show_no_half_of_a_file()
    {
        for (var file = 0; file < Files; file++)
        {
            Log(file);
        }

        var seen = new HashSet<string>();
        var random = new Random(27);
        for (var kill = 0; kill < 20; kill++)
        {
            MtokProcess.Kill(_workspace.Folder, TimeSpan.FromMilliseconds(random.Next(300, 1500)), ["track", "import", .. Names(), "--ledger", "ledger"]);
            var teams = Teams();
            Assert.All(teams.Values, requests => Assert.Equal(Rows, requests));
            Assert.Superset(seen, teams.Keys.ToHashSet());
            seen = [.. teams.Keys];
        }

        Assert.Equal(0, _workspace.Run(["track", "import", .. Names(), "--ledger", "ledger"]).ExitCode);
        Assert.Equal(Files, Teams().Count(team => team.Value == Rows));
        Assert.Equal(0, _workspace.Run("track", "verify", "--ledger", "ledger").ExitCode);
    }

    [Fact]
    public void A_full_disk_is_an_error_in_words_and_loses_nothing_of_what_was_there()
    {
        var disk = _workspace.PathOf("disk");
        Directory.CreateDirectory(disk);
        if (!OperatingSystem.IsLinux() || MtokProcess.Start("mount", _workspace.Folder, ["-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]).ExitCode != 0)
        {
            Assert.Skip("a small file system cannot be mounted here");
        }

        try
        {
            Log(0);
            Assert.Equal(0, _workspace.Run("track", "import", "0.csv", "--ledger", "disk/ledger").ExitCode);
            var before = Teams("disk/ledger");
            Log(1, rows: 400_000);
            var run = _workspace.Run("track", "import", "1.csv", "--ledger", "disk/ledger");
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("[unusable-ledger]", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, Teams("disk/ledger"));
            Assert.Equal(0, MtokProcess.Start("mount", _workspace.Folder, ["-o", "remount,size=64m", disk]).ExitCode);
            Log(1);
            Assert.Equal(0, _workspace.Run("track", "import", "1.csv", "--ledger", "disk/ledger").ExitCode);
            Assert.Equal(2, Teams("disk/ledger").Count(team => team.Value == Rows));
        }
        finally
        {
            MtokProcess.Start("umount", _workspace.Folder, [disk]);
        }
    }

    private static IEnumerable<string> Names() => Enumerable.Range(0, Files).Select(file => $"{file}.csv");

    /// <summary>Requests without ids, of a team of their own.</summary>
    private void Log(int file, int rows = Rows) => _workspace.Write(
        $"{file}.csv",
        "time,team,model,input_tokens,output_tokens\n" + string.Concat(Enumerable.Range(0, rows).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"2026-09-01T{row % 24:00}:{file:00}:00Z,t{file},llama-3.1-8b,{100 + row},20\n"))));

    private Dictionary<string, int> Teams(string ledger = "ledger")
    {
        var run = _workspace.Run("track", "report", "--ledger", ledger, "--by", "team", "--format", "json");
        return run.ExitCode != 0
            ? []
            : JsonDocument.Parse(run.Out).RootElement.GetProperty("usage").EnumerateArray()
                .ToDictionary(row => row.GetProperty("team").GetString()!, row => row.GetProperty("requests").GetInt32());
    }
}
