using System.Text.RegularExpressions;

namespace Mtok.Tests;

/// <summary>What the examples and the READMEs of packages show compiles, runs, and prints what stands below it.</summary>
[Trait("Speed", "Slow")]
public sealed partial class ExampleProgramTests
{
    /// <summary>The README of each package.</summary>
    public static TheoryData<string> Readmes =>
        [.. Directory.EnumerateFiles(Snapshot.PathOf("src"), "README.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Snapshot.PathOf(""), path)).Where(path => !path.Contains("node_modules", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The programs among the examples.</summary>
    public static TheoryData<string> Examples => [.. Directory.EnumerateFiles(Snapshot.PathOf("examples"), "*.cs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Readmes))]
    public void A_readme_shows_what_its_program_prints(string readme)
    {
        var text = File.ReadAllText(Snapshot.PathOf(readme));
        var shown = Shown().Match(text);
        var (exitCode, output, error) = ExampleProgram.Run(shown.Groups["code"].Value);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.True(output.Length > 0, "it prints nothing");
        var printed = shown.Groups["printed"];
        Snapshot.Match(readme, text[..printed.Index] + output + text[(printed.Index + printed.Length)..]);
    }

    [Theory]
    [InlineData("Mtok.Planning", "decide.cs")]
    [InlineData("Mtok.Simulation", "simulate.cs")]
    [InlineData("Mtok.Tracking", "ledger.cs")]
    public void A_readme_shows_an_example(string package, string example)
    {
        var shown = Shown().Match(File.ReadAllText(Snapshot.PathOf($"src/{package}/README.md"))).Groups["code"].Value;
        var code = File.ReadAllText(Snapshot.PathOf($"examples/{example}"));
        Assert.EndsWith(shown, code, StringComparison.Ordinal);
        Assert.Contains($"#:project ../src/{package}/{package}.csproj", code, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_short_and_runs(string example)
    {
        var code = File.ReadAllText(Snapshot.PathOf($"examples/{example}"));
        Assert.InRange(code.Count(letter => letter == '\n'), 20, 36);
        Assert.Contains($"dotnet run examples/{example}", code, StringComparison.Ordinal);
        var (exitCode, output, error) = ExampleProgram.Run(code);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.NotEmpty(output);
    }

    [Fact]
    public void Prices_of_ones_own_change_what_to_run()
    {
        var (_, output, _) = ExampleProgram.Run(File.ReadAllText(Snapshot.PathOf("examples/own-catalog.cs")));
        Assert.Matches(@"(?s)^built in: (?!acme).*\nexamples/own-catalog: acme .*our contract", output);
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```\n.*?```text\n(?<printed>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Shown();
}
