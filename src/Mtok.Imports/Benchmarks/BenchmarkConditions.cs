namespace Mtok.Imports;

/// <summary>Conditions of benchmark runs given by the user, for values missing from the file. A value in the file takes precedence.</summary>
/// <param name="Model">The model, by id or alias; for a table of many results, the one to select.</param>
/// <param name="Accelerator">The accelerator, by id or alias; for a table, the one to select.</param>
/// <param name="Gpus">Accelerators that served together.</param>
/// <param name="TensorParallel">Accelerators one copy of the weights is sharded over.</param>
/// <param name="Precision">The precision it was computed in, or <c>unstated</c>.</param>
/// <param name="Engine">The serving engine.</param>
/// <param name="EngineVersion">The engine's version.</param>
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

/// <summary>The measurements read from one benchmark result file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Format">The tool that wrote it.</param>
/// <param name="Measurements">One measurement per run.</param>
public sealed record BenchmarkImport(string File, string Format, IReadOnlyList<Measurement> Measurements);
