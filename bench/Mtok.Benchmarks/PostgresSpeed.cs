using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Mtok.Benchmarks;

/// <summary>The same events in PostgreSQL, as a gateway's spend log keeps them: binary COPY, then a roll-up. <c>postgresql CONNECTION [EVENTS]</c>.</summary>
internal static class PostgresSpeed
{
    public static void Run(string[] args)
    {
        var events = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2_000_000;
        using var connection = new NpgsqlConnection(args[1]);
        connection.Open();
        foreach (var key in new[] { "", " PRIMARY KEY" })
        {
            Execute(connection, "DROP TABLE IF EXISTS events");
            Execute(connection, $"CREATE TABLE events (id text{key}, at timestamptz, model text, team text, deployment text, requests bigint, input bigint, "
                + "uncached bigint, read bigint, written bigint, output bigint, reasoning bigint)");
            Copy(connection, events, key);
        }

        Execute(connection, "ANALYZE events");
        foreach (var time in new[] { "first", "second" })
        {
            var watch = Stopwatch.StartNew();
            Execute(connection, "CREATE TEMP TABLE added AS SELECT date_trunc('hour', at) AS hour, model, team, sum(input) AS input, sum(output) AS output FROM events GROUP BY 1, 2, 3");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"PostgreSQL: roll-up by hour, model and team, " + time,-72} {watch.Elapsed.TotalSeconds,8:0.000} s"));
            Execute(connection, "DROP TABLE added");
        }
    }

    private static void Copy(NpgsqlConnection connection, int events, string key)
    {
        var seconds = 0.0;
        for (var from = 0; from < events; from += LedgerEvents.Batch)
        {
            var part = LedgerEvents.Part(from, Math.Min(LedgerEvents.Batch, events - from), events);
            var watch = Stopwatch.StartNew();
            using (var writer = connection.BeginBinaryImport("COPY events FROM STDIN (FORMAT BINARY)"))
            {
                foreach (var usage in part)
                {
                    writer.StartRow();
                    writer.Write(usage.Id, NpgsqlDbType.Text);
                    writer.Write(usage.At!.Value, NpgsqlDbType.TimestampTz);
                    writer.Write(usage.Key.Model, NpgsqlDbType.Text);
                    writer.Write(usage.Key.Team, NpgsqlDbType.Text);
                    writer.Write(usage.Key.Deployment, NpgsqlDbType.Text);
                    writer.Write(usage.Requests!.Value, NpgsqlDbType.Bigint);
                    writer.Write(usage.Tokens.Input!.Value, NpgsqlDbType.Bigint);
                    writer.Write(usage.Tokens.InputUncached!.Value, NpgsqlDbType.Bigint);
                    writer.Write(usage.Tokens.CacheRead!.Value, NpgsqlDbType.Bigint);
                    writer.Write(usage.Tokens.CacheWrite5m!.Value, NpgsqlDbType.Bigint);
                    writer.Write(usage.Tokens.Output!.Value, NpgsqlDbType.Bigint);
                    writer.Write(usage.Tokens.Reasoning!.Value, NpgsqlDbType.Bigint);
                }

                writer.Complete();
            }

            seconds += watch.Elapsed.TotalSeconds;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{$"PostgreSQL: COPY in batches of 100,000{(key.Length > 0 ? ", id as primary key" : "")}",-72} {seconds,8:0.000} s {events / seconds,12:#,##0} events/s"));
    }

    private static void Execute(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
