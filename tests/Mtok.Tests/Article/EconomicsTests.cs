namespace Mtok.Tests;

/// <summary>The page on what was wrong with the money is what the code computes.</summary>
public sealed class EconomicsTests
{
    [Fact]
    public void The_page_on_the_economics_is_what_the_code_computes() => Snapshot.Match("docs/economics.md", EconomicsText.Write());
}
