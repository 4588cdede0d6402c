using Mtok.Traces;
using Parquet;
using Parquet.Schema;

namespace Mtok.Tests;

/// <summary>Logs of no known format, read by the names of their columns.</summary>
public sealed class LogColumnsTests : IDisposable
{
    private const string Columns = "arrival=created_at,input=prompt_len,output=completion_len";

    private readonly TraceText _text = new();

    public void Dispose() => _text.Dispose();

    [Theory]
    [InlineData("created_at,prompt_len,completion_len\n0.5,100,20\n2,200,30\n", 0.5, 2)]
    [InlineData("prompt_len;x;completion_len;created_at\n100;y;20;2026-11-01T10:00:00Z\n200;;30;2026-11-01T10:00:01.5Z\n", 0, 1.5)]
    [InlineData("created_at\tprompt_len\tcompletion_len\n1793527200123\t100\t20\n1793527201623\t200\t30\n", 0, 1.5)]
    [InlineData("\"created_at\"|\"prompt_len\"|\"completion_len\"\n1793527200|100|20\n1793527203|200|30\n", 0, 3)]
    [InlineData("{\"created_at\": \"2026-11-01T12:00:00+02:00\", \"prompt_len\": 100, \"completion_len\": 20}\n{\"created_at\": \"2026-11-01T10:00:02Z\", \"prompt_len\": 200, \"completion_len\": 30}\n", 0, 2)]
    [InlineData("{\"created_at\": 1793527200123456789, \"prompt_len\": 100, \"completion_len\": 20}\n{\"created_at\": 1793527201123456789, \"prompt_len\": 200, \"completion_len\": 30}\n", 0, 1)]
    public void A_log_is_read_by_the_names_of_its_columns_whatever_its_separator_and_clock(string text, double first, double second)
    {
        var (trace, requests) = Read(text, Columns);
        Assert.Equal([first, second], requests.Select(request => Math.Round(request.Arrival.Seconds, 6)));
        Assert.Equal([(100, 20), (200, 30)], requests.Select(request => (request.Input.Count, request.Output.Count)));
        Assert.Equal(["all"], trace.Classes);
    }

    [Fact]
    public void Nested_keys_are_joined_with_dots_and_classes_and_caches_are_named_too()
    {
        var (trace, requests) = Read(
            "{\"t\": 7, \"usage\": {\"in\": 50, \"details\": {\"cached\": 20}, \"out\": 5}, \"team\": \"a\", \"in\": 1}\n{\"usage\": {\"out\": 6, \"in\": 60}, \"team\": \"b\", \"t\": 8}\n",
            "arrival=t,input=usage.in,output=usage.out,cached=usage.details.cached,class=team");
        Assert.Equal(["a", "b"], trace.Classes);
        Assert.Equal([(50, 5, 20), (60, 6, 0)], requests.Select(request => (request.Input.Count, request.Output.Count, request.Cached.Count)));
        Assert.Equal([0, 1], requests.Select(request => request.Class));
    }

    [Fact]
    public void Unix_times_of_a_known_format_are_counted_from_the_first_request()
    {
        var (_, requests) = Read("arrival_s,input_tokens,output_tokens\n1793527200,100,20\n1793527202.5,200,30\n", null);
        Assert.Equal([0, 2.5], requests.Select(request => request.Arrival.Seconds));
    }

    [Fact]
    public void A_unit_can_be_named()
    {
        var (_, requests) = Read("created_at,prompt_len,completion_len\n0,100,20\n1500,200,30\n", Columns.Replace("arrival", "arrival_ms", StringComparison.Ordinal));
        Assert.Equal([0, 1.5], requests.Select(request => request.Arrival.Seconds));
    }

    [Fact]
    public async Task Parquet_has_times_of_its_own()
    {
        var schema = new ParquetSchema(new DataField<DateTime>("created_at"), new DataField<int>("prompt_len"), new DataField<long>("completion_len"));
        var path = _text.PathOf("log.parquet");
        await using (var file = File.Create(path))
        await using (var writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: TestContext.Current.CancellationToken))
        {
            using var group = writer.CreateRowGroup();
            var start = new DateTime(2026, 11, 1, 10, 0, 0, DateTimeKind.Utc);
            await group.WriteAsync<DateTime>(schema.DataFields[0], new[] { start, start.AddSeconds(2.5) }, cancellationToken: TestContext.Current.CancellationToken);
            await group.WriteAsync<int>(schema.DataFields[1], (int[])[100, 200], cancellationToken: TestContext.Current.CancellationToken);
            await group.WriteAsync<long>(schema.DataFields[2], (long[])[20L, 30L], cancellationToken: TestContext.Current.CancellationToken);
        }

