using System.Runtime.CompilerServices;

namespace Mtok.Benchmarks;

/// <summary>Files of the repository, found from this source file.</summary>
internal static class Repository
{
    public static string Examples { get; } = Path.Combine(Root(), "examples");

    public static (Catalog Catalog, Workload Workload) Load(string example)
    {
        var problems = new Problems();
        var catalog = CatalogReader.Load(null, problems)!;
        return (catalog, new WorkloadReader(catalog, problems).Read(Path.Combine(Examples, example + ".toml"))!);
    }

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../.."));
}
