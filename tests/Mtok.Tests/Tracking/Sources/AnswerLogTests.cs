using System.Text.Json;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Answers in logs: what wraps them, what is doubtful in them, what is no answer.</summary>
public sealed class AnswerLogTests
{
    [Theory]
    [InlineData("""{"time":"2026-11-02T09:15:00Z","team":"search","request_id":"req-1","response":BODY}""")]
    [InlineData("""{"timestamp":"2026-11-02T09:15:00+00:00","metadata":{"team":"search"},"custom_id":"c","response":{"status_code":200,"request_id":"req-1","body":BODY},"error":null}""")]
    [InlineData("""{"ts":1793610900,"team_id":"search","result":BODY}""")]
    [InlineData("""{"@timestamp":"2026-11-02 09:15:00","user":{"team":"search"},"request":{"model":"other","usage":{"prompt_tokens":9}},"output":BODY}""")]
    [InlineData("""{"created_at":1793610900000,"team":"search","payload":{"data":BODY}}""")]
    public void An_answer_is_found_in_what_wraps_it(string record)
    {
        const string body =
            """{"id":"chatcmpl-made-up-0001","object":"chat.completion","model":"gpt-5-mini","usage":{"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200,"prompt_tokens_details":{"cached_tokens":896}}}""";
        foreach (var text in new[] { body, JsonSerializer.Serialize(body) })
        {
            var read = ReadUsage.Text(record.Replace("BODY", text, StringComparison.Ordinal) + "\n");
            Assert.Empty(read.Problems.All);
            var usage = Assert.Single(read.Usage);
            Assert.Equal(new(1000, 104, 896, null, null, 0, 200, 0), usage.Tokens);
            Assert.Equal(("chatcmpl-made-up-0001", new DateTimeOffset(2026, 11, 2, 9, 15, 0, TimeSpan.Zero)), (usage.Id, usage.At));
            Assert.Equal(("gpt-5-mini", "search", 1), (usage.Key.Model, usage.Key.Team, usage.Requests));
        }
    }

    [Fact]
    public void A_short_id_of_a_local_server_is_told_apart_by_the_request()
    {
        var read = ReadUsage.Text(
            """
            {"request_id":"a","response":{"id":"chatcmpl-17","model":"m","usage":{"prompt_tokens":1,"completion_tokens":1}}}
            {"request_id":"b","response":{"id":"chatcmpl-17","model":"m","usage":{"prompt_tokens":2,"completion_tokens":2}}}
            {"request_id":"b","response":{"id":"chatcmpl-17","model":"m","usage":{"prompt_tokens":2,"completion_tokens":2}}}
            """);
        Assert.Equal(["a/chatcmpl-17", "b/chatcmpl-17", "b/chatcmpl-17"], read.Usage.Select(usage => usage.Id));
        Assert.Equal(3, read.Sum.Input);
    }

    [Fact]
    public void An_answer_written_twice_has_one_id()
    {
        const string line =
            """{"type":"assistant","requestId":"req_1","timestamp":"2026-09-18T10:00:00Z","message":{"id":"msg_017FfRkh9PCC8YbjnhDMrPuK","model":"claude-sonnet-5","usage":{"input_tokens":3,"cache_read_input_tokens":100,"cache_creation_input_tokens":0,"output_tokens":5}}}""";
        var read = ReadUsage.Text($"{line}\n{line}\n");
        Assert.Equal(2, read.Usage.Count);
        Assert.Equal(103, read.Sum.Input);
    }

    [Fact]
    public void A_document_of_answers_gives_each_with_its_line()
    {
        var read = ReadUsage.Text(
            """
            [
              {"model": "m", "usage": {"prompt_tokens": 1, "completion_tokens": 2}},
              {
                "model": "m",
                "usage": {"prompt_tokens": 3, "completion_tokens": 4}
              }
            ]
            """);
        Assert.Empty(read.Problems.All);
        Assert.Equal([2, 3], read.Usage.Select(usage => usage.Where.Line));
        Assert.Equal(10, read.Sum.Total);
    }

