namespace Mtok.Planning;

/// <summary>The 90 % interval of a figure, relative to its middle.</summary>
/// <param name="Low">The 5th percentile / the middle.</param>
/// <param name="High">The 95th percentile / the middle.</param>
/// <param name="Source">The evidence.</param>
public sealed record Band(Ratio Low, Ratio High, BandSource Source)
{
    internal Spread Spread => Spread.Of(Low, High);
}

/// <summary>The uncertain figures of a decision, except throughput, whose interval each deployment has.</summary>
/// <param name="Demand">Demand, all of it alike.</param>
/// <param name="OnDemand">Prices on demand.</param>
/// <param name="Spot">Spot prices.</param>
/// <param name="Api">Prices of APIs.</param>
/// <param name="SpotDry">The share of time in which no spot machine is available.</param>
/// <param name="Trends">How prices move where a commitment is compared with none.</param>
public sealed record Uncertainties(Band Demand, Band OnDemand, Band Spot, Band Api, Band SpotDry, PriceTrends Trends)
{
    /// <summary>Fewer published figures give no spread.</summary>
    private const int LeastFigures = 5;

    /// <summary>From the workload's forecast and the catalog's price history; the rest are labelled assumptions.</summary>
    public static Uncertainties Of(Workload workload, Catalog catalog)
    {
        var rents = RentHistory.Rents(catalog);
        return new(
            DemandOf(workload),
            RentBand(rents, isSpot: false) ?? Assumed(0.8, 1.25),
            RentBand(rents, isSpot: true) ?? SpotBand(catalog),
            ApiBand(catalog),
            Assumed(0.2, 3),
            PriceTrends.Of(rents, RentHistory.Apis(catalog)));
    }

    /// <summary>How far demand may turn out from today's: the forecast, or an assumption.</summary>
    internal static Band DemandOf(Workload workload) =>
        workload.Forecast is { } forecast ? new(forecast.Low, forecast.High, new BandSource.Forecast()) : Assumed(0.7, 1.5);

    /// <summary>How far rents moved between two days: each seller's median of a device is one figure, so that many places are not many.</summary>
    private static Band? RentBand(List<PriceMove> rents, bool isSpot)
    {
        var moves = rents.Where(move => move.Pricing == (isSpot ? Pricing.Spot : Pricing.OnDemand)).ToList();
        double[] apart = [.. moves.GroupBy(move => (move.Seller, move.What)).Select(alike => Math.Exp(Quantile([.. alike.Select(move => move.Log)], 0.5)))];
        return apart.Length < LeastFigures
            ? null
            : new(Ratio.FromValue(Math.Min(1, Quantile(apart, 0.05))), Ratio.FromValue(Math.Max(1, Quantile(apart, 0.95))),
                new BandSource.RentHistory(null, isSpot, SeenTwice.Of(moves)));
    }

    /// <summary>How spot prices of one machine differ between zones is a proxy for how they change over time.</summary>
    private static Band SpotBand(Catalog catalog)
    {
        var zones = catalog.CurrentOffers
            .Where(offer => offer.Pricing == Pricing.Spot)
            .GroupBy(offer => (offer.Seller, offer.Instance, offer.Tier))
            .Where(places => places.Count() > 2)
            .ToList();
        double[] apart =
        [
            .. zones.SelectMany(places =>
            {
                double[] prices = [.. places.Select(place => (double)place.Price.Dollars)];
                var median = Quantile(prices, 0.5);
                return prices.Select(price => price / median);
            }),
        ];
        return apart.Length < LeastFigures
            ? Assumed(0.6, 1.7)
            : new(Ratio.FromValue(Math.Min(1, Quantile(apart, 0.05))), Ratio.FromValue(Math.Max(1, Quantile(apart, 0.95))),
                new BandSource.SpotPlaces(apart.Length, zones.Count));
    }

    /// <summary>The median difference between sources: half of the prices are closer together.</summary>
    private static Band ApiBand(Catalog catalog)
    {
        double[] apart = [.. catalog.Apis.Where(api => api.IsBase).GroupBy(api => api.Key)
            .Select(rows => (Old: rows.MinBy(row => row.Provenance.AsOf)!, New: rows.MaxBy(row => row.Provenance.AsOf)!))
            .Where(pair => pair.Old.Provenance.AsOf < pair.New.Provenance.AsOf && pair.Old.Prices.Output.Dollars > 0)
            .Select(pair =>
                Math.Abs(
                    Math.Log((double)((pair.New.Prices.Input + pair.New.Prices.Output).Dollars / (pair.Old.Prices.Input + pair.Old.Prices.Output).Dollars))))];
        if (apart.Length < LeastFigures)
        {
            return Assumed(0.75, 1.33);
        }

        var far = Math.Exp(Quantile(apart, 0.5));
        return new(Ratio.FromValue(1 / far), Ratio.FromValue(far), new BandSource.ApiSources(apart.Length));
    }

    private static Band Assumed(double low, double high) => new(Ratio.FromValue(low), Ratio.FromValue(high), new BandSource.Assumed());

    private static double Quantile(double[] values, double share)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return sorted[below] + ((sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]) * (at - below));
    }
}
