using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Streamed answers, made up after each vendor's documentation: the last count is the answer's, whatever came before.</summary>
public sealed class AnswerStreamTests
{
    [Fact]
    public void A_chat_tells_its_usage_in_the_last_chunk_or_in_every_one()
    {
        var read = ReadUsage.Text(
            """
            data: {"id":"chatcmpl-made-up-0001","object":"chat.completion.chunk","created":1793610900,"model":"m","choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":10,"completion_tokens":1}}

            data: {"id":"chatcmpl-made-up-0001","object":"chat.completion.chunk","created":1793610900,"model":"m","choices":[{"index":0,"delta":{"content":"b"}}],"usage":{"prompt_tokens":10,"completion_tokens":2}}

            data: {"id":"chatcmpl-made-up-0001","object":"chat.completion.chunk","created":1793610900,"model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":3}}

            data: [DONE]

            data: {"id":"chatcmpl-made-up-0002","object":"chat.completion.chunk","created":1793610901,"model":"m","choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}

            data: {"id":"chatcmpl-made-up-0002","object":"chat.completion.chunk","created":1793610901,"model":"m","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":7}}

            data: [DONE]
            """);
        Assert.Equal("streamed provider answers", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        Assert.Equal([(10L, 3L), (20, 7)], read.Usage.Select(usage => (usage.Tokens.Input!.Value, usage.Tokens.Output!.Value)));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1793610900), read.Usage[0].At);
    }

    [Fact]
    public void Responses_of_OpenAI_tell_their_usage_when_they_are_complete()
    {
        var read = ReadUsage.Text(
            """
            event: response.created
            data: {"type":"response.created","response":{"id":"resp_made_up_000001","model":"m","status":"in_progress","usage":null}}

            event: response.completed
            data: {"type":"response.completed","response":{"id":"resp_made_up_000001","model":"m","status":"completed","usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":13}}}
            """);
        Assert.Equal(new(10, 6, 4, null, null, 0, 3, 1), Assert.Single(read.Usage).Tokens);
    }

    [Fact]
    public void Chunks_of_Gemini_are_cumulative_with_an_id_and_without()
    {
        var read = ReadUsage.Text(
            """
            data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":1,"totalTokenCount":6},"modelVersion":"gemini-2.5-flash"}

            data: {"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":4,"totalTokenCount":9},"modelVersion":"gemini-2.5-flash"}

            data: {"candidates":[{"content":{"parts":[{"text":"c"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2,"totalTokenCount":9},"modelVersion":"gemini-2.5-flash"}
            """);
        Assert.Equal([(5L, 4L), (7, 2)], read.Usage.Select(usage => (usage.Tokens.Input!.Value, usage.Tokens.Output!.Value)));
    }

    [Fact]
    public void A_stream_of_Cohere_tells_its_usage_at_its_end()
    {
        var read = ReadUsage.Text(
            """
            event: message-start
            data: {"id":"made-up-0001-0001-0001","type":"message-start","delta":{"message":{"role":"assistant"}}}

            event: message-end
            data: {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":25,"output_tokens":9},"tokens":{"input_tokens":91,"output_tokens":11}}}}
            """);
        var usage = Assert.Single(read.Usage);
        Assert.Equal(("made-up-0001-0001-0001", 91, 25), (usage.Id, usage.Tokens.Input, usage.Billed!.Input));
    }

    [Fact]
    public void The_newest_event_tells_what_is_true_and_the_first_what_it_leaves_out()
    {
        var read = ReadUsage.Text(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-5","usage":{"input_tokens":4,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":30,"ephemeral_1h_input_tokens":0},"cache_read_input_tokens":0,"output_tokens":1}}}

            event: message_delta
            data: {"type":"message_delta","delta":{},"usage":{"output_tokens":100}}

            event: message_delta
            data: {"type":"message_delta","delta":{},"usage":{"input_tokens":9,"cache_creation_input_tokens":50,"output_tokens":201}}
            """);
        Assert.Equal(new(59, 9, 0, 30, 0, 20, 201, 0), Assert.Single(read.Usage).Tokens);
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void A_stream_that_was_cut_does_not_tell_its_output()
    {
        var read = ReadUsage.Text(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":4,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}

            event: message_start
            data: {"type":"message_start","message":{"id":"msg_2","model":"m","usage":{"input_tokens":4,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}

            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
            """);
        Assert.Equal([(RequestStatus.Cancelled, 4L, null), (RequestStatus.Failed, 4, (long?)null)], read.Usage.Select(usage => (usage.Status, usage.Tokens.Input!.Value, usage.Tokens.Output)));
        Assert.Equal("the stream ends before it tells its output", Assert.Single(read.Warnings).Message);
    }

    [Fact]
    public void Events_kept_as_JSON_lines_are_put_together_alike()
    {
        var read = ReadUsage.Text(
            """
            {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":4,"cache_read_input_tokens":0,"output_tokens":1}}}
            {"type":"message_delta","delta":{},"usage":{"output_tokens":201}}
            {"type":"message_stop"}
            """);
        Assert.Equal(201, Assert.Single(read.Usage).Tokens.Output);
    }

    [Fact]
    public void A_damaged_event_is_reported_with_its_line()
    {
        var read = ReadUsage.Text("event: message_start\ndata: {\"type\":\"message_start\"\n\ngarbage\ndata: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n");
        Assert.Equal([(2, "broken-json"), (4, "broken-stream")], read.Problems.All.Select(problem => (problem.Where.Line, problem.Rule)));
        Assert.Single(read.Usage);
    }
}
