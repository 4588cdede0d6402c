namespace Mtok.Tests;

/// <summary>Every source that a row names is described, and every seller.</summary>
public sealed class SourcesTests
{
    private static readonly Catalog Built = Workloads.Built;

    [Fact]
    public void Every_source_that_a_row_of_a_table_names_is_described() =>
        Assert.DoesNotContain(
            Built.EveryOffer.Select(row => row.Provenance)
                .Concat(Built.EveryApi.Select(row => row.Provenance))
                .Concat(Built.Measurements.Select(row => row.Provenance))
                .Concat(Built.OtherCosts.Select(row => row.Provenance))
                .Concat(Built.AcceleratorHours.Select(row => row.Provenance))
                .Concat(Built.Interruptions.Select(row => row.Provenance))
                .Concat(Built.Aliases.Select(row => row.Provenance))
                .SelectMany(provenance => provenance.Source.Split("; ")).Distinct(),
            source => Built.FindSource(source) is null);

    [Fact]
    public void A_source_tells_what_its_date_means_and_how_to_look_again_and_a_copy_names_what_it_copies() =>
        Assert.All(Built.DataSources, source =>
        {
            Assert.False(string.IsNullOrEmpty(source.Dates), source.Id);
            Assert.False(string.IsNullOrEmpty(source.Look ?? source.Fetched?.Address.ToString()), source.Id);
            Assert.True(source.CopyOf is null || Built.FindSource(source.CopyOf) is { Kind: not SourceKind.Copy }, source.Id);
        });

    [Theory]
    [InlineData("litellm-copy:token-tariff@dc2baf9d", "litellm-copy:token-tariff")]
    [InlineData("tardellirs-gpu-pricing@8f09a680 tier=on-demand", "tardellirs-gpu-pricing")]
    [InlineData("pi@2026-11-10", "pi")]
    [InlineData("LiteLLM prices, model_prices_and_context_window.json", "litellm")]
    [InlineData("SkyPilot catalog, vms.csv", "skypilot")]
    [InlineData("nothing of that name", null)]
    public void A_source_is_found_by_id_version_or_the_format_of_an_imported_file(string name, string? id) => Assert.Equal(id, Built.FindSource(name)?.Id);

    [Fact]
    public void Every_seller_and_provider_has_a_row_and_was_seen_by_a_source_or_a_public_issue() =>
        Assert.All(Built.Providers, provider => Assert.NotNull(Built.FindSeller(provider)));

    [Fact]
    public void Who_saw_a_seller_is_a_source_or_an_issue() =>
        Assert.All(
            Built.Sellers.SelectMany(seller => new[] { seller.Api, seller.Machines }).OfType<Standing>(),
            standing => Assert.True(Built.FindSource(standing.SeenBy) is not null || standing.SeenBy.Contains('#', StringComparison.Ordinal), standing.SeenBy));

    [Fact]
    public void What_a_seller_sells_ends_each_by_itself()
    {
        var lambda = Built.FindSeller("lambda")!;
        Assert.Equal((SellerStatus.Ended, "2025-09-25", SellerStatus.Active), (lambda.Api!.Status, lambda.Api.Ended.ToString(), lambda.Machines!.Status));
        Assert.Equal(SellerStatus.Unknown, Built.FindSeller("hyperbolic")!.Api!.Status);
    }
}
