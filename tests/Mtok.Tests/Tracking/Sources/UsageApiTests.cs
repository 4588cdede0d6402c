using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Spend logs of a gateway and answers of providers' usage and cost APIs; those of Anthropic and LiteLLM are made up from documented fields.</summary>
public sealed class UsageApiTests
{
    [Fact]
    public void A_spend_log_of_LiteLLM_splits_the_prompt_by_its_usage_object()
    {
        var read = ReadUsage.Fixture("litellm_spend_logs.jsonl");
        Assert.Equal("LiteLLM spend log", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        Assert.Equal("answered from the proxy's own cache", Assert.Single(read.LeftOut).Reason);
        var first = read.Usage[0];
        Assert.Equal(new(734311, 123201, 426653, 31490, 0, 152967, 500, 0), first.Tokens);
        Assert.Equal(new UsageKey("claude-sonnet-4-5", "search", "anthropic"), first.Key);
        Assert.Equal(Money.Usd(0.0123m), first.StatedCost);
        Assert.Equal(new(2026, 11, 2, 9, 15, 0, 120, TimeSpan.Zero), first.At);
        Assert.Equal((1000, null, "t-2"), (read.Usage[1].Tokens.Input, read.Usage[1].Tokens.InputUncached, read.Usage[1].Key.Team));
        Assert.Equal(read.Usage[1].Id, read.Usage[2].Id);
        Assert.Equal(RequestStatus.Failed, read.Usage[3].Status);
    }

    [Fact]
    public void A_spend_log_of_LiteLLM_is_read_from_CSV_too()
    {
        var read = ReadUsage.Fixture("litellm_spend_logs.csv");
        Assert.Equal("LiteLLM spend log", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        Assert.Single(read.LeftOut);
        var usage = Assert.Single(read.Usage);
        Assert.Equal(new(1000, 104, 896, null, null, 0, 300, 64), usage.Tokens);
        Assert.Equal(Money.Usd(0.0123m), usage.StatedCost);
        Assert.Equal("t-1", usage.Key.Team);
    }

    [Fact]
    public void A_page_of_LiteLLMs_API_holds_the_rows()
    {
        var read = ReadUsage.Text("""{"data":[{"request_id":"a","api_key":"k","spend":0.5,"prompt_tokens":3,"completion_tokens":4,"end_user":"ann"}],"total":1}""");
        Assert.Equal("LiteLLM spend log", read.Source!.Name);
        Assert.Equal((3, 4, "ann"), (read.Usage[0].Tokens.Input, read.Usage[0].Tokens.Output, read.Usage[0].Key.Team));
    }

    [Fact]
    public void Usage_of_OpenAI_comes_by_bucket_and_says_that_a_page_follows()
    {
        var read = ReadUsage.OnDisk(Path.Combine(ReadUsage.Samples, "provider-apis/openai_usage_completions.json"));
        Assert.Equal("OpenAI usage and costs", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        var usage = Assert.Single(read.Usage);
        Assert.Equal(new(1000, 500, 400, null, null, 100, 500, null), usage.Tokens);
        Assert.Equal((5, DateTimeOffset.FromUnixTimeSeconds(1730419200), DateTimeOffset.FromUnixTimeSeconds(1730505600)), (usage.Requests, usage.At, usage.Until));
        Assert.NotEqual("", usage.Id);
        Assert.Contains("page_AAAAAGdGxdEiJdKOAAAAAGcqsYA=", Assert.Single(read.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_of_OpenAI_are_rows_of_a_bill()
    {
        var read = ReadUsage.OnDisk(Path.Combine(ReadUsage.Samples, "provider-apis/openai_costs.json"));
        Assert.Empty(read.Problems.All);
        var row = Assert.IsType<BillRow>(Assert.Single(read.All));
        Assert.Equal((Money.Usd(0.06m), "2024-11-01", "OpenAI"), (row.Billed, row.Period, row.Provider));
    }

    [Fact]
    public void A_line_of_OpenAIs_costs_names_its_model_and_class()
    {
        var read = ReadUsage.Text(
            """
            {"object":"page","data":[{"object":"bucket","start_time":1730419200,"end_time":1730505600,"results":[
            {"object":"organization.costs.result","amount":{"value":1.5,"currency":"usd"},"line_item":"gpt-5-mini-2025-08-07, cached input","project_id":"proj_1","quantity":12000000,"quantity_unit":"tokens"},
            {"object":"organization.costs.result","amount":{"value":-2,"currency":"usd"},"line_item":"grant","project_id":null}]}],"has_more":false}
            """);
        Assert.Empty(read.Problems.All);
        var rows = read.All.Cast<BillRow>().ToList();
        Assert.Equal((TokenClass.CacheRead, 12000000L, new("gpt-5-mini-2025-08-07", "proj_1", "")), (rows[0].Class, rows[0].Tokens, rows[0].Key));
        Assert.Equal((BillItem.Credit, null), (rows[1].Item, rows[1].Class));
    }

    [Fact]
    public void Usage_of_Anthropic_is_disjoint_as_told()
    {
        var read = ReadUsage.Fixture("anthropic_usage_report.json");
        Assert.Equal("Anthropic usage and costs", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        Assert.Equal(new(3200, 1500, 200, 500, 1000, 0, 500, null), read.Usage[0].Tokens);
        Assert.Equal((null, new("claude-sonnet-5", "wrkspc_made_up", "")), (read.Usage[0].Requests, read.Usage[0].Key));
        Assert.Equal(2, read.Usage.Select(usage => usage.Id).Distinct().Count());
        Assert.Equal("an empty bucket", Assert.Single(read.LeftOut).Reason);
        Assert.Single(read.Warnings);
    }

    [Fact]
    public void Costs_of_Anthropic_are_in_cents()
    {
        var read = ReadUsage.Fixture("anthropic_cost_report.json");
        Assert.Empty(read.Problems.All);
        var rows = read.All.Cast<BillRow>().ToList();
        Assert.Equal([Money.Usd(1.2378912m), Money.Usd(0.455m), Money.Usd(0.1m)], rows.Select(row => row.Billed));
        Assert.Equal([TokenClass.InputUncached, TokenClass.CacheWrite1h, null], rows.Select(row => row.Class));
    }
}
