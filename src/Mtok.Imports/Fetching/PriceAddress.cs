namespace Mtok.Imports;

/// <summary>Prices of a local file or of an address that publishes them.</summary>
public static class PriceAddress
{
    /// <summary>The prices of files and addresses, in their order; those that could not be had are left out.</summary>
    /// <param name="names">Paths, or addresses that begin with http:// or https://.</param>
    /// <param name="facts">The catalog whose models and accelerators the prices name.</param>
    /// <param name="conditions">What the files do not say themselves.</param>
    /// <param name="today">The day that prices of an address are dated, unless the conditions say otherwise.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="cancelled">Ends the waiting.</param>
    public static async Task<IReadOnlyList<PriceImport>> ReadAsync(
        IEnumerable<string> names, Catalog facts, PriceConditions conditions, DateOnly today, Problems problems, CancellationToken cancelled)
    {
        using var fetcher = Fetcher.Live();
        var imports = new List<PriceImport>();
        foreach (var name in names)
        {
            if (await ReadAsync(name, facts, conditions, today, fetcher, problems, cancelled) is { } import)
            {
                imports.Add(import);
            }
        }

        return imports;
    }

    internal static async Task<PriceImport?> ReadAsync(
        string name, Catalog facts, PriceConditions conditions, DateOnly today, Fetcher fetcher, Problems problems, CancellationToken cancelled)
    {
        if (!Uri.TryCreate(name, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return new PriceReader(facts, conditions, problems).Read(name);
        }

        switch (await fetcher.FetchAsync(address, null, cancelled))
        {
            case Fetched.New fetched:
                using (var bytes = new MemoryStream(fetched.Bytes, writable: false))
                {
                    var dated = conditions with { AsOf = conditions.AsOf ?? AsOf.Of(today), HasAllPages = fetched.Pages > 1 };
                    return new PriceReader(facts, dated, problems).Read(name, bytes);
                }

            case Fetched.Failed failed:
                problems.Error(new(name, 0, 0), "not-fetched", failed.Why);
                return null;
            default:
                return null;
        }
    }
}
