namespace Mtok.App;

/// <summary>A workload with the catalog it is read against.</summary>
internal sealed record Inputs(Workload Workload, Catalog Catalog)
{
    /// <summary>Both, or null where either has errors.</summary>
    public static Inputs? Load(string path, string? catalogFolder, Problems problems, DateOnly? asOf = null) =>
        CatalogReader.Load(catalogFolder, problems, asOf, today: Today.Date) is { } catalog && new WorkloadReader(catalog, problems).Read(path) is { } workload
            ? new(workload, catalog)
            : null;
}
