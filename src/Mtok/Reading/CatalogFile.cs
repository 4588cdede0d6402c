namespace Mtok;

/// <summary>A catalog file: its path below the catalog folder decides what it holds.</summary>
/// <param name="Kind">What it holds: its folder and extension, such as <c>offers.csv</c>.</param>
/// <param name="Name">The file name without its extension; for price files, the seller or provider.</param>
/// <param name="Path">The path to show in problems.</param>
/// <param name="Read">The file's text, read when it is asked for.</param>
public sealed record CatalogFile(string Kind, string Name, string Path, Lazy<string> Read)
{
    /// <summary>A file that has been read.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="name">The file name without its extension.</param>
    /// <param name="path">The path to show in problems.</param>
    /// <param name="text">Its text.</param>
    public CatalogFile(string kind, string name, string path, string text)
        : this(kind, name, path, new Lazy<string>(text))
    {
    }

    /// <summary>The file's text.</summary>
    public string Text
    {
        get => Read.Value;
        init => Read = new(value);
    }
}
