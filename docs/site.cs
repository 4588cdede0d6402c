#!/usr/bin/env dotnet
#:package Markdig

// The documents as a small site of static pages, for any web server or a browser alone. From the repository: dotnet run docs/site.cs -- FOLDER
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

if (args is not [var target])
{
    Console.Error.WriteLine("usage: dotnet run docs/site.cs -- FOLDER");
    return 1;
}

(string Title, string[] Pages)[] parts =
[
    ("Use", ["README.md", "docs/decide.md", "docs/plan.md", "docs/compare.md", "docs/simulate.md", "docs/tracking.md", "docs/workload.md", "docs/traces.md"]),
    ("Serve", ["docs/serve.md", "docs/deploy.md", "docs/exit-codes.md"]),
    ("Trust", ["docs/figures.md", "docs/catalog.md", "docs/model.md", "docs/economics.md", "docs/simulator-accuracy.md", "docs/price-comparison.md", "docs/article.md"]),
    ("Libraries", [.. Directory.EnumerateFiles("src", "README.md", SearchOption.AllDirectories).Where(path => !path.Contains("node_modules")).Order(StringComparer.Ordinal)]),
    ("Change", ["CONTRIBUTING.md", "docs/map.md", "docs/how-to.md", "docs/invariants.md", "docs/glossary.md", "docs/performance.md", "docs/mutation.md", "CHANGELOG.md"]),
    ("Decisions", [.. Directory.EnumerateFiles("docs/decisions", "*.md").Order(StringComparer.Ordinal)]),
];
var markdown = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();
var pages = parts.SelectMany(part => part.Pages).ToDictionary(path => path, path => Markdown.Parse(File.ReadAllText(path), markdown));
var missing = Directory.EnumerateFiles("docs", "*.md", SearchOption.AllDirectories).Except(pages.Keys).ToList();
if (missing.Count > 0)
{
    Console.Error.WriteLine($"docs/site.cs lists no part for {string.Join(", ", missing)}");
    return 1;
}

foreach (var (path, document) in pages)
{
    foreach (var link in document.Descendants<LinkInline>().ToList())
    {
        Follow(link, Path.GetDirectoryName(path)!);
    }

    Write(AddressOf(path), Page(path, document.ToHtml(markdown)));
}

return 0;

// Links between documents lead to their pages; files that are linked are copied; what is a folder, or code, is named only.
void Follow(LinkInline link, string folder)
{
    var (file, anchor) = link.Url!.Split('#') is [var before, var after] ? (before, "#" + after) : (link.Url, "");
    if (file.Length == 0 || file.Contains(':'))
    {
        return;
    }

    var path = Path.GetRelativePath(".", Path.Combine(folder, file)).Replace('\\', '/');
    if (pages.ContainsKey(path))
    {
        link.Url = To(folder, AddressOf(path)) + anchor;
    }
    else if (File.Exists(path))
    {
        Write(path, File.ReadAllText(path));
    }
    else
    {
        link.ToList().ForEach(part =>
        {
            part.Remove();
            link.InsertBefore(part);
        });
        link.Remove();
    }
}

string AddressOf(string path) => path == "README.md" ? "index.html" : Path.ChangeExtension(path, ".html");

string To(string folder, string address) => Path.GetRelativePath(Path.Combine("/", folder), Path.Combine("/", address)).Replace('\\', '/');

string TitleOf(string path) => string.Concat(pages[path].OfType<HeadingBlock>().First().Inline!.Descendants().Select(part => part switch
{
    LiteralInline text => text.Content.ToString(),
    CodeInline code => code.Content,
    _ => "",
}));

string Page(string path, string body)
{
    var folder = Path.GetDirectoryName(path)!;
    var links = parts.Select(part => $"<h2>{part.Title}</h2><ul>{string.Concat(part.Pages.Select(Item))}</ul>");
    return $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{TitleOf(path)} - Mtok</title>
        <style>{File.ReadAllText("docs/site.css")}</style></head>
        <body>
        <a class="pages" href="#pages">All pages</a>
        <main>
        {Scrolled(body)}
        </main>
        <nav id="pages" aria-label="Pages">{string.Concat(links)}</nav>
        </body>
        </html>

        """;

    string Item(string other) => $"<li><a href=\"{To(folder, AddressOf(other))}\"{(other == path ? " aria-current=\"page\"" : "")}>{TitleOf(other)}</a></li>";
}

// Tables that are wider than a phone scroll by themselves.
static string Scrolled(string body) => Regex.Replace(body, "<table>.*?</table>", "<div class=\"wide\" tabindex=\"0\">$0</div>", RegexOptions.Singleline);

void Write(string address, string text)
{
    var file = Path.Combine(target, address);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllText(file, text);
}
