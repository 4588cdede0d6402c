namespace Mtok.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_embedded_catalog_has_no_errors()
    {
        var problems = new Problems();
        Assert.NotNull(CatalogReader.Load(null, problems));
        Assert.False(problems.HasErrors);
    }
}
