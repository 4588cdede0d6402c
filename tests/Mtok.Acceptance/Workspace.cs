namespace Mtok.Acceptance;

/// <summary>A folder of its own for one test, gone when the test ends.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>A workload that is right: lines 1 to 8, one key a line.</summary>
    public const string GoodWorkload = """
        models = ["llama-3.3-70b"]

        [traffic]
        requests_per_day = 1000

        [tokens]
        input = 400
        output = 300

        """;

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("mtok-").FullName;

    /// <summary>Every file below the folder with its text, to see that a run left nothing behind.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => Directory.Exists(path) ? path : $"{path}: {Convert.ToHexString(File.ReadAllBytes(path))}")];

    /// <summary>Writes a file, with its folders.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The path of a file.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Reads a file the program wrote.</summary>
    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Runs the program in the folder.</summary>
    public MtokRun Run(params string[] arguments) => MtokProcess.Run(Folder, arguments);

    /// <summary>Runs the program in the folder and presses Ctrl-C.</summary>
    public (MtokRun Run, TimeSpan Took) Interrupt(TimeSpan after, string command) => MtokProcess.Interrupt(Folder, after, command.Split(' '));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
