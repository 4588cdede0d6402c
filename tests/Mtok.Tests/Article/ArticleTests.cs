namespace Mtok.Tests;

/// <summary>One page, two tests: the last section takes a minute. Each test holds its own part and leaves the other's as it is.</summary>
public sealed class ArticleTests
{
    private const string Page = "docs/article.md";

    private static readonly Catalog Catalog = Workloads.Built;

    [Fact]
    public void The_page_on_the_article_is_what_the_code_computes() =>
        Snapshot.Match(Page, ArticleText.Write(Catalog, Snapshot.PathOf("examples")) + "\n" + Parts().Traces);

    /// <summary>Plans and replays of a week for each scenario take ten minutes: asked for by name, with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    [Trait("Speed", "Slow")]
    public void Its_section_on_traces_is_what_planning_and_replaying_give() =>
        Snapshot.Match(Page, Parts().Figures + ArticleTraces.Write([.. ArticleScenario.All.Select(scenario => TracedScenario.Of(scenario, scenario.Read(Catalog, Snapshot.PathOf("examples")), Catalog))]));

    /// <summary>The page before its section on traces, and that section.</summary>
    private static (string Figures, string Traces) Parts()
    {
        var page = File.ReadAllText(Snapshot.PathOf(Page));
        var at = page.IndexOf(ArticleTraces.Title, StringComparison.Ordinal);
        return at < 0 ? (page.TrimEnd() + "\n\n", "") : (page[..at], page[at..]);
    }
}
