using System.Text;

namespace Mtok.Acceptance;

/// <summary>Every command of the README is run and its output is the one printed there; UPDATE_SNAPSHOTS=1 rewrites the outputs.</summary>
public sealed class ReadmeTests
{
    private const string Fence = "```";

    [Fact]
    public void The_readme_prints_what_its_commands_print()
    {
        var path = Path.Combine(MtokProcess.Root, "README.md");
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
    [Fact]
    public void What_the_readme_says_to_type_works_from_a_fresh_clone()
    {
        using var folder = new Workspace();
        string[] others = ["yours", "needs a network", "needs your admin key"];
        var commands = File.ReadLines(Path.Combine(MtokProcess.Root, "README.md"))
            .Where(line => line.StartsWith("./mtok ", StringComparison.Ordinal) && !others.Any(other => line.Contains(other, StringComparison.Ordinal)))
            .Select(line => line["./mtok ".Length..].Split(" #")[0].Trim())
            .ToList();
        Assert.True(commands.Count > 8);
        foreach (var command in commands)
        {
            var run = MtokProcess.Run(folder.Folder, InClone(command));
            Assert.True(run.ExitCode is 0 or 5, $"{command}: {run.Error}");
        }
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
            var opens = line == Fence + "console";
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
