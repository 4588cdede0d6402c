namespace Mtok.Tests;

public sealed class ModelNamingTests
{
    [Theory]
    [InlineData("anthropic", "anthropic/claude-sonnet-4.6", "claude-sonnet-4-6")]
    [InlineData("aws-bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5")]
    [InlineData("aws-bedrock", "anthropic.claude-opus-4-6-v1", "claude-opus-4-6")]
    [InlineData("aws-bedrock", "anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet")]
    [InlineData("aws-bedrock", "anthropic.claude-v2:1", "claude-2-1")]
    [InlineData("aws-bedrock", "meta.llama3-1-405b-instruct-v1:0", "llama3-1-405b")]
    [InlineData("aws-bedrock", "mistral.mistral-7b-instruct-v0:2", "mistral-7b-v0.2")]
    [InlineData("aws-bedrock", "openai.gpt-oss-120b-1:0", "gpt-oss-120b")]
    [InlineData("aws-bedrock", "amazon.nova-lite-v1:0", "nova-lite")]
    [InlineData("aws-bedrock", "deepseek.r1-v1:0", "deepseek-r1")]
    [InlineData("aws-bedrock", "us-gov.openai.gpt-oss-20b-1:0", "gpt-oss-20b")]
    [InlineData("aws-bedrock", "nvidia.nemotron-nano-9b-v2:0", "nemotron-nano-9b-v2")]
    [InlineData("google-vertex", "claude-opus-4-5@20251101", "claude-opus-4-5")]
    [InlineData("google-vertex", "claude-opus-4-6@default", "claude-opus-4-6")]
    [InlineData("google-vertex", "deepseek-ai/deepseek-v3.2-maas", "deepseek-v3.2")]
    [InlineData("google", "gemini-flash-1.5", "gemini-1.5-flash")]
    [InlineData("google", "gemini-2.0-flash-001", "gemini-2.0-flash")]
    [InlineData("azure", "global/gpt-4o-2024-08-06", "gpt-4o")]
    [InlineData("openai", "gpt-5-mini-2025-08-07", "gpt-5-mini")]
    [InlineData("fireworks", "accounts/fireworks/models/kimi-k2p5", "kimi-k2.5")]
    [InlineData("fireworks", "accounts/fireworks/models/llama-v3p3-70b-instruct", "llama-3.3-70b")]
    [InlineData("cloudflare", "@cf/meta/llama-3.2-3b-instruct", "llama-3.2-3b")]
    [InlineData("cloudflare", "@cf/google/gemma-3-12b-it", "gemma-3-12b")]
    [InlineData("databricks", "databricks-meta-llama-3-3-70b-instruct", "llama-3-3-70b")]
    [InlineData("digitalocean", "anthropic-claude-4.5-sonnet", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-3-5-haiku-latest", "claude-3-5-haiku")]
    [InlineData("cerebras", "zai-glm-4.7", "glm-4.7")]
    [InlineData("ovhcloud", "Meta-Llama-3_3-70B-Instruct", "llama-3-3-70b")]
    [InlineData("cohere", "command-r+", "command-r-plus")]
    [InlineData("openrouter", "acme/weaver-1", "weaver-1")]
    [InlineData("openrouter", "acme/unheard-of", "acme-unheard-of")]
    [InlineData("acme", "unheard-of", "acme-unheard-of")]
    public void An_id_follows_from_any_spelling(string provider, string spelling, string id) =>
        Assert.Equal(id, Workloads.Built.Naming.Of(spelling, provider).Id);

    [Theory]
    [InlineData("gpt-4o", "gpt-4o-mini")]
    [InlineData("gpt-3.5-turbo", "gpt-3.5-turbo-instruct")]
    [InlineData("gpt-5.1-codex", "gpt-5.1-codex-max")]
    [InlineData("claude-opus-4.6", "claude-opus-4.6-fast")]
    [InlineData("claude-3-7-sonnet", "claude-3-7-sonnet:thinking")]
    [InlineData("gemini-2.5-pro", "gemini-2.5-pro-preview-05-06")]
    [InlineData("gemini-2.5-flash", "gemini-2.5-flash-lite")]
    [InlineData("deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R1-0528")]
    [InlineData("deepseek-r1", "deepseek-r1-distill-llama-70b")]
    [InlineData("qwen3-vl-8b", "qwen3-8b")]
    [InlineData("qwen-plus", "qwen-plus-2025-07-28")]
    [InlineData("mistral-large-2407", "mistral-large-2411")]
    [InlineData("mistral-large-latest", "mistral-large-2411")]
    [InlineData("~anthropic/claude-opus-latest", "claude-opus-4-6")]
    [InlineData("kimi-k2", "kimi-k2-thinking")]
    [InlineData("MiniMax-M2.7", "MiniMax-M2.7-highspeed")]
    [InlineData("llama-3.3-70b", "llama-3.3-70b-fp8")]
    [InlineData("one/auto", "another/auto")]
    public void Variants_are_never_joined(string left, string right) =>
        Assert.NotEqual(Spelling.Fold(Workloads.Built.Naming.Of(left).Id), Spelling.Fold(Workloads.Built.Naming.Of(right).Id));

    [Theory]
    [InlineData("fireworks-ai-4.1b-to-16b")]
    [InlineData("together-ai-up-to-4b")]
    public void A_class_of_sizes_is_no_model(string name) => Assert.Equal("", Workloads.Built.Naming.Of(name).Id);

    [Theory]
    [InlineData("claude-opus-4.6", "claude-opus-4-6")]
    [InlineData("gpt-5-4", "gpt-5.4")]
    [InlineData("Kimi_K2-5", "kimi-k2.5")]
    [InlineData("openai/gpt-4o", "gpt-4o")]
    [InlineData("us.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6")]
    public void A_model_is_found_by_any_spelling_of_its_version(string typed, string id) => Assert.Equal(id, Workloads.Built.FindModel(typed)?.Id);

    [Fact]
    public void No_two_models_share_a_folded_id() =>
        Assert.DoesNotContain(Workloads.Built.Models.GroupBy(model => Spelling.Fold(model.Id)), group => group.Count() > 1);
}
