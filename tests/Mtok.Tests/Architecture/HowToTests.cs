using System.Text.RegularExpressions;

namespace Mtok.Tests;

/// <summary>The pages for whoever takes over say what is there: recipes count their touch points and name real places, invariants name real tests.</summary>
public sealed partial class HowToTests
{
    private static readonly string[] Recipes = File.ReadAllText(Snapshot.PathOf("docs/how-to.md")).Split("\n## Add ")[1..];

    public static TheoryData<string> Titles => [.. Recipes.Select(Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_recipe_counts_its_touch_points_and_names_real_places(string title)
    {
        var recipe = Recipes.Single(text => Title(text) == title);
        var points = Point().Matches(recipe).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(int.Parse(Count().Match(recipe).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), points.Count);
        Assert.DoesNotContain(points, point => !Path.Exists(Snapshot.PathOf(point)));
    }

    [Fact]
    public void What_people_add_has_a_recipe()
    {
        foreach (var thing in new[] { "GPU", "model", "price", "price format", "benchmark format", "trace format", "page", "command" })
        {
            Assert.Contains(Recipes, recipe => Title(recipe).Contains(thing, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Every_test_that_an_invariant_names_is_there()
    {
        var named = Test().Matches(File.ReadAllText(Snapshot.PathOf("docs/invariants.md"))).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();
        Assert.True(named.Count >= 20, "docs/invariants.md names its tests as `Class.Method`");
        var tests = Directory.EnumerateFiles(Snapshot.PathOf("tests"), "*.cs", SearchOption.AllDirectories).ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText, StringComparer.Ordinal);
        Assert.DoesNotContain(named, test => !tests[test.Class].Any(text => text.Contains($" {test.Method}(", StringComparison.Ordinal)));
    }

    private static string Title(string recipe) => recipe[..recipe.IndexOf('\n', StringComparison.Ordinal)];

    [GeneratedRegex(@"^Touch points: (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Count();

    [GeneratedRegex(@"^\d+\. `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Point();

    [GeneratedRegex(@"`(\w+(?:Tests|Laws))\.(\w+)`")]
    private static partial Regex Test();
}
