using System.IO.Compression;
using System.Text;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>A few requests in each format, as its publisher describes it.</summary>
public sealed class TraceFormatTests : IDisposable
{
    private const string Burst = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,GPT-4,10,0,10,API log\n118,ChatGPT,1087,230,1317,Conversation log\n";
    private const string BurstWithSessions = "Session ID,Elapsed time,Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\na,1.5,5,ChatGPT,472,18,490,Conversation log\nb,,45,GPT-4,10,0,10,API log\na,2,118,ChatGPT,1087,230,1317,Conversation log\n";

    private readonly TraceText _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public void Azure_has_wall_times_counted_from_the_first_and_may_end_without_a_newline()
    {
        var (trace, requests, reading) = _text.Read("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 23:59:59.9799600,4808,10\n2023-11-17 00:00:00.0319600,3180,8");
        Assert.Equal("Azure LLM inference CSV", reading.Format);
        Assert.Equal([0, 0.052], requests.Select(request => request.Arrival.Seconds));
        Assert.Equal([(4808, 10), (3180, 8)], requests.Select(Lengths));
        Assert.Equal(["all"], trace.Classes);
    }

    [Fact]
    public void Azure_of_2024_has_zones_and_fewer_digits()
    {
        var (_, requests, _) = _text.Read("TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n2024-05-10 00:00:01+00:00,2399,6\n2024-05-10T03:00:02.5+02:00,76,15\n");
        Assert.Equal([0, 0.99007, 3602.49007], requests.Select(request => request.Arrival.Seconds));
    }

    [Theory]
    [InlineData(Burst)]
    [InlineData(BurstWithSessions)]
    public void BurstGpt_is_read_by_column_name_and_its_failures_are_counted(string text)
    {
        var (trace, requests, reading) = _text.Read(text);
        Assert.Equal([(472, 18), (1087, 230)], requests.Select(Lengths));
        Assert.Equal(["ChatGPT, Conversation log", "GPT-4, API log"], trace.Classes);
        Assert.Equal([0, 0], requests.Select(request => request.Class));
        Assert.Equal([KeyValuePair.Create("no output tokens: failed or empty", 1L)], reading.Dropped);
        Assert.Equal(2, reading.Requests);
    }

    [Fact]
    public void Mooncake_has_milliseconds_and_blocks_of_512()
    {
        var (trace, requests, _) = _text.Read("{\"timestamp\": 0, \"input_length\": 1000, \"output_length\": 500, \"hash_ids\": [0, 1]}\n{\"timestamp\": 3000, \"input_length\": 600, \"output_length\": 4, \"hash_ids\": [0, 46]}\n");
        Assert.Equal(512, trace.BlockSize?.Count);
        Assert.Equal(3, requests[1].Arrival.Seconds);
        Assert.Equal([0, 46], requests[1].Blocks);
    }

    [Fact]
    public void Bailian_has_seconds_blocks_of_16_and_types()
    {
        var (trace, requests, _) = _text.Read("{\"chat_id\": 159, \"parent_chat_id\": -1, \"timestamp\": 61.114, \"input_length\": 521, \"output_length\": 132, \"type\": \"text\", \"turn\": 1, \"hash_ids\": [1089, 1090]}\n{\"chat_id\": 160, \"parent_chat_id\": 159, \"timestamp\": 62, \"input_length\": 40, \"output_length\": 2, \"type\": \"search\", \"turn\": 2, \"hash_ids\": [1089]}\n");
        Assert.Equal(16, trace.BlockSize?.Count);
        Assert.Equal(["text", "search"], trace.Classes);
        Assert.Equal([(61.114, 0), (62, 1)], requests.Select(request => (request.Arrival.Seconds, request.Class)));
    }

    [Fact]
    public void Own_csv_may_have_cached_tokens_and_classes_in_any_order_of_columns()
    {
        var (trace, requests, _) = _text.Read("class,output_tokens,arrival_s,input_tokens,cached_tokens\nchat,7,0.5,100,64\n\"code, long\",1,0.5,3,\nchat,2,9,8,8\n");
        Assert.Equal(["chat", "code, long"], trace.Classes);
        Assert.Equal([(64, 0), (0, 1), (8, 0)], requests.Select(request => (request.Cached.Count, request.Class)));
    }

    [Fact]
    public void A_vllm_result_with_details_is_sorted_and_its_failures_are_counted()
    {
        var (_, requests, reading) = _text.Read("{\n \"model_id\": \"m\",\n \"input_lens\": [10, 20, 30],\n \"output_lens\": [1, 2, 0],\n \"start_times\": [105.5, 101.25, 103],\n \"errors\": [\"\", \"\", \"timeout\"]\n}\n");
        Assert.Equal([(0, 20), (4.25, 10)], requests.Select(request => (request.Arrival.Seconds, request.Input.Count)));
        Assert.Equal(1, reading.Dropped["failed"]);
        Assert.Equal("vLLM benchmark", reading.Format);
    }

