namespace Mtok.App;

/// <summary>A workload with the catalog it is read against.</summary>
internal sealed record Inputs(Workload Workload, Catalog Catalog);
