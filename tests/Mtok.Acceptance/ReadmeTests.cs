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
        var arguments = command.Split(' ').Select(word => word.StartsWith("examples/", StringComparison.Ordinal) ? Path.Combine(MtokProcess.Root, word) : word);
        var run = MtokProcess.Run(folder, arguments, ("COLUMNS", "100"));
        Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
        return run.Out;
    }
}
