namespace Mtok.Reporting;

/// <summary>A part of a page.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Pictures">Its charts, without those that are null.</param>
/// <param name="Blocks">Its text.</param>
/// <param name="Otherwise">What stands there where there is no text.</param>
public sealed record PageSection(string Id, string Title, IReadOnlyList<Picture?> Pictures, IReadOnlyList<Block> Blocks, string Otherwise);
