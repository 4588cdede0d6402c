using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mtok.Tests;

/// <summary>Which projects are packages: the libraries, each with what a package needs, and nothing that only the program uses.</summary>
public sealed partial class PackageTests
{
    private static readonly string[] Packed =
        [.. Directory.EnumerateFiles(Snapshot.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Where(IsLibrary).Select(Relative).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Libraries => [.. Packed];

    [Fact]
    public void The_solution_of_libraries_lists_those_that_are_packed() =>
        Assert.Equal(Packed, Project().Matches(File.ReadAllText(Snapshot.PathOf("libraries.slnf"))).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_says_what_it_is_and_needs_only_packages(string project)
    {
        var xml = XDocument.Load(Snapshot.PathOf(project));
        var folder = Path.GetDirectoryName(project)!;
        Assert.NotEmpty(xml.Descendants("Description").Single().Value);
        foreach (var file in new[] { "README.md", "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt" })
        {
            Assert.True(File.Exists(Snapshot.PathOf(Path.Combine(folder, file))), $"{folder}/{file} is missing");
        }

        Assert.All(xml.Descendants("ProjectReference").Select(reference => Relative(Snapshot.PathOf(Path.Combine(folder, reference.Attribute("Include")!.Value)))), needed => Assert.Contains(needed, Packed));
    }

    private static bool IsLibrary(string project) =>
        XDocument.Load(project) is var xml && xml.Descendants("IsPackable").Any(element => element.Value == "true") && !xml.Descendants("PackAsTool").Any();

    private static string Relative(string path) => Path.GetRelativePath(Snapshot.PathOf(""), Path.GetFullPath(path)).Replace('\\', '/');

    [GeneratedRegex(@"""([^""]+\.csproj)""")]
    private static partial Regex Project();
}
