using System.IO.Compression;
using CsCheck;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>A ledger answers as the files themselves do, keeps each row once, and changes no hour but those of late data.</summary>
public sealed class LedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 22, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(string Id, DateTimeOffset At, string Model, string Team, long Input, long Output)> Request =
        from id in Gen.Int[0, 40]
        from minute in Gen.Int[0, 300]
        from model in Gen.Int[0, 2]
        from team in Gen.Int[0, 2]
        from input in Gen.Long[0, 100_000]
        from output in Gen.Long[0, 9_000]
        select (id < 10 ? "" : $"r{id}", Start.AddMinutes(minute), $"m{model}", $"t{team}", input, output);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_month_of_counters_logs_deployments_and_a_bill_is_reported_from_the_ledger_as_from_its_files()
    {
        using var bench = new LedgerBench();
        var month = Snapshot.PathOf(MonthExample.Folder);
        Assert.Equal(5, bench.Import(month).Files.Count);
        Assert.Equal(LedgerBench.ReportOf(month), bench.Report());
        Assert.All(bench.Import(month).Files, file => Assert.NotNull(file.File.SameAs));
        Assert.Equal(LedgerBench.ReportOf(month), bench.Report());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Any_order_and_split_of_logs_with_requests_repeated_between_them_gives_the_report_of_the_files() =>
        Gen.Select(Request.Array[1, 30], Request.Array[1, 30], Gen.Int[0, 2]).Sample(
            (first, second, way) =>
            {
                using var bench = new LedgerBench();
                var one = bench.Log("one.csv", first);
                var two = bench.Log("two.csv", second.Concat(first.Where(request => request.Id.Length > 0).Take(5)));
                string[][] imports = way switch { 0 => [[one], [two]], 1 => [[two], [one]], _ => [[one, two]] };
                Array.ForEach(imports, files => bench.Import(files));
                Assert.Equal(LedgerBench.ReportOf(one, two), bench.Report());
            },
            iter: 12,
            threads: 1);

    [Fact]
    public void Hours_that_have_not_ended_count_from_the_open_rows_and_are_closed_later()
    {
        using var bench = new LedgerBench();
        var log = bench.Log("log.csv", Enumerable.Range(0, 20).Select(at => ($"r{at}", Start.AddMinutes(at * 15), "m", "t", 100L + at, 10L)));
        var early = bench.Import(Start.AddHours(2), log);
        Assert.Equal((2, 12L, 8L), (early.Written, early.Open, early.Rows));
        Assert.Equal(LedgerBench.ReportOf(log), bench.Report());
        var late = bench.Import(log);
        Assert.Equal((3, 0L, 20L), (late.Written, late.Open, late.Rows));
        Assert.Equal(LedgerBench.ReportOf(log), bench.Report());
    }

    [Fact]
    public void Late_data_revises_its_own_hour_alone()
    {
        using var bench = new LedgerBench();
        bench.Import(bench.Log("log.csv", Enumerable.Range(0, 20).Select(at => ($"r{at}", Start.AddMinutes(at * 15), "m", "t", 100L, 10L))));
        var before = bench.Segments("usage");
        var import = bench.Import(bench.Log("late.csv", [("late", Start.AddMinutes(70), "m", "t", 7, 1), ("r5", Start.AddMinutes(75), "m", "t", 100, 10)]));
        Assert.Equal((1, 1), (import.Written, import.Revised));
        var after = bench.Segments("usage");
        var changed = Assert.Single(after.Keys.Except(before.Keys));
        Assert.StartsWith("2026-09-01T23Z", changed, StringComparison.Ordinal);
        Assert.Contains(".r2.", changed, StringComparison.Ordinal);
        Assert.All(before.Keys.Intersect(after.Keys), name => Assert.Equal(before[name], after[name]));
    }

    [Fact]
    public void A_request_that_a_later_file_states_more_completely_moves_to_the_hour_stated_there()
    {
        using var bench = new LedgerBench();
        var one = bench.Log("one.csv", [("a", Start, "m", "t", 100, 1), ("b", Start, "m", "t", 5, 5)]);
        var two = bench.Log("two.csv", [("a", Start.AddHours(2), "m", "t", 100, 50)]);
        bench.Import(one);
        bench.Import(two);
        Assert.Equal([(5L, 5L), (100L, 50L)], bench.Tracked().Usage.Select(hour => (hour.Tokens.Input!.Value, hour.Tokens.Output!.Value)));
        Assert.Equal(LedgerBench.ReportOf(one, two), bench.Report());
    }

    [Fact]
    public void A_log_without_ids_that_has_grown_counts_its_old_lines_once()
    {
        using var bench = new LedgerBench();
        var requests = Enumerable.Range(0, 10).Select(at => ("", Start.AddMinutes(at), "m", "t", 100L, 10L)).ToList();
        bench.Import(bench.Log("log.csv", requests.Take(6)));
        var grown = bench.Log("log.csv", requests);
        bench.Import(grown);
        Assert.Equal(1000, Assert.Single(bench.Tracked().Usage).Tokens.Input);
        Assert.Equal(LedgerBench.ReportOf(grown), bench.Report());
    }

    [Fact]
    public void A_corrected_bill_under_the_same_name_replaces_the_earlier_one()
    {
        using var bench = new LedgerBench();
        const string Head = "BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ServiceName\n";
        var bill = bench.Folder.Write("bill.csv", Head + "1.23456789012345678,USD,Usage,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,compute\n");
        bench.Import(bill);
        Assert.Equal(1.23456789012345678m, Assert.Single(bench.Tracked().Bills).Billed.Amount);
        bench.Folder.Write("bill.csv", Head + "2.5,USD,Usage,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,compute\n");
        Assert.Equal(bill, Assert.Single(bench.Import(bill).Files).Replaces);
        Assert.Equal(2.5m, Assert.Single(bench.Tracked().Bills).Billed.Amount);
    }

    [Fact]
    public void A_bill_is_the_same_by_any_path_to_it_and_an_earlier_one_that_comes_back_counts_again()
    {
        using var bench = new LedgerBench();
        decimal Billed(string path, int amount)
        {
            bench.Folder.Write(
                "bill.csv",
                $"BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd\n{amount},USD,Usage,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z\n");
            bench.Import(path);
            return bench.Tracked().Bills.Sum(row => row.Billed.Amount);
        }

        var bill = bench.Folder.File("bill.csv");
        Assert.Equal(100, Billed(bill, 100));
        Assert.Equal(120, Billed(Path.Combine(bench.Folder.Path, ".", "bill.csv"), 120));
        Assert.Equal(130, Billed(Path.GetRelativePath(Environment.CurrentDirectory, bill), 130));
        Assert.Equal(100, Billed(bill, 100));
    }

    [Fact]
    public void A_log_and_the_same_log_gzipped_count_once_and_a_gzip_that_is_cut_off_is_refused()
    {
        using var bench = new LedgerBench();
        var log = bench.Log("log.csv", Enumerable.Range(0, 500).Select(at => ("", Start.AddMinutes(at), "m", $"t{at}", 100L + at, 10L)));
        var zipped = bench.Folder.File("log.csv.gz");
        using (var stream = new GZipStream(File.Create(zipped), CompressionLevel.Optimal))
        {
            stream.Write(File.ReadAllBytes(log));
        }

        Assert.NotNull(bench.Import(log, zipped).Files[1].File.SameAs);
        var cut = bench.Folder.File("cut.csv.gz");
        File.WriteAllBytes(cut, File.ReadAllBytes(zipped)[..^200]);
        Assert.Null(bench.Import(LedgerBench.Later, out var problems, cut));
        Assert.Contains("cut off", Assert.Single(problems.All).Message, StringComparison.Ordinal);
        Assert.Equal(500, bench.Tracked().Usage.Sum(hour => hour.Requests));
    }

    [Fact]
    public void A_ledger_whose_list_is_gone_and_one_given_as_files_are_errors()
    {
        using var bench = new LedgerBench();
        var log = bench.Log("log.csv", [("a", Start, "m", "t", 100, 1)]);
        bench.Import(bench.Folder.Path);
        Assert.Single(bench.Import(bench.Folder.Path).Files);
        Assert.Null(bench.Import(LedgerBench.Later, out var problems, log, bench.Path));
        Assert.Equal("is-ledger", Assert.Single(problems.All).Rule);
        File.Delete(Path.Combine(bench.Path, "segments.json"));
        Assert.Null(bench.Import(LedgerBench.Later, out problems, log));
        Assert.Equal("broken-ledger", Assert.Single(problems.All).Rule);
    }

    [Fact]
    public void Times_at_the_end_of_the_calendar_are_none_and_negative_tokens_and_commands_to_a_terminal_do_not_count()
    {
        using var bench = new LedgerBench();
        var log = bench.Folder.Write("log.jsonl", string.Join('\n', [
            """{"time":"9999-12-31T23:59:59Z","model":"m","team":"z","input_tokens":7,"output_tokens":5}""",
            """{"time":"2026-09-01T00:00:00Z","model":"m","team":"a\u001b[31m","input_tokens":5,"output_tokens":5}""",
            """{"time":"2026-09-01T00:00:00Z","model":"m","team":"b","input_tokens":-100,"output_tokens":5}""",
            """{"time":"2026-09-01T00:00:00Z","model":"m","team":"b","input_tokens":100,"output_tokens":5}"""]));
        bench.Import(log);
        var hours = bench.Tracked().Usage;
        Assert.Equal([("a\ufffd[31m", 5L), ("b", 100L)], hours.Select(hour => (hour.Key.Team, hour.Tokens.Input!.Value)));
        Assert.Equal(2, bench.Tracked().Files[0].LeftOut.Sum(left => left.Count));
        Assert.Equal(LedgerBench.ReportOf(log), bench.Report());
    }

    [Fact]
    public void A_file_that_nobody_knows_leaves_the_ledger_as_it_was_and_every_fault_is_reported()
    {
        using var bench = new LedgerBench();
        bench.Import(bench.Log("one.csv", [("a", Start, "m", "t", 100, 1)]));
        var before = bench.Report();
        var good = bench.Log("two.csv", [("b", Start, "m", "t", 100, 1)]);
        Assert.Null(bench.Import(LedgerBench.Later, out var problems, good, bench.Folder.Write("x.txt", "hello"), bench.Folder.File("none")));
        Assert.Equal(["missing-file", "unknown-format"], problems.All.Select(problem => problem.Rule).Order());
        Assert.Equal(before, bench.Report());
    }

    [Fact]
    public void A_new_ledger_that_takes_nothing_is_gone()
    {
        using var bench = new LedgerBench();
        Assert.Null(bench.Import(LedgerBench.Later, out _, bench.Folder.File("none")));
        Assert.False(Directory.Exists(bench.Path));
        bench.Import(LedgerBench.Later, out var problems, bench.Folder.Write("machines.toml", "[[deployment]]\nnme = \"x\"\n"));
        Assert.True(problems.HasErrors);
        Assert.False(Directory.Exists(bench.Path));
    }

    [Fact]
    public void Of_a_folder_that_was_there_only_the_ledger_goes()
    {
        using var bench = new LedgerBench();
        Directory.CreateDirectory(bench.Path);
        var own = Path.Combine(bench.Path, "own.txt");
        File.WriteAllText(own, "mine");
        bench.Import(LedgerBench.Later, out _, bench.Folder.Write("machines.toml", "[[deployment]]\nnme = \"x\"\n"));
        Assert.Equal([own], Directory.GetFileSystemEntries(bench.Path));
    }

    [Fact]
    public void A_new_ledger_stays_for_the_files_that_it_took()
    {
        using var bench = new LedgerBench();
        var good = bench.Log("one.csv", [("a", Start, "m", "t", 100, 1)]);
        bench.Import(LedgerBench.Later, out var problems, good, bench.Folder.Write("machines.toml", "[[deployment]]\nnme = \"x\"\n"));
        Assert.True(problems.HasErrors);
        Assert.Equal(LedgerBench.ReportOf(good), bench.Report());
    }

    [Fact]
    public void A_writer_that_ends_before_hours_are_closed_loses_nothing()
    {
        using var bench = new LedgerBench();
        bench.Import(bench.Log("one.csv", [("a", Start, "m", "t", 100, 1)]));
        using (var ledger = Ledger.Open(bench.Path, new())!)
        {
            ledger.Append("test", [Usage("b", Start, 5), Usage("a", Start, 100)]);
        }

        Assert.Equal((2L, 105L), (Assert.Single(bench.Tracked().Usage).Requests, bench.Tracked().Usage[0].Tokens.Input));
        bench.Import(bench.Log("two.csv", [("c", Start, "m", "t", 1, 1)]));
        Assert.Equal((3L, 106L), (Assert.Single(bench.Tracked().Usage).Requests, bench.Tracked().Usage[0].Tokens.Input));
    }

    [Fact]
    public void Segments_that_are_missing_or_a_second_writer_are_problems_in_words()
    {
        using var bench = new LedgerBench();
        bench.Import(bench.Log("one.csv", [("a", Start, "m", "t", 100, 1)]));
        File.Delete(Directory.GetFiles(Path.Combine(bench.Path, "segments", "hours")).Single());
        var problems = new Problems();
        Assert.Null(new LedgerReader(new(bench.Path), CatalogReader.Load(null, new Problems())!, problems).Read());
        Assert.Equal("unusable-ledger", Assert.Single(problems.All).Rule);
        Assert.Null(new LedgerReader(new(bench.Folder.File("nowhere")), CatalogReader.Load(null, new Problems())!, problems).Read());
        Assert.Equal("missing-ledger", problems.All[^1].Rule);
    }

    [Fact]
    public void Verification_finds_a_segment_whose_bytes_changed_and_one_that_is_gone()
    {
        using var bench = new LedgerBench();
        bench.Import(bench.Log("log.csv", Enumerable.Range(0, 20).Select(at => ($"r{at}", Start.AddMinutes(at * 15), "m", "t", 100L + at, 10L))));
        var sound = LedgerVerification.Of(bench.Path, new())!;
        Assert.Empty(sound.Faults);
        Assert.Equal(20, sound.Rows);
        var segments = Directory.GetFiles(Path.Combine(bench.Path, "segments", "usage")).Order().ToList();
        File.AppendAllText(segments[0], "x");
        File.Delete(segments[1]);
        Assert.Equal(["has other bytes than were written", "is missing"], LedgerVerification.Of(bench.Path, new())!.Faults.Select(fault => fault.Fault));
    }

    [Fact]
    public void Requests_beyond_what_memory_is_for_count_as_those_in_memory() => Gen.Select(Request.Array[0, 60], Gen.Int[0, 50]).Sample(
        (requests, inMemory) =>
        {
            using var whole = new UsageTotals();
            using var spilled = new UsageTotals(inMemory);
            foreach (var (id, at, model, team, input, output) in requests)
            {
                var usage = new Usage(new("log", 1, 1), id, at, new(model, team, ""), 1, TokenClasses.Unknown with { Input = input, Output = output });
                whole.Add(usage);
                spilled.Add(usage);
            }

            Assert.Equal(whole.Hours(), spilled.Hours());
            Assert.Equal(whole.Repeated, spilled.Repeated);
        },
        iter: 20,
        threads: 1);

    private static Usage Usage(string id, DateTimeOffset at, long input) =>
        new(new("stream", 1, 1), id, at, new("m", "t", ""), 1, TokenClasses.Unknown with { Input = input, Output = 1 });
}