    [Fact]
    public void A_guidellm_result_gives_the_requests_of_all_its_benchmarks()
    {
        var (_, requests, reading) = _text.Read("{\"benchmarks\": [{\"requests\": {\"successful\": [{\"request_start_time\": 1780000002.5, \"prompt_tokens\": 30, \"output_tokens\": 3}, {\"start_time\": 1780000000.5, \"prompt_tokens\": 40, \"output_tokens\": 4}], \"errored\": [{}], \"incomplete\": null}}]}");
        Assert.Equal([(0, 40), (2, 30)], requests.Select(request => (request.Arrival.Seconds, request.Input.Count)));
        Assert.Equal(1, reading.Dropped["failed"]);
    }

    [Fact]
    public void A_request_log_of_a_vllm_server_is_read()
    {
        var (_, requests, _) = _text.Read("request_id,arrival_s,input_toks,output_toks,queue_s,ttft_s\nbench-0,0.0,2358,531,2.1e-05,0.689435\nbench-1,2.65e-1,1034,769,1e-05,0.3\n");
        Assert.Equal([(0, 2358), (0.265, 1034)], requests.Select(request => (request.Arrival.Seconds, request.Input.Count)));
    }

    [Fact]
    public void A_servegen_client_is_drawn_from_its_rates_and_the_lengths_beside_it()
    {
        _text.Write("{\"0\": {\"input_tokens\": \"{5: 0.5, 7: 0.5}\", \"output_tokens\": \"{}\"}, \"21600\": {\"input_tokens\": \"{5: 0.25, 7: 0.75}\", \"output_tokens\": \"{9: 1.0}\"}}", "chunk-0-dataset.json");
        var path = _text.Write("0,0,0,,0,0\n600,10,1,Gamma,1,0.1\n1200,0,0,,0,0\n", "chunk-0-trace.csv");
        var requests = TraceFile.Open(path, _text.Problems)!.Requests.ToList();
        Assert.InRange(requests.Count, 5700, 6300);
        Assert.All(requests, request => Assert.InRange(request.Arrival.Seconds, 600, 1200));
        Assert.InRange(requests.Count(request => request.Input.Count == 7) / (double)requests.Count, 0.72, 0.78);
        Assert.All(requests, request => Assert.Equal(9, request.Output.Count));
    }

    [Fact]
    public void Any_of_them_may_be_packed_with_gzip()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Burst));
        }

        Assert.Equal(2, TraceFile.Open(_text.Write(packed.ToArray()), _text.Problems)!.Requests.Count());
    }

    [Fact]
    public void A_trace_can_be_read_again_and_counts_start_anew()
    {
        var (trace, _, reading) = _text.Read(Burst);
        Assert.Equal(2, trace.Requests.Count());
        Assert.Equal((2, 1), (reading.Requests, reading.Dropped.Values.Single()));
    }

    [Theory]
    [InlineData(TraceFormat.Csv)]
    [InlineData(TraceFormat.JsonLines)]
    [InlineData(TraceFormat.Parquet)]
    public void What_is_written_is_read_again(TraceFormat format)
    {
        var (trace, requests, _) = _text.Read("arrival_s,input_tokens,output_tokens,cached_tokens,class\n0.25,100,7,64,chat\n1.000001,3,1,0,\"co,de\"\n");
        using (var stream = File.Create(_text.PathOf("written")))
        {
            TraceWriter.Write(trace, format, stream);
        }

        var again = TraceFile.Open(_text.PathOf("written"), _text.Problems)!;
        Assert.Equal(trace.Classes, again.Classes);
        Assert.Equal(requests, again.Requests.Select(request => request with { Blocks = null }));
    }

    [Fact]
    public void Blocks_survive_jsonl_with_their_size()
    {
        var (trace, _, _) = _text.Read("{\"chat_id\": 1, \"timestamp\": 1, \"input_length\": 32, \"output_length\": 1, \"type\": \"text\", \"hash_ids\": [5, 6]}\n");
        using (var stream = File.Create(_text.PathOf("written")))
        {
            TraceWriter.Write(trace, TraceFormat.JsonLines, stream);
        }

        var again = TraceFile.Open(_text.PathOf("written"), _text.Problems)!;
        Assert.Equal(16, again.BlockSize?.Count);
        Assert.Equal([5, 6], again.Requests.Single().Blocks);
    }

    private static (double, double) Lengths(TraceRequest request) => (request.Input.Count, request.Output.Count);
}
