using System.Text;

namespace Mtok.Acceptance;

/// <summary>Every command of the README and of the pages for users is run and its output is the one printed there; UPDATE_SNAPSHOTS=1 rewrites it.</summary>
public sealed class ReadmeTests
{
    private const string Fence = "```";
    private const string Console = Fence + "console";

    /// <summary>The README, and every page with commands and their outputs.</summary>
    public static TheoryData<string> Pages =>
        [
            "README.md",
            .. Directory.EnumerateFiles(Path.Combine(MtokProcess.Root, "docs"), "*.md").Where(page => File.ReadLines(page).Contains(Console))
                .Select(page => Path.GetRelativePath(MtokProcess.Root, page)).Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void The_readme_is_read_in_a_sitting() => Assert.InRange(File.ReadLines(Path.Combine(MtokProcess.Root, "README.md")).Count(), 100, 250);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_prints_what_its_commands_print(string page)
    {
        var path = Path.Combine(MtokProcess.Root, page);
        var written = File.ReadAllText(path);
        using var folder = new Workspace();
        var actual = Rewritten(written, folder.Folder);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(written, actual);
    }

    /// <summary>Those of its commands without an output that need nothing but the repository, in their order, in one folder.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_says_to_type_works_from_a_fresh_clone(string page)
    {
        using var folder = new Workspace();
        string[] others = ["yours", "needs a network", "needs your admin key"];
        var commands = File.ReadLines(Path.Combine(MtokProcess.Root, page))
            .Where(line => line.StartsWith("./mtok ", StringComparison.Ordinal) && !others.Any(other => line.Contains(other, StringComparison.Ordinal)))
            .Select(line => line["./mtok ".Length..].Split(" #")[0].Trim())
            .ToList();
        foreach (var command in commands)
        {
            var run = MtokProcess.Run(folder.Folder, InClone(command));
            Assert.True(run.ExitCode is 0 or 5, $"{command}: {run.Error}");
        }
    }

    [Fact]
    public void What_it_shows_in_csharp_is_the_example_and_runs()
    {
        var file = Path.Combine(MtokProcess.Root, "examples", "decide.cs");
        var code = File.ReadAllText(file);
        var shown = File.ReadAllText(Path.Combine(MtokProcess.Root, "README.md")).Split(Fence + "csharp\n")[1].Split(Fence)[0];
        Assert.EndsWith(shown, code, StringComparison.Ordinal);
        var run = MtokProcess.Start("dotnet", MtokProcess.Root, ["run", file]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"(?m)^nebius API .*: \$[\d,.]+/month$", run.Out);
    }

    private static IEnumerable<string> InClone(string command) =>
        command.Split(' ').Select(word => word.StartsWith("examples/", StringComparison.Ordinal) ? Path.Combine(MtokProcess.Root, word) : word);

    /// <summary>The text with the output below each command of a console block replaced by what the command prints now.</summary>
    private static string Rewritten(string readme, string folder)
    {
        var text = new StringBuilder();
        var inside = false;
        foreach (var line in readme.TrimEnd('\n').Split('\n'))
        {
            var opens = line == Console;
            if (!inside || opens || line == Fence || line.StartsWith("$ ", StringComparison.Ordinal))
            {
                text.Append(line).Append('\n');
            }

            inside = opens || (inside && line != Fence);
            if (inside && line.StartsWith("$ ./mtok ", StringComparison.Ordinal))
            {
                text.Append(Output(line["$ ./mtok ".Length..], folder));
            }
        }

        return text.ToString();
    }

    private static string Output(string command, string folder)
    {
        var run = MtokProcess.Run(folder, InClone(command), ("COLUMNS", "100"));
        Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
        return run.Out;
    }
}