    [Fact]
    public void Every_damaged_line_is_reported_and_the_others_are_read()
    {
        var read = ReadUsage.Text(
            """
            {"model":"m","usage":{"prompt_tokens":1,"completion_tokens":2}}
            {"model":"m","usage":{"prompt_tokens":1,
            {"model":"m","usage":{"prompt_tokens":"many","completion_tokens":2}}
            {"model":"m","usage":{"prompt_tokens":1e30,"completion_tokens":2}}
            {"model":"m \ud800","usage":{"prompt_tokens":1,"completion_tokens":2}}
            [1]
            {"model":"m","usage":{"prompt_tokens":3,"completion_tokens":4}}
            """);
        Assert.Equal(
            [(2, "broken-json"), (3, "bad-count"), (4, "bad-count"), (5, "broken-json"), (6, "broken-json")],
            read.Problems.All.Select(problem => (problem.Where.Line, problem.Rule)));
        Assert.Contains(read.Usage, usage => usage.Where.Line == 7);
    }

    [Fact]
    public void A_failed_request_has_no_tokens_and_a_record_without_usage_is_left_out()
    {
        var read = ReadUsage.Text(
            """
            {"request_id":"a","model":"m","response":{"usage":{"prompt_tokens":1,"completion_tokens":2}}}
            {"request_id":"b","model":"m","response":{"error":{"message":"slow down","type":"rate_limit_error","code":"429"}}}
            {"request_id":"c","model":"m","status":499}
            {"request_id":"d","model":"m","status":200}
            """);
        Assert.Equal([RequestStatus.Ok, RequestStatus.Failed, RequestStatus.Cancelled], read.Usage.Select(usage => usage.Status));
        Assert.Equal(TokenClasses.Unknown, read.Usage[1].Tokens);
        Assert.Equal(("no usage", 4), (Assert.Single(read.LeftOut).Reason, read.LeftOut[0].Where.Line));
    }

    [Fact]
    public void Reported_miscountings_give_the_right_classes()
    {
        var path = Path.Combine(ReadUsage.Shared, "usage/issue-cases.jsonl");
        Assert.SkipUnless(File.Exists(path), "the shared data is not beside the clone");
        foreach (var name in new[] { "litellm-42663", "litellm-18599" })
        {
            using var document = JsonDocument.Parse(File.ReadLines(path).Single(line => line.Contains($"\"{name}\"", StringComparison.Ordinal)));
            var read = ReadUsage.Text(document.RootElement.GetRawText());
            Assert.Empty(read.Warnings);
            ReadUsage.Same(document.RootElement.GetProperty("expected"), Assert.Single(read.Usage).Tokens, null, name);
        }
    }

