namespace Mtok;

/// <summary>A catalog file: its path below the catalog folder decides what it holds.</summary>
/// <param name="Kind">What it holds: its folder and extension, such as <c>offers.csv</c>.</param>
/// <param name="Name">The file name without its extension; for price files, the seller or provider.</param>
/// <param name="Path">The path to show in problems.</param>
/// <param name="Text">The file's text.</param>
public sealed record CatalogFile(string Kind, string Name, string Path, string Text);
