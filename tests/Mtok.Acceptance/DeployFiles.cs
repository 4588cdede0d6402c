using YamlDotNet.RepresentationModel;

namespace Mtok.Acceptance;

/// <summary>The files of <c>deploy/</c>, and the tools that check them where they are installed.</summary>
internal static class DeployFiles
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Path.Combine(MtokProcess.Root, "deploy");

    /// <summary>The text of a file.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The documents of a YAML file.</summary>
    public static IReadOnlyList<YamlNode> Yaml(string name)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(name)));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>What lies below a node, by keys; null where a key is missing.</summary>
    public static YamlNode? At(this YamlNode node, params string[] keys) => keys.Aggregate(
        (YamlNode?)node,
        (at, key) => at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null);

    /// <summary>The text below a node; empty where there is none.</summary>
    public static string Text(this YamlNode node, params string[] keys) => (node.At(keys) as YamlScalarNode)?.Value ?? "";

    /// <summary>The items of the list below a node; none where there is no list.</summary>
    public static IEnumerable<YamlNode> List(this YamlNode node, params string[] keys) => (node.At(keys) as YamlSequenceNode)?.Children ?? [];

    /// <summary>Runs a tool in a folder, or skips the test where it is not installed.</summary>
    public static MtokRun Tool(string tool, string folder, params string[] arguments)
    {
        Assert.SkipUnless(Installed(tool), $"{tool} is not installed");
        return MtokProcess.Start(tool, folder, arguments);
    }

    private static bool Installed(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
