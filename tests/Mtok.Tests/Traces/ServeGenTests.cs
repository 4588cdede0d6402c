using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Clients of ServeGen and first lines of traces that are odd: read, or refused with file and line, and never endless.</summary>
public sealed class ServeGenTests : IDisposable
{
    private const string Rows = "0,1,1,Gamma,1,1\n600,1,1,Gamma,1,1\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Rows, "{10, 20: 0.5}", "chunk-1-dataset.json:2")]
    [InlineData(Rows, "{10: -0.5}", "chunk-1-dataset.json:2")]
    [InlineData(Rows, "{10: NaN}", "chunk-1-dataset.json:2")]
    [InlineData(Rows, "{10: 0}", "chunk-1-dataset.json:2")]
    [InlineData(Rows, "{-5: 1}", "chunk-1-dataset.json:2")]
    [InlineData(Rows, "{1e300: 1}", "chunk-1-dataset.json:2")]
    [InlineData("0,1e12,1,Gamma,1,1\n", "{10: 1}", "chunk-1-trace.csv:1")]
    [InlineData("0,1,1e12,Gamma,1,1\n", "{10: 1}", "chunk-1-trace.csv:1")]
    [InlineData("0,1,1,Gamma,1,1\n1e300,1,1,Gamma,1,1\n", "{10: 1}", "chunk-1-trace.csv:2")]
    public void A_client_that_is_wrong_is_refused_with_its_line(string rows, string lengths, string where)
    {
        var problems = new Problems();
        Assert.Null(Open(rows, lengths, problems));
        Assert.EndsWith(where, Assert.Single(problems.All).Where.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_is_right_is_read()
    {
        var problems = new Problems();
        Assert.Equal(1137, Open(Rows, "{10: 0.5, 20: 0.5}", problems)!.Requests.Count());
        Assert.Empty(problems.All);
    }

    [Fact]
    public void Json_lines_may_begin_with_a_line_of_any_length()
    {
        string Line(int at, int blocks) =>
            $"{{\"timestamp\": {at}, \"input_length\": 100, \"output_length\": 10, \"hash_ids\": [{string.Join(", ", Enumerable.Range(0, blocks))}]}}";
        var problems = new Problems();
        var path = _folder.Write("t.jsonl", Line(0, 30_000) + "\n" + Line(1000, 2) + "\n");
        Assert.Equal(2, TraceFile.Open(path, problems)!.Requests.Count());
        Assert.Empty(problems.All);
    }

    private Trace? Open(string rows, string lengths, Problems problems)
    {
        _folder.Write("chunk-1-dataset.json", $"{{\n\"0\": {{\"input_tokens\": \"{lengths}\", \"output_tokens\": \"{{10: 1}}\"}}}}");
        return TraceFile.Open(_folder.Write("chunk-1-trace.csv", rows), problems);
    }
}
