namespace Mtok.Imports;

/// <summary>What the user says of benchmark runs, for what their file does not say. The file wins where it does.</summary>
/// <param name="Model">The model, by id or alias; of a table of everybody's results, the one to take.</param>
/// <param name="Accelerator">The accelerator, by id or alias; of a table, the one to take.</param>
/// <param name="Gpus">Accelerators that served together.</param>
/// <param name="TensorParallel">Accelerators one copy of the weights is split over.</param>
/// <param name="Precision">What it was computed in, or <c>unstated</c>.</param>
/// <param name="Engine">The serving engine.</param>
/// <param name="EngineVersion">Its version.</param>
/// <param name="Input">Mean input of a request.</param>
/// <param name="Output">Mean output of a request.</param>
/// <param name="AsOf">When it was measured.</param>
/// <param name="Source">Who measured it.</param>
public sealed record BenchmarkConditions(
    string? Model = null,
    string? Accelerator = null,
    int? Gpus = null,
    int? TensorParallel = null,
    string? Precision = null,
    string? Engine = null,
    string? EngineVersion = null,
    Tokens? Input = null,
    Tokens? Output = null,
    AsOf? AsOf = null,
    string? Source = null);

/// <summary>What was read from one benchmark result file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Format">The tool that wrote it.</param>
/// <param name="Measurements">Its runs.</param>
public sealed record BenchmarkImport(string File, string Format, IReadOnlyList<Measurement> Measurements);
