using System.Text.RegularExpressions;

namespace Mtok.Acceptance;

/// <summary>The documents as a site: every page is there, and every link of every page leads somewhere.</summary>
public sealed partial class SiteTests
{
    [Fact]
    public void Every_link_leads_to_a_page_and_a_heading_that_are_there()
    {
        using var folder = new Workspace();
        var run = MtokProcess.Start("dotnet", MtokProcess.Root, ["run", Path.Combine("docs", "site.cs"), "--", folder.Folder]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var pages = Directory.EnumerateFiles(folder.Folder, "*.html", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
        Assert.True(pages.Count > 30, $"only {pages.Count} pages were made");
        Assert.All(pages, page => Assert.Contains("aria-current=\"page\"", page.Value, StringComparison.Ordinal));
        var links = pages.SelectMany(page => Link().Matches(page.Value).Select(match => (Page: page.Key, To: match.Groups[1].Value))).Where(link => !link.To.Contains(':', StringComparison.Ordinal)).ToList();
        Assert.True(links.Count > 1000, $"only {links.Count} links were seen");
        Assert.DoesNotContain(links, link => !Leads(link.Page, link.To, pages));
    }

    private static bool Leads(string page, string to, Dictionary<string, string> pages)
    {
        var (file, anchor) = to.Split('#') is [var before, var after] ? (before, after) : (to, "");
        var path = file.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, file));
        return File.Exists(path) && (anchor.Length == 0 || pages[path].Contains($"id=\"{anchor}\"", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Link();
}
