namespace Mtok.Reporting;

/// <summary>A chart of an answer, with its message.</summary>
/// <param name="Name">What its file is called, without an ending.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Says">Its message in a sentence.</param>
public sealed record Picture(string Name, Chart Chart, string Says);
