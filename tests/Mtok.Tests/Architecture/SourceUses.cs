using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mtok.Tests;

/// <summary>Every name in src bound to the file that declares it, as the compiler binds it.</summary>
internal sealed class SourceUses
{
    private const string ImplicitUsings =
        "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; "
        + "global using System.Threading; global using System.Threading.Tasks; global using System.Net.Http;";

    /// <summary>Partial methods whose other half a source generator writes.</summary>
    private const string Generated = "CS8795";

    /// <summary>What a source generator writes, as far as it is named.</summary>
    private const string Written =
        "namespace Mtok.Server; using System.Text.Json; using System.Text.Json.Serialization.Metadata; partial class SettingsJson { "
        + "private SettingsJson() : base(null) { } public static SettingsJson Default => throw null!; "
        + "public JsonTypeInfo<ServerSettings> ServerSettings => throw null!; protected override JsonSerializerOptions? GeneratedSerializerOptions => null; "
        + "public override JsonTypeInfo? GetTypeInfo(System.Type type) => null; }";

    private static readonly CSharpParseOptions Latest = new(LanguageVersion.Preview);
    private static readonly string Root = Snapshot.PathOf("src");
    private static readonly Lazy<SourceUses> Read = new(() => new SourceUses());

    private SourceUses()
    {
        Trees =
        [
            .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Where(IsBound).Order(StringComparer.Ordinal).AsParallel().AsOrdered()
                .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Latest, path)),
        ];
        var compilation = CSharpCompilation.Create("src", Trees.Concat(new[] { ImplicitUsings, Written }.Select(text => CSharpSyntaxTree.ParseText(text, Latest))), References(), new(OutputKind.ConsoleApplication));
        Unbound = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != Generated).Select(diagnostic => diagnostic.ToString())];
        var uses = new ConcurrentBag<FolderUse>();
        Parallel.ForEach(Trees, tree => UsesOf(tree, compilation.GetSemanticModel(tree)).ToList().ForEach(uses.Add));
        Folders = [.. uses.GroupBy(use => (use.From, use.To)).Select(group => new FolderUses(group.Key.From, group.Key.To, group.Count(), group.Select(use => use.Where).Order().First()))];
    }

    /// <summary>The uses of this source tree; bound once for all tests.</summary>
    public static SourceUses Of => Read.Value;

    /// <summary>The files, parsed.</summary>
    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <summary>What the compiler could not bind; uses are complete only where this is empty.</summary>
    public IReadOnlyList<string> Unbound { get; }

    /// <summary>How often each folder uses another.</summary>
    public IReadOnlyList<FolderUses> Folders { get; }

    /// <summary>Of the server only what it shares with the program: the rest is bound to ASP.NET Core and to what Razor writes.</summary>
    private static bool IsBound(string path) => FolderOf(path) is var folder && !folder.StartsWith("Mtok.Server/", StringComparison.Ordinal)
        && Path.GetFileName(path) is var name && (folder != "Mtok.Server" || name == "ServerSettings.cs");

    /// <summary>A folder below src, such as <c>Mtok/Units</c>; a project's own files are of the folder <c>Mtok.App</c>.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetRelativePath(Root, path))!.Replace('\\', '/');

    private static IEnumerable<FolderUse> UsesOf(SyntaxTree tree, SemanticModel model)
    {
        var from = FolderOf(tree.FilePath);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (Declaration(model.GetSymbolInfo(name).Symbol) is { FilePath.Length: > 0 } declared && FolderOf(declared.FilePath) is var to && to != from)
            {
                yield return new(from, to, $"{Path.GetFileName(tree.FilePath)} uses {name.Identifier.Text} of {Path.GetFileName(declared.FilePath)}");
            }
        }
    }

    /// <summary>The file that declares a type or member; null for what lives in one method, for namespaces and for what is not ours.</summary>
    private static SyntaxTree? Declaration(ISymbol? symbol)
    {
        var bound = symbol is IAliasSymbol alias ? alias.Target : symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol;
        return bound is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol
            ? bound.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree
            : null;
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Mtok", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));

    private sealed record FolderUse(string From, string To, string Where);
}

/// <summary>How often one folder uses another.</summary>
/// <param name="From">The folder that uses.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="Count">Names in the one that are declared in the other.</param>
/// <param name="First">One of them, in words.</param>
internal sealed record FolderUses(string From, string To, int Count, string First);
