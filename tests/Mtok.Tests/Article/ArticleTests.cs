namespace Mtok.Tests;

public sealed class ArticleTests
{
    [Fact]
    public void The_page_on_the_article_is_what_the_code_computes()
    {
        var catalog = CatalogReader.Load(null, new Problems())!;
        Snapshot.Match("docs/article.md", ArticleText.Write(catalog, Snapshot.PathOf("examples")));
    }
}
