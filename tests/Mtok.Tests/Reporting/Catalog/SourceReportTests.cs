using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary><c>catalog show</c> of sources, sellers and API prices.</summary>
public sealed class SourceReportTests
{
    private static readonly Catalog Built = Workloads.Built;
    private static readonly string[] Told = ["dates", "look", "kind"];

    [Fact]
    public void Every_source_that_an_answer_prints_is_told_with_repository_dates_and_how_to_look_again()
    {
        foreach (var id in Built.EveryApi.Select(api => api.Provenance.Source).Concat(Built.EveryOffer.Select(offer => offer.Provenance.Source)).Distinct())
        {
            var sources = SourceReport.Of(Built, id)!.Json["sources"]!.AsArray();
            Assert.All(sources, source => Assert.All(Told, key => Assert.NotNull(source![key])));
            Assert.True(sources.Sum(source => source!["api_prices"]!.GetValue<int>() + source["machine_prices"]!.GetValue<int>()) > 0, id);
        }
    }

    [Fact]
    public void A_copy_tells_whose_voice_it_is_and_its_version()
    {
        var source = SourceReport.Of(Built, "litellm-copy:token-tariff@dc2baf9d")!.Json["sources"]![0]!;
        Assert.Equal(
            ("litellm", "dc2baf9d", "Prajwalsrinvas/token-tariff"),
            (source["copy_of"]!.ToString(), source["version"]!.ToString(), source["repository"]!.ToString()));
    }

    [Fact]
    public void Sources_joined_for_one_price_are_told_together_and_an_unknown_one_is_none()
    {
        Assert.Equal(2, SourceReport.Of(Built, "pi@2026-11-10; genai-prices@0.1.8")!.Json["sources"]!.AsArray().Count);
        Assert.Null(SourceReport.Of(Built, "pi@2026-11-10; hearsay"));
    }

    [Theory]
    [InlineData("groq/gpt-oss-120b")]
    [InlineData("groq/openai/gpt-oss-120b")]
    public void An_api_price_is_shown_by_either_name_with_its_seller_sources_and_history(string name)
    {
        var report = CatalogReports.Show(Built, name)!;
        Assert.Contains(report.Json["facts"]!.AsArray(), fact => fact!.ToString().StartsWith("API: active", StringComparison.Ordinal));
        Assert.NotEmpty(report.Json["today"]!.AsArray());
        Assert.Equal(
            Built.EveryApi.Count(api => api is { Provider: "groq" } && (api.ProviderModel == name[5..] || api.ModelId == "gpt-oss-120b")),
            report.Json["history"]!.AsArray().Count);
    }

    [Fact]
    public void A_seller_is_shown_with_what_it_sells_and_when_that_ended()
    {
        var facts = string.Join('\n', CatalogReports.Show(Built, "lambda")!.Json["facts"]!.AsArray());
        Assert.Contains("API: ended 2025-09-25", facts, StringComparison.Ordinal);
        Assert.Contains("machines: active", facts, StringComparison.Ordinal);
    }
}
