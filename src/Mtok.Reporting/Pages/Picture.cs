namespace Mtok.Reporting;

/// <summary>A chart of an answer, with what it says.</summary>
/// <param name="Name">What its file is called, without an ending.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Says">What a reader should see in it, in a sentence.</param>
public sealed record Picture(string Name, Chart Chart, string Says);
