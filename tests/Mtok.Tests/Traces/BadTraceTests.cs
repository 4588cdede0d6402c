using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Traces that are wrong: each line told with its file, number and reason.</summary>
public sealed class BadTraceTests : IDisposable
{
    private const string Header = "arrival_s,input_tokens,output_tokens\n";

    private readonly TraceText _text = new();

    public void Dispose() => _text.Dispose();

    [Theory]
    [InlineData("", "trace.txt:1: error: the file is empty [empty-file]")]
    [InlineData(" \n\n", "trace.txt:1: error: the file is empty [empty-file]")]
    [InlineData("a,b,c\n1,2,3\n", "trace.txt:1: error: the first line is not the header of any known trace format. Mtok reads")]
    [InlineData("arrival_s,input_tokens\n1,2\n", "trace.txt:1: error: a Mtok trace has a column \"output_tokens\", which is missing here [not-a-trace]")]
    [InlineData("x\0y", "trace.txt: error: not a text file. Mtok reads")]
    [InlineData("PAR1 and no more", "trace.txt: error: incomplete Parquet file")]
    [InlineData("{\"benchmarks\": [{\"requests\"", "trace.txt:1: error: incomplete JSON")]
    [InlineData("{\"a\": 1}\n", "trace.txt:1: error: no known trace format has the keys a.")]
    [InlineData("{\"input_lens\": [1, 2], \"output_lens\": [1], \"start_times\": []}", "2 input_lens, 1 output_lens and 0 start_times")]
    [InlineData("{\"input_lens\": [1,\n 2], \"output_lens\": 5, \"start_times\": {}}", "2 input_lens, 0 output_lens and 0 start_times")]
    [InlineData("{\"benchmarks\": 3}", "JSON without requests")]
    [InlineData("600,10,1,Gamma,1,0.1\n", "a ServeGen client needs a file of lengths beside it")]
    public void A_file_that_is_no_trace_is_refused_at_once(string text, string told)
    {
        Assert.Null(TraceFile.Open(_text.Write(text), _text.Problems));
        Assert.Contains(told, Assert.Single(_text.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told()
    {
        Assert.Null(TraceFile.Open(_text.PathOf("none.csv"), _text.Problems));
        Assert.Null(TraceFile.Open(_text.PathOf("."), _text.Problems));
        Assert.Equal(["it is a folder, not a file", "no such file"], _text.Problems.All.Select(problem => problem.Message).Order());
    }

    [Theory]
    [InlineData("-1,10,10\n", "trace.txt:2: error: arrival: -1 is negative [out-of-range]")]
    [InlineData("1,-10,10\n", "trace.txt:2: error: input tokens: -10 is negative [out-of-range]")]
    [InlineData("1,1e9,10\n", "trace.txt:2: error: input tokens: 1E+09 exceeds 10000000 [out-of-range]")]
    [InlineData("1,10,99999999999999999999999\n", "trace.txt:2: error: output tokens: 1E+23 exceeds 10000000 [out-of-range]")]
    [InlineData("1,10.5,10\n", "trace.txt:2: error: input tokens: 10.5 is not a whole number [out-of-range]")]
    [InlineData("500000000,10,10\n", "trace.txt:2: error: arrival: 5E+08 exceeds 315576000 s; arrivals count from the start of the trace")]
    [InlineData("NaN,10,10\n", "trace.txt:2: error: arrival: not a number, or missing [bad-number]")]
    [InlineData("Infinity,10,10\n", "trace.txt:2: error: arrival: not a number, or missing [bad-number]")]
    [InlineData("1,,10\n", "trace.txt:2: error: input tokens: not a number, or missing [bad-number]")]
    [InlineData("1,ten,10\n", "trace.txt:2: error: input tokens: not a number, or missing [bad-number]")]
    [InlineData("1,10\n", "trace.txt:2: error: 2 fields where the header has 3 [field-count]")]
    [InlineData("5,10,10\n4.5,10,10\n", "trace.txt:3: error: arrives 0.5 s before the previous request")]
    public void A_bad_line_is_told_with_its_number_and_reason(string lines, string told)
    {
        _text.Read(Header + lines);
        Assert.Contains(told, Assert.Single(_text.Told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"timestamp\": 0, \"input_length\": 10, \"outp", "trace.txt:2: error: incomplete JSON [broken-json]")]
    [InlineData("[1, 2]", "trace.txt:2: error: not a JSON object [broken-json]")]
    [InlineData("{\"timestamp\": 0, \"input_length\": \"10\", \"output_length\": 5, \"hash_ids\": []}", "trace.txt:2: error: input tokens: not a number, or missing [bad-number]")]
    [InlineData("{\"timestamp\": 0, \"input_length\": 10, \"output_length\": 5, \"hash_ids\": [1.5, {\"a\": []}]}", "trace.txt:2: error: \"hash_ids\" is not a list of whole numbers [broken-json]")]
    [InlineData("{\"timestamp\": -9, \"input_length\": 10, \"output_length\": 5, \"hash_ids\": [1]} {}", "trace.txt:2: error: ")]
    public void A_bad_line_of_jsonl_is_told_too(string line, string told)
    {
        var (_, requests, _) = _text.Read("{\"timestamp\": 0, \"input_length\": 10, \"output_length\": 5, \"hash_ids\": [1]}\n" + line + "\n");
        Assert.Single(requests);
        Assert.StartsWith(told, Assert.Single(_text.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_is_none_is_told() =>
        Assert.Contains("trace.txt:3: error: arrival: not a number", Told("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,4,1\n2023-13-16 18:15:50.9951690,4,1\n"), StringComparison.Ordinal);

    [Fact]
    public void More_cached_than_input_is_told() =>
        Assert.Contains("trace.txt:2: error: 11 cached tokens exceed 10 input tokens", Told("arrival_s,input_tokens,output_tokens,cached_tokens\n0,10,1,11\n"), StringComparison.Ordinal);

    [Fact]
    public void Bad_lines_within_the_tolerance_are_counted_and_left_out()
    {
        var (_, requests, reading) = _text.Read(Header + "0,10,10\n1,x,10\n2,10,10\n3,y,1\n4,1,1\n", skipBad: 2);
        Assert.False(_text.Problems.HasErrors);
        Assert.Equal((3, 2), (requests.Count, reading.Bad));
        Assert.Equal(2, _text.Problems.All.Count(problem => problem.Severity == Severity.Warning));
    }

    [Fact]
    public void One_bad_line_more_than_tolerated_is_an_error()
    {
        _text.Read(Header + "0,x,10\n1,x,10\n", skipBad: 1);
        Assert.Equal((1, 1), (_text.Problems.All.Count(problem => problem.Severity == Severity.Warning), _text.Problems.All.Count(problem => problem.Severity == Severity.Error)));
    }

    [Fact]
    public void A_file_full_of_bad_lines_is_not_read_to_its_end()
    {
        var (_, _, reading) = _text.Read(Header + string.Concat(Enumerable.Repeat("x,1,1\n", 100_000)));
        Assert.InRange(_text.Problems.Count, 20, 22);
        Assert.Equal(20, reading.Bad);
        Assert.Contains("too-many-problems", _text.Told.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_again_tells_nothing_twice()
    {
        var (trace, _, _) = _text.Read(Header + "x,1,1\n");
        Assert.Empty(trace.Requests);
        Assert.Single(_text.Told);
    }

    [Fact]
    public void Requests_in_any_order_are_sorted_where_that_is_asked_for()
    {
        var (_, requests, _) = _text.Read(Header + "5,10,1\n1,20,2\n3,30,3\n", sort: true);
        Assert.Equal([1, 3, 5], requests.Select(request => request.Arrival.Seconds));
        Assert.Empty(_text.Told);
    }

    private string Told(string text)
    {
        _text.Read(text);
        return Assert.Single(_text.Told);
    }
}
