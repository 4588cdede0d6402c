using System.Globalization;

namespace Mtok.Tests;

public sealed class ReadmeCountsTests
{
    [Fact]
    public void The_readme_counts_the_catalog_right()
    {
        var built = Workloads.Built;
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{built.Accelerators.Count} accelerators, {built.Models.Count} models, {built.Offers.Count} offers of {built.Offers.DistinctBy(offer => offer.Seller).Count()} sellers, {built.Apis.Count} API prices of {built.Apis.DistinctBy(api => api.Provider).Count()} providers, {built.Measurements.Count:#,##0} published throughput measurements");
        Assert.Contains(sentence, File.ReadAllText(Snapshot.PathOf("docs/figures.md")).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }
}