        var requests = Open(path, Columns)!.Requests.ToList();
        Assert.Empty(_text.Told);
        Assert.Equal([0, 2.5], requests.Select(request => request.Arrival.Seconds));
    }

    [Theory]
    [InlineData("created,prompt_len,completion_len\n0,1,1\n", "trace.txt:1: error: no column \"created_at\"; it has created, prompt_len, completion_len; did you mean \"created\"? [no-column]")]
    [InlineData("created_at,prompt_len,completion_len\nyesterday,1,1\n", "trace.txt:2: error: arrival: not a number, or missing [bad-number]")]
    [InlineData("created_at,prompt_len,completion_len\n1e300,1,1\n", "trace.txt:2: error: arrival: 1E+300 exceeds 315576000 s; arrivals count from the start of the trace, at most ten years [out-of-range]")]
    [InlineData("{\"created_at\": \"\\ud800\", \"prompt_len\": 5, \"completion_len\": 5}\n", "trace.txt:1: error: a string that is no Unicode text [broken-json]")]
    [InlineData("{\"created_at\": 1, \"prompt_len\": 5}\n", "trace.txt:1: error: output tokens: not a number, or missing [bad-number]")]
    public void What_is_not_as_named_is_reported(string text, string problem)
    {
        var reading = new TraceReading(_text.Problems, columns: LogColumns.Parse(Columns, out _));
        _ = TraceFile.Open(_text.Write(text), reading)?.Requests.Count();
        Assert.Equal([problem], _text.Told);
    }

    [Theory]
    [InlineData("arrival=a,input=b", "\"output\" is missing")]
    [InlineData("input=b,output=c", "\"arrival\" is missing")]
    [InlineData("arrival=a,arrival_ms=d,input=b,output=c", "\"arrival\" and \"arrival_ms\" both name the arrival")]
    [InlineData("arrival=a,input=b,output=c,tokens=d", "\"tokens\" is not one of its keys")]
    [InlineData("arrival=a,input=b,output=c,input=d", "\"input\" is named twice")]
    [InlineData("arrival=,input=b,output=c", "\"arrival=\" names no column")]
    [InlineData("", "\"\" names no column")]
    public void Names_that_are_not_enough_are_refused(string text, string fault)
    {
        Assert.Null(LogColumns.Parse(text, out var found));
        Assert.StartsWith(fault, found, StringComparison.Ordinal);
    }

    /// <summary>The earliest need not come first where a file is sorted, whether its arrivals are dates or Unix times.</summary>
    [Theory]
    [InlineData("created_at,prompt_len,completion_len\n2026-11-01 10:00:05,100,20\n2026-11-01 10:00:00,200,30\n", Columns)]
    [InlineData("created_at,prompt_len,completion_len\n1793527205,100,20\n1793527200,200,30\n", Columns)]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2026-11-01 10:00:05,100,20\n2026-11-01 10:00:00,200,30\n", null)]
    public void A_sorted_log_begins_with_its_earliest_request(string text, string? columns)
    {
        var (_, requests) = Read(text, columns, sort: true);
        Assert.Equal([(0, 200), (5, 100)], requests.Select(request => (request.Arrival.Seconds, request.Input.Count)));
    }

    private (Trace Trace, List<TraceRequest> Requests) Read(string text, string? columns, bool sort = false)
    {
        var trace = Open(_text.Write(text), columns, sort);
        Assert.True(trace is not null, string.Join("\n", _text.Told));
        List<TraceRequest> requests = [.. trace.Requests];
        Assert.Empty(_text.Told);
        return (trace, requests);
    }

    private Trace? Open(string path, string? columns, bool sort = false) =>
        TraceFile.Open(path, new TraceReading(_text.Problems, sort: sort, columns: columns is null ? null : LogColumns.Parse(columns, out _)));
}
