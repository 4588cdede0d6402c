namespace Mtok.Imports;

/// <summary>Reads prices from a local file or from an address.</summary>
public static class PriceAddress
{
    /// <summary>The prices of files and addresses, in order; those that could not be read are omitted (reported).</summary>
    /// <param name="names">Paths, or addresses that start with http:// or https://.</param>
    /// <param name="facts">The catalog with the models and accelerators that the prices refer to.</param>
    /// <param name="conditions">What the files themselves do not state.</param>
    /// <param name="today">The date of prices fetched from an address, unless the conditions state another.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="cancelled">Cancels waiting.</param>
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
                problems.Error(new(name, 0, 0), "not-fetched", "the server answers that nothing has changed (HTTP 304), though it was asked for all of it");
                return null;
        }
    }
}
