namespace Mtok.Tracking;

/// <summary>What a machine costs an hour: a price of the user's own, or the catalog's, dated.</summary>
public sealed class MachinePrice
{
    private readonly Money? _own;
    private readonly IReadOnlyList<Offer> _offers;

    private MachinePrice(Money? own, IReadOnlyList<Offer> offers)
    {
        _own = own;
        _offers = offers;
    }

    /// <summary>The seller of the catalog's price; empty for a price of the user's own.</summary>
    public string Seller => _offers is [var offer, ..] ? offer.Seller : "";

    /// <summary>A price of the user's own.</summary>
    /// <param name="perHour">The price of a machine for an hour.</param>
    public static MachinePrice Own(Money perHour) => new(perHour, []);

    /// <summary>The dated prices of one machine of the catalog.</summary>
    /// <param name="offers">At least one row, all of the same machine.</param>
    public static MachinePrice Listed(IReadOnlyList<Offer> offers) => new(null, offers);

    /// <summary>
    /// The price of a machine for an hour on a day: of the catalog's rows in force the one seen last by then, else the one seen first
    /// after it.
    /// </summary>
    /// <param name="day">The day.</param>
    public Money At(DateOnly day)
    {
        if (_own is { } own)
        {
            return own;
        }

        var offers = _offers.Where(offer => offer.Provenance.IsInForce(day)).DefaultIfEmpty(_offers[0]).ToList();
        var before = offers.Where(offer => offer.Provenance.AsOf.From <= day).MaxBy(OrderOf);
        return Money.Usd((before ?? offers.MinBy(OrderOf)!).Price.Dollars);
    }

    /// <summary>Rows seen on the same day: the one that holds since later, then the dearer.</summary>
    private static (DateOnly Seen, DateOnly Since, decimal Price) OrderOf(Offer offer) =>
        (offer.Provenance.AsOf.From, offer.Provenance.Since?.From ?? DateOnly.MinValue, offer.Price.Dollars);
}
