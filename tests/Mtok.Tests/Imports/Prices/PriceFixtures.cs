using System.Text;
using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Files of prices in the shape of every format, with the traps that real ones have.</summary>
internal static class PriceFixtures
{
    /// <summary>Each fixture with the seller its file does not name.</summary>
    public static readonly (string Name, string? Seller)[] All =
    [
        ("skypilot.csv", "aws"), ("skypilot-gcp.csv", "gcp"), ("gpuhunt.csv", "aws"), ("gcosts.yml", null), ("tardellirs.json", null), ("vantage.json", null), ("vantage-short.js", null),
        ("azure-retail.json", null), ("aws-spot-advisor.json", null), ("aws-spot-history.json", null), ("litellm.json", null), ("openrouter.json", null), ("openrouter-list.json", null), ("pi.json", null), ("models-dev.json", null),
        ("models-dev.toml", "groq"), ("genai-prices.json", null), ("llm-prices-vendor.json", null), ("llm-prices-list.json", null),
    ];

    public static readonly AsOf Day = AsOf.Of(new(2026, 8, 20));

    public static Catalog Catalog => Workloads.Built;

    public static string Text(string name) => File.ReadAllText(Snapshot.PathOf("tests/Mtok.Tests/Fixtures/prices/" + name));

    public static PriceImport Read(string name, Catalog? catalog = null)
    {
        var (import, problems) = ReadText(name, Text(name), catalog);
        Assert.True(import is not null, string.Join("\n", problems.All));
        return import;
    }

    public static (PriceImport? Import, Problems Problems) ReadText(string name, string text, Catalog? catalog = null) =>
        ReadBytes(name, Encoding.UTF8.GetBytes(text), catalog);

    public static (PriceImport? Import, Problems Problems) ReadBytes(string name, byte[] bytes, Catalog? catalog = null)
    {
        var problems = new Problems();
        var seller = Array.Find(All, fixture => fixture.Name == name).Seller;
        using var stream = new MemoryStream(bytes, writable: false);
        return (new PriceReader(catalog ?? Catalog, new(Day, "the test", seller), problems).Read(name, stream), problems);
    }

    /// <summary>How many rows are left out under a rule.</summary>
    public static int Dropped(PriceImport import, string rule) => import.Dropped.Where(dropped => dropped.Rule == rule).Sum(dropped => dropped.Count);

    public static int Noted(PriceImport import, string rule) => import.Notes.Where(note => note.Rule == rule).Sum(note => note.Count);
}
