using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

public sealed class ClickHouseStoreTests : IDisposable
{
    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LedgerBench _bench = new();
    private readonly StandInClickHouse _server;

    public ClickHouseStoreTests() => _server = new(_bench.Folder.Path);

    public void Dispose()
    {
        _server.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void It_answers_as_the_folder_does()
    {
        _bench.Import(Snapshot.PathOf(MonthExample.Folder));
        _bench.Import(_bench.Log("more.csv", Enumerable.Range(0, 30).Select(at => ($"r{at}", Start.AddHours(at), "it's", $"team \\{at % 3}", 1000L + at, 10L))));
        _bench.Import(_bench.Folder.Write("power.prom", string.Concat(Enumerable.Range(0, 510).Select(Power))));
        Assert.Equal(Answers(_bench.Tracked()), Answers(Read(_server.Place("ledger"))));
        Assert.Equal(510, _bench.Segments("levels").Count);
    }

    [Fact]
    public void What_it_cannot_see_is_a_fault_and_no_smaller_bill()
    {
        _bench.Import(_bench.Log("one.csv", [("a", Start, "m", "t", 10, 1), ("b", Start.AddMonths(1), "m", "t", 10, 1)]));
        File.Delete(Path.Combine(_bench.Path, "segments", "hours", _bench.Segments("hours").Keys.Order(StringComparer.Ordinal).First()));
        Assert.Contains("has 1 of 2 rows of hours in ledger", Fault(_server.Place("ledger")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_is_one_line_with_the_version()
    {
        _bench.Import(_bench.Log("one.csv", [("a", Start, "m", "t", 10, 1)]));
        _server.Instead = query => query.Contains("version", StringComparison.Ordinal) ? null : (500, "Code: 73. DB::Exception: Unknown format \u001b[31mRawBLOB\nStack trace");
        Assert.Equal(
            $"ClickHouse at {_server.Url}: 500, Code: 73. DB::Exception: Unknown format  [31mRawBLOB (ClickHouse 26.7.2.1)", Fault(_server.Place("ledger")));
    }

    [Fact]
    public void A_list_that_is_none_is_refused()
    {
        _server.Instead = _ => (200, "<html>");
        Assert.Contains("the list of segments cannot be read", Fault(_server.Place("ledger")), StringComparison.Ordinal);
        Assert.Contains("pattern", Fault(_server.Place("ledger*")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_gone_is_a_fault_and_its_version_is_unknown()
    {
        var place = _server.Place("ledger");
        _server.Dispose();
        Assert.Contains("refused", Fault(place), StringComparison.OrdinalIgnoreCase);
        Assert.Null(place.Version());
    }

    [Fact]
    public void Open_hours_are_said_to_be_missing()
    {
        _bench.Import(Start.AddHours(1), _bench.Log("one.csv", [("a", Start, "m", "t", 10, 1), ("b", Start.AddHours(1), "m", "t", 10, 1)]));
        var tracked = Read(_server.Place("ledger"));
        Assert.Equal("hours that are not closed yet are not counted: ClickHouse reads closed hours", Assert.Single(tracked.Warnings).Message);
        Assert.Equal(1, Assert.Single(tracked.Usage).Requests);
    }

    [Fact]
    public void User_and_password_are_sent_and_never_shown()
    {
        _bench.Import(_bench.Log("one.csv", [("a", Start, "m", "t", 10, 1)]));
        var place = _server.Place("ledger", "reader", "s3cret");
        Read(place);
        Assert.All(_server.Asked, asked => Assert.Equal(("reader", "s3cret"), (asked.User, asked.Key)));
        Assert.DoesNotContain("s3cret", $"{place}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_that_of_the_list()
    {
        _server.Instead = query => query.Contains("cityHash64", StringComparison.Ordinal) ? (200, "42\n") : null;
        Assert.Equal("42\n", _server.Place("ledger").Version());
    }

    [Theory]
    [InlineData("http://localhost:8123")]
    [InlineData("clickhouse=localhost:8123")]
    [InlineData("clickhouse=ftp://localhost")]
    [InlineData("clickhouse=http://localhost:8123/?user=me")]
    [InlineData("clickhouse=http://me:word@localhost:8123/")]
    [InlineData("clickhouse=")]
    public void An_address_is_http_without_secrets(string store)
    {
        Assert.False(ClickHouseAddress.TryParse(store, _ => "", out _, out var fault));
        Assert.DoesNotContain("word@", store.Contains('@', StringComparison.Ordinal) ? fault : "", StringComparison.Ordinal);
    }

    /// <summary>A level in each of many hours, so that their files need more than one query.</summary>
    private static string Power(int hour) =>
        FormattableString.Invariant($"DCGM_FI_DEV_POWER_USAGE{{UUID=\"x\"}} 8.{hour} {Start.AddHours(hour).ToUnixTimeMilliseconds()}\n");

    private static Tracked Read(LedgerPlace place)
    {
        var problems = new Problems();
        var tracked = new LedgerReader(place, Facts, problems).Read();
        Assert.Empty(problems.All);
        return tracked!;
    }

    private static string Fault(LedgerPlace place)
    {
        var problems = new Problems();
        Assert.Null(new LedgerReader(place, Facts, problems).Read());
        return Assert.Single(problems.All).Message;
    }

    private static string Answers(Tracked tracked)
    {
        var answer = TrackAnswers.Of(tracked, [TrackBy.Hour, TrackBy.Model, TrackBy.Team, TrackBy.Deployment], TrackSpan.All, new(Facts));
        var levels = string.Join('\n', tracked.Levels.Select(level => $"{level}").Order(StringComparer.Ordinal));
        return ReportText.Write(TrackReport.Of(answer, int.MaxValue), ReportFormat.Json, 200) + levels;
    }
}
