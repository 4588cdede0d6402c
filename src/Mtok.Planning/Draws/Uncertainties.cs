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
/// <param name="Yearly">By how much prices fall in a year where a commitment is compared with none.</param>
/// <param name="YearlySource">The evidence.</param>
public sealed record Uncertainties(Band Demand, Band OnDemand, Band Spot, Band Api, Band SpotDry, Ratio Yearly, BandSource YearlySource)
{
    /// <summary>Fewer published figures give no spread.</summary>
    private const int LeastFigures = 5;
    private const double DaysOfYear = 365.25;

    /// <summary>From the workload's forecast and the catalog's price history; the rest are labelled assumptions.</summary>
    public static Uncertainties Of(Workload workload, Catalog catalog)
    {
        var market = MarketMoves(catalog);
        var (yearly, source) = YearlyFall(market);
        return new(
            workload.Forecast is { } forecast ? new(forecast.Low, forecast.High, new BandSource.Forecast()) : Assumed(0.7, 1.5),
            OnDemandBand(market),
            SpotBand(catalog),
            ApiBand(catalog),
            Assumed(0.2, 3),
            yearly,
            source);
    }

    /// <summary>Published market prices of one accelerator-hour on two dates.</summary>
    private static List<(double Ratio, double Years, Provenance Old, Provenance New)> MarketMoves(Catalog catalog) =>
        [.. catalog.AcceleratorHours.Where(hour => hour.Item.StartsWith("rental_", StringComparison.Ordinal) && hour.Provenance.AsOf.IsDated)
            .GroupBy(hour => (hour.AcceleratorId, hour.Item))
            .Select(hours => (Old: hours.MinBy(hour => hour.Provenance.AsOf)!, New: hours.MaxBy(hour => hour.Provenance.AsOf)!))
            .Where(pair => pair.Old.Provenance.AsOf < pair.New.Provenance.AsOf)
            .Select(pair =>
                ((pair.New.Price / pair.Old.Price).Value, (pair.New.Provenance.AsOf.From.DayNumber - pair.Old.Provenance.AsOf.From.DayNumber) / DaysOfYear,
                 pair.Old.Provenance, pair.New.Provenance))];

    private static Band OnDemandBand(List<(double Ratio, double Years, Provenance Old, Provenance New)> market) => market.Count < LeastFigures
        ? Assumed(0.8, 1.25)
        : new(Ratio.FromValue(Math.Min(1, market.Min(move => move.Ratio))), Ratio.FromValue(Math.Max(1, market.Max(move => move.Ratio))),
            new BandSource.MarketMoves(market.Count, market.Min(move => move.Old.AsOf), market.Max(move => move.New.AsOf), market[0].New.Source));

    private static (Ratio Yearly, BandSource Source) YearlyFall(List<(double Ratio, double Years, Provenance Old, Provenance New)> market)
    {
        if (market.Count < LeastFigures)
        {
            return (Ratio.FromPercent(15), new BandSource.Assumed());
        }

        var fall = 1 - Quantile([.. market.Select(move => Math.Pow(move.Ratio, 1 / move.Years))], 0.5);
        return (Ratio.FromPercent(Math.Max(0, Math.Round(100 * fall))), new BandSource.MarketMedian(
            market.Count,
            market.Min(move => move.Old.AsOf),
            market.Max(move => move.New.AsOf),
            market[0].New.Source,
            market.Count(move => move.Ratio > 1)));
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
                places.Select(place => (double)place.Price.Dollars / Quantile([.. places.Select(other => (double)other.Price.Dollars)], 0.5))),
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
        var sorted = values.Order().ToArray();
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return sorted[below] + ((sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]) * (at - below));
    }
}
