using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Mtok.Tracking;

namespace Mtok.Benchmarks;

/// <summary>
/// A ledger's speed, timed once each and compared in one run: bulk import beside the bare appender, batches that are acknowledged, closing, and adding up.
/// <c>ledger [EVENTS] [FOLDER]</c>.
/// </summary>
internal static class LedgerSpeed
{
    private const int Acknowledged = 1_000;
    private static readonly DateTimeOffset Later = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    public static void Run(string[] args)
    {
        var events = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000_000;
        var folder = args.Length > 2 ? args[2] : Directory.CreateTempSubdirectory("mtok-ledger").FullName;
        Directory.CreateDirectory(folder);
        Bare(events, Path.Combine(folder, "bare.duckdb"));
        var path = Path.Combine(folder, "ledger");
        using (var ledger = Ledger.Open(path, new())!)
        {
            Row("bulk import into the ledger, batches of 100,000", events, Append(ledger, "events", 0, events, LedgerEvents.Batch), 400_000);
            var few = Math.Min(events, 1_000_000);
            Row("acknowledged batches of 1,000", few, Append(ledger, "few", events, few, Acknowledged), 100_000);
            var watch = Stopwatch.StartNew();
            ledger.Close(Later);
            Row("closing 720 hours into segments", events + few, watch.Elapsed.TotalSeconds, null);
        }

        AddUp(path);
        Console.WriteLine($"{path}: try `mtok track report --ledger {path}`");
    }

    /// <summary>The same rows by the appender alone: the bound on what a ledger can reach.</summary>
    private static void Bare(int events, string path)
    {
        using var connection = new DuckDBConnection("DataSource=" + path);
        connection.Open();
        Execute(connection, "SET threads = 2; SET memory_limit = '200MB'");
        Execute(connection, "CREATE TABLE events (id1 BIGINT, id2 BIGINT, hour INTEGER, ts BIGINT, until_ts BIGINT, key INTEGER, requests BIGINT, "
            + "status TINYINT, input BIGINT, uncached BIGINT, read BIGINT, written BIGINT, written_1h BIGINT, written_unsplit BIGINT, output BIGINT, "
            + "reasoning BIGINT, tool_prompt BIGINT, billed_input BIGINT, billed_output BIGINT, cost DECIMAL(38,12), file INTEGER, line INTEGER)");
        var seconds = 0.0;
        for (var from = 0; from < events; from += LedgerEvents.Batch)
        {
            var part = LedgerEvents.Part(from, Math.Min(LedgerEvents.Batch, events - from), events);
            var watch = Stopwatch.StartNew();
            Execute(connection, "BEGIN");
            using (var appender = connection.CreateAppender("events"))
            {
                foreach (var usage in part)
                {
                    var (ticks, tokens) = (usage.At!.Value.Ticks, usage.Tokens);
                    appender.CreateRow().AppendValue(ticks).AppendValue(ticks).AppendValue((int)(ticks / TimeSpan.TicksPerHour)).AppendValue(ticks / 10)
                        .AppendNullValue().AppendValue(1).AppendValue(1L).AppendValue((sbyte)0).AppendValue(tokens.Input).AppendValue(tokens.InputUncached)
                        .AppendValue(tokens.CacheRead).AppendValue(tokens.CacheWrite5m).AppendValue(tokens.CacheWrite1h).AppendNullValue()
                        .AppendValue(tokens.Output).AppendValue(tokens.Reasoning).AppendNullValue().AppendNullValue().AppendNullValue().AppendNullValue()
                        .AppendValue(1).AppendValue(usage.Where.Line).EndRow();
                }
            }

            Execute(connection, "COMMIT");
            seconds += watch.Elapsed.TotalSeconds;
        }

        Row("bare appender, the same rows, batches of 100,000", events, seconds, null);
        AddUp(connection, "events in one table, by hour and key", "SELECT hour, key, sum(input)::BIGINT, sum(output)::BIGINT FROM events GROUP BY ALL");
    }

    private static double Append(Ledger ledger, string source, int first, int events, int batch)
    {
        var seconds = 0.0;
        for (var from = 0; from < events; from += LedgerEvents.Batch)
        {
            var part = LedgerEvents.Part(first + from, Math.Min(LedgerEvents.Batch, events - from), first + events);
            var watch = Stopwatch.StartNew();
            for (var at = 0; at < part.Length; at += batch)
            {
                ledger.Append(source, new ArraySegment<Usage>(part, at, Math.Min(batch, part.Length - at)));
            }

            seconds += watch.Elapsed.TotalSeconds;
        }

        return seconds;
    }

    private static void AddUp(string ledger)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, "SET threads = 2; SET memory_limit = '200MB'");
        var usage = $"read_parquet('{ledger}/segments/usage/*.parquet', union_by_name = true)";
        AddUp(connection, "segments, tokens by hour, model and team", $"SELECT hour, model, team, sum(input)::BIGINT, sum(output)::BIGINT FROM {usage} GROUP BY ALL");
        AddUp(connection, "hours added up at closing, read back", $"SELECT hour, model, team, sum(input)::BIGINT, sum(output)::BIGINT FROM read_parquet('{ledger}/segments/hours/*.parquet') GROUP BY ALL");
    }

    private static void AddUp(DuckDBConnection connection, string what, string selection)
    {
        foreach (var time in new[] { "first", "second" })
        {
            var watch = Stopwatch.StartNew();
            Execute(connection, $"CREATE OR REPLACE TEMP TABLE added AS {selection}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"roll-up of " + what + ", " + time,-72} {watch.Elapsed.TotalSeconds,8:0.000} s"));
        }
    }

    private static void Row(string what, int events, double seconds, int? limit) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-72} {seconds,8:0.000} s {events / seconds,12:#,##0} events/s{(limit is { } least ? $" (at least {least:#,##0})" : "")}, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));

    private static void Execute(DuckDBConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