    /// <summary>
    /// Case opencode-47296. The recorded input of 151,411 holds the cache of 151,409: 2 remain, as for an answer that was not streamed. The
    /// issue halves the doubled sum instead, which gives 151,410 and 1.
    /// </summary>
    [Theory]
    [InlineData("""{"modelId":"us.openai.gpt-5.6-luna","response":{"usage":{"inputTokens":151411,"cacheReadInputTokens":132976,"cacheWriteInputTokens":18433,"outputTokens":639,"totalTokens":303459}}}""", 151411, 2)]
    [InlineData("""{"usage":{"model":"us.openai.gpt-5.6-luna on Bedrock","input":151411,"cache_read":132976,"cache_write":18433,"output":639,"total":303459}}""", 151411, 2)]
    [InlineData("""{"modelId":"openai.gpt-5.6","response":{"usage":{"inputTokens":2,"cacheWriteInputTokens":4993,"outputTokens":19,"totalTokens":5014}}}""", 4995, 2)]
    public void A_model_of_OpenAI_on_Bedrock_counts_its_cache_inside_or_beside_and_is_flagged(string line, long prompt, long uncached)
    {
        var read = ReadUsage.Text(line);
        var usage = Assert.Single(read.Usage);
        Assert.Equal((prompt, uncached), (usage.Tokens.Input, usage.Tokens.InputUncached));
        Assert.Null(usage.Tokens.Fault);
        Assert.Contains("OpenAI models", Assert.Single(read.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-06-04T11:59:59Z", 1000, 100)]
    [InlineData("2026-06-04T12:00:00Z", 1900, 1000)]
    public void The_meaning_of_a_field_changes_at_a_moment(string time, long input, long uncached)
    {
        var read = ReadUsage.Text(
            """{"time":"TIME","provider":"Qianfan","response":{"usage":{"input_tokens":1000,"cache_read_input_tokens":900,"output_tokens":5}}}""".Replace("TIME", time, StringComparison.Ordinal));
        Assert.Equal((input, uncached), (read.Usage[0].Tokens.Input, read.Usage[0].Tokens.InputUncached));
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":4,"completion_tokens":2,"cached_tokens":10}}""", "exceed the prompt's 4", 14, 4)]
    [InlineData("""{"usage":{"prompt_tokens":35,"completion_tokens":12,"total_tokens":109}}""", "62 are in none", 35, 35)]
    [InlineData("""{"usage":{"prompt_tokens":35,"completion_tokens":12,"completion_tokens_details":{"reasoning_tokens":13}}}""", "more reasoning tokens than output", 35, 35)]
    [InlineData("""{"usage":{"prompt_tokens":-35,"completion_tokens":12}}""", "below zero", -35, -35)]
    public void Counts_that_contradict_each_other_are_flagged_and_never_cut(string line, string message, long input, long uncached)
    {
        var read = ReadUsage.Text(line);
        Assert.Contains(read.Warnings, warning => warning.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal((input, uncached), (read.Usage[0].Tokens.Input, read.Usage[0].Tokens.InputUncached));
    }

    [Fact]
    public void A_gateway_with_a_key_of_ones_own_states_what_the_upstream_charges()
    {
        var read = ReadUsage.Text(
            """
            {"model":"google/gemini-2.5-flash","usage":{"prompt_tokens":326,"completion_tokens":91,"cost":0,"is_byok":true,"cost_details":{"upstream_inference_cost":0.0003253}}}
            {"model":"google/gemini-2.5-flash","usage":{"prompt_tokens":270,"completion_tokens":28,"cost":0.000151,"is_byok":false,"cost_details":{"upstream_inference_cost":0.000151}}}
            """);
        Assert.Equal([Money.Usd(0.0003253m), Money.Usd(0.000151m)], read.Usage.Select(usage => usage.StatedCost!.Value));
    }

    [Fact]
    public void A_turn_billed_beside_the_answer_is_no_request_and_has_an_id_of_its_own()
    {
        var read = ReadUsage.Text(
            """
            {"id":"msg_017FfRkh9PCC8YbjnhDMrPuK","model":"claude-sonnet-5","usage":{"input_tokens":20,"output_tokens":5,"iterations":[{"type":"message","input_tokens":20,"output_tokens":5},{"type":"advisor_message","model":"claude-opus-4-8","input_tokens":7,"output_tokens":3}]}}
            {"id":"msg_017FfRkh9PCC8YbjnhDMrPuL","model":"claude-sonnet-5","usage":{"input_tokens":27,"output_tokens":8,"iterations":[{"type":"message","input_tokens":20,"output_tokens":5},{"type":"advisor_message","model":"claude-opus-4-8","input_tokens":7,"output_tokens":3}]}}
            """);
        Assert.Equal([(1L, "claude-sonnet-5"), (0, "claude-opus-4-8"), (1, "claude-sonnet-5")], read.Usage.Select(usage => (usage.Requests!.Value, usage.Key.Model)));
        Assert.Equal("msg_017FfRkh9PCC8YbjnhDMrPuK/advisor_message/1", read.Usage[1].Id);
    }

    [Fact]
    public void Every_dialect_says_since_when_and_why() =>
        Assert.All(UsageDialects.All, dialect => Assert.True(dialect.Told.Year >= 2026 && dialect.Reason.Length > 10 && dialect.Name.Length > 0));
}
