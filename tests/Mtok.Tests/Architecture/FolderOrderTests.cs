using System.Globalization;
using System.Text;

namespace Mtok.Tests;

/// <summary>The direction of the house: a folder uses only folders that stand before it in this list.</summary>
[Trait("Speed", "Slow")]
public sealed class FolderOrderTests
{
    private const string Map = "docs/map.md";
    private const string Begin = "<!-- uses:begin -->\n";
    private const string End = "<!-- uses:end -->";

    /// <summary>From words and laws to the program; a new folder gets its place here.</summary>
    private static readonly string[] Order =
    [
        "Mtok/Units", "Mtok/Reading", "Mtok/Facts", "Mtok/Costs", "Mtok/Serving", "Mtok/Catalog", "Mtok/Throughput", "Mtok/Workloads",
        "Mtok.Imports/Prices", "Mtok.Imports/Benchmarks", "Mtok.Imports/Fetching", "Mtok.Imports/Usage",
        "Mtok.Traces", "Mtok.Traces/Tokenizers",
        "Mtok.Tracking/Readings", "Mtok.Tracking/Metrics", "Mtok.Tracking/Sources", "Mtok.Tracking/Counters", "Mtok.Tracking/Deployments",
        "Mtok.Tracking/Ledger", "Mtok.Tracking/Hours", "Mtok.Tracking/Stores", "Mtok.Tracking/Totals", "Mtok.Tracking/Allocation", "Mtok.Tracking/Answers",
        "Mtok.Tracking/Alerts", "Mtok.Tracking/Exports", "Mtok.Tracking/Collection",
        "Mtok.Simulation/Engine", "Mtok.Simulation/Fleets", "Mtok.Simulation/Outcomes", "Mtok.Simulation",
        "Mtok.Planning/Demands", "Mtok.Planning/Ways", "Mtok.Planning/Plans", "Mtok.Planning/BreakEvens", "Mtok.Planning/Draws", "Mtok.Planning/Moves", "Mtok.Planning/Decisions", "Mtok.Planning/Actuals",
        "Mtok.Planning/Replays", "Mtok.Planning/Proofs", "Mtok.Planning/Verdicts",
        "Mtok.Reporting/Words", "Mtok.Reporting/Charts", "Mtok.Reporting/Tables", "Mtok.Reporting/Catalog", "Mtok.Reporting/Runs", "Mtok.Reporting/Tracking",
        "Mtok.Reporting/Decisions", "Mtok.Reporting/Pages",
        "Mtok.Server", "Mtok.App/CommandLine", "Mtok.App/Screen", "Mtok.App/Inputs", "Mtok.App/Commands", "Mtok.App",
    ];

    [Fact]
    public void Every_name_is_bound() => Assert.Empty(SourceUses.Of.Unbound);

    [Fact]
    public void Every_folder_has_its_place_in_the_order() =>
        Assert.Equal(Order.Order(StringComparer.Ordinal), SourceUses.Of.Trees.Select(tree => SourceUses.FolderOf(tree.FilePath)).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_folder_uses_only_those_before_it() =>
        Assert.Empty(SourceUses.Of.Folders.Where(use => Array.IndexOf(Order, use.From) < Array.IndexOf(Order, use.To)).Select(use => $"{use.From} uses {use.To} {use.Count} times: {use.First}"));

    [Fact]
    public void Tests_mirror_the_source()
    {
        string[] own = ["Architecture", "Article", "Fitting", "Fixtures", "Laws"];
        var source = Order.Select(folder => folder.StartsWith("Mtok/", StringComparison.Ordinal) ? folder["Mtok/".Length..] : folder["Mtok.".Length..]).ToList();
        var tests = Directory.EnumerateDirectories(Snapshot.PathOf("tests/Mtok.Tests"), "*", SearchOption.AllDirectories)
            .Select(folder => Path.GetRelativePath(Snapshot.PathOf("tests/Mtok.Tests"), folder).Replace('\\', '/'))
            .Where(folder => !own.Contains(folder.Split('/')[0]));
        Assert.DoesNotContain(tests, folder => !source.Exists(known => known == folder || known.StartsWith(folder + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_map_shows_who_uses_whom()
    {
        var map = File.ReadAllText(Snapshot.PathOf(Map));
        var begin = map.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Snapshot.Match(Map, map[..begin] + Picture() + map[map.IndexOf(End, StringComparison.Ordinal)..]);
    }

    /// <summary>A row for each folder: the folders it uses. Counts would change with every edit, so they are left out.</summary>
    private static string Picture()
    {
        var text = new StringBuilder("| folder | uses |\n| --- | --- |\n");
        foreach (var folder in Order)
        {
            var used = SourceUses.Of.Folders.Where(use => use.From == folder).OrderBy(use => Array.IndexOf(Order, use.To)).Select(use => Short(use.To, folder));
            text.Append(CultureInfo.InvariantCulture, $"| {folder} | {string.Join(", ", used)} |\n");
        }

        return text.ToString();
    }

    /// <summary>Without the project where it is the folder's own.</summary>
    private static string Short(string used, string folder) =>
        used.Split('/')[0] == folder.Split('/')[0] ? used[(used.IndexOf('/', StringComparison.Ordinal) + 1)..] : used;
}
