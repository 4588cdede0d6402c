namespace Mtok;

/// <summary>The rows a user imported, by what they are the price of: those that are older than the one used are reported, not dropped silently.</summary>
internal sealed class ImportedRows(IReadOnlyList<ApiPrice> apis, IReadOnlyList<Offer> offers)
{
    private readonly ILookup<object, Provenance> _byKey = apis.Where(api => api.Provenance.IsImported).Select(api => (Key: (object)api.Key, api.Provenance))
        .Concat(offers.Where(offer => offer.Provenance.IsImported).Select(offer => (Key: (object)offer.Key, offer.Provenance)))
        .ToLookup(row => row.Key, row => row.Provenance);

    /// <summary>The newest imported row of a key that is older than the built-in one used; null where there is none.</summary>
    /// <param name="key">The key of the price.</param>
    /// <param name="used">The row that is used.</param>
    public Provenance? Before(object key, Provenance used) => used.IsImported || used.IsUsers
        ? null
        : _byKey[key].Where(row => row.AsOf < used.AsOf).MaxBy(row => row.AsOf);
}
