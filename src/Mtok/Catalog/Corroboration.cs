namespace Mtok;

/// <summary>Who says a price: it is corroborated by one source made from the seller's own list, or by two that are independent.</summary>
/// <param name="Voices">The independent sources, by id.</param>
/// <param name="IsOwnList">Whether one of them was made from the seller's own list, page or interface, or is the user.</param>
/// <param name="Seen">The day the price was last seen by any of them.</param>
public sealed record Corroboration(IReadOnlyList<string> Voices, bool IsOwnList, AsOf Seen)
{
    /// <summary>Whether the price is corroborated.</summary>
    public bool Holds => IsOwnList || Voices.Count > 1;
}

/// <summary>Finds who else says a price: rows of every date and source about the same seller and thing, at the same price.</summary>
internal sealed class Corroborations
{
    /// <summary>Prices that differ by less are the same, rounded.</summary>
    private const double Rounding = 0.01;

    private readonly SourceIndex _sources;
    private readonly Lazy<ILookup<ApiPriceKey, ApiPrice>> _apis;
    private readonly Lazy<ILookup<(string Seller, string AcceleratorId, Pricing Pricing, string Tier), Offer>> _offers;

    public Corroborations(SourceIndex sources, IReadOnlyList<ApiPrice> apis, IReadOnlyList<Offer> offers)
    {
        _sources = sources;
        _apis = new(() => apis.ToLookup(KeyOf));
        _offers = new(() => offers.ToLookup(offer => (offer.Seller, offer.AcceleratorId, offer.Pricing, offer.Tier)));
    }

    /// <summary>Who says a provider's price of a model.</summary>
    public Corroboration Of(ApiPrice price)
    {
        if (price.Provenance.IsUsers)
        {
            return OfUser(price.Provenance);
        }

        var rows = _apis.Value[KeyOf(price)].ToList();
        var listed = (rows.Find(row => row.Provenance.Where == price.Provenance.Where) ?? price).Prices;
        return Of(price.Provider, price.Provenance, rows
            .Where(row => IsSame(row.Prices.Input / listed.Input) && IsSame(row.Prices.Output / listed.Output))
            .Select(row => row.Provenance));
    }

    /// <summary>Who says a seller's price of an accelerator paid in that way, in the same region or in one that is not stated.</summary>
    public Corroboration Of(Offer offer)
    {
        if (offer.Provenance.IsUsers)
        {
            return OfUser(offer.Provenance);
        }

        var rows = _offers.Value[(offer.Seller, offer.AcceleratorId, offer.Pricing, offer.Tier)].ToList();
        var listed = (rows.Find(row => row.Provenance.Where == offer.Provenance.Where) ?? offer).PricePerGpu;
        return Of(offer.Seller, offer.Provenance, rows
            .Where(row => row.Region == offer.Region || row.Region.Length == 0 || offer.Region.Length == 0)
            .Where(row => IsSame(row.PricePerGpu / listed))
            .Select(row => row.Provenance));
    }

    /// <summary>Whoever states a price of their own needs nobody beside them.</summary>
    private static Corroboration OfUser(Provenance own) => new([own.Source], IsOwnList: true, own.AsOf);

    private Corroboration Of(string seller, Provenance own, IEnumerable<Provenance> rows)
    {
        var all = rows.Append(own).ToList();
        var voices = all.SelectMany(row => SourceIndex.Names(row.Source)).Distinct(StringComparer.Ordinal)
            .Select(name => _sources.VoiceOf(name, seller)).Distinct().ToList();
        return new(
            [.. voices.Select(voice => voice.Name).Distinct(StringComparer.Ordinal)],
            voices.Exists(voice => voice.IsOwnList),
            all.Max(row => row.AsOf));
    }

    /// <summary>What a price is of, whatever name the provider gives the model.</summary>
    private static ApiPriceKey KeyOf(ApiPrice price) => price.Key with { ProviderModel = "" };

    private static bool IsSame(Ratio ratio) => Math.Abs(Math.Log(ratio.Value)) <= Rounding;
}
