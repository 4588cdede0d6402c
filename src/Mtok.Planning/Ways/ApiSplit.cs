namespace Mtok.Planning;

/// <summary>A demand that exceeds what one API takes, split over several of the same model: the cheapest first, each up to its limit (A2).</summary>
internal static class ApiSplit
{
    /// <summary>The split over credible APIs of one model; null where one takes everything at the lowest price, or all together too little.</summary>
    /// <param name="apis">APIs of one model that serve every class.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="load">What it asks of an API.</param>
    public static ApiChoice? Of(IEnumerable<ApiChoice> apis, Demand demand, ApiLoad load)
    {
        var (parts, room) = (new List<ApiChoice>(), Ratio.Zero);
        var cheapestFirst = apis.OrderBy(api => Month(api, demand)).ThenBy(api => api.Name, StringComparer.Ordinal);
        foreach (var api in cheapestFirst.DistinctBy(api => api.Tariff!.Base.Provider))
        {
            parts.Add(api);
            room += api.Part!.TakesAll ? Ratio.One : api.Part.Room!.Value;
            if (room >= Ratio.One)
            {
                return parts.Count > 1 ? Of(parts, demand, load) : null;
            }
        }

        return null;
    }

    private static ApiChoice Of(List<ApiChoice> parts, Demand demand, ApiLoad load)
    {
        var taken = Place.Of(demand).ToDictionary(place => (place.Span, place.Step), place => Taken(parts, load.ShareAt(place)));
        Usd Price(int kind, Place place) => parts.Zip(taken[(place.Span, place.Step)]).Aggregate(
            default(Usd), (sum, part) => sum + (part.First.At(kind, place) * Ratio.FromValue(part.Second)));
        var weights = demand.Classes.Select((_, kind) => Weights(demand, kind)).ToList();
        var shares = parts.Select((_, at) => Ratio.FromValue(
            weights.Sum(kind => kind.Sum(step => step.Weight * taken[(step.Place.Span, step.Place.Step)][at]))));
        Usd Mean(int kind) => weights[kind].Sum(step => step.Weight) is > 0 and var all
            ? weights[kind].Aggregate(default(Usd), (sum, step) => sum + (Price(kind, step.Place) * Ratio.FromValue(step.Weight / all)))
            : parts[0].PerRequest[kind]!.Value;
        var busiest = Taken(parts, 1);
        var split = parts.Zip(shares, busiest)
            .Select(part => part.First.Part! with { Share = part.Second, AtBusiest = Ratio.FromValue(part.Third) })
            .Where(part => part.Share > Ratio.Zero).ToList();
        return new(WayNames.Together(parts.Select(api => api.Name)), [.. demand.Classes.Select((_, kind) => (Usd?)Mean(kind))])
        {
            Tariff = ApiTariff.Mean([.. split.Select(part => (part.Tariff, part.Share))]),
            Model = parts[0].Model,
            Doubts = [.. parts.SelectMany(api => api.Doubts).Distinct()],
            Parts = split,
            ByStep = [.. demand.Classes.Select((_, kind) => demand.Spans.Select((span, at) => (IReadOnlyList<Usd>)
                [.. Enumerable.Range(0, span.Steps).Select(step => Price(kind, new(at, step, span.MonthOfStep)))]).ToList())],
        };
    }

    /// <summary>Of each API the share of a step's requests.</summary>
    private static double[] Taken(List<ApiChoice> parts, double load)
    {
        var (left, taken) = (load, new double[parts.Count]);
        for (var at = 0; at < parts.Count; at++)
        {
            taken[at] = at == parts.Count - 1 || parts[at].Part!.TakesAll ? left : Math.Min(left, parts[at].Part!.Room!.Value.Value);
            left -= taken[at];
        }

        return load > 0 ? [.. taken.Select(share => share / load)] : [1, .. new double[parts.Count - 1]];
    }

    /// <summary>Of each step the share of a class's requests, not yet divided by their sum.</summary>
    private static List<(Place Place, double Weight)> Weights(Demand demand, int kind)
    {
        var all = demand.Mean().PerSecond * Duration.Month.Seconds;
        return [.. Place.Of(demand).Select(place => (place, demand.Spans[place.Span].Rates[kind][place.Step].PerSecond * place.Month.Seconds / all))];
    }

    private static decimal Month(ApiChoice api, Demand demand) =>
        demand.Classes.Index().Sum(kind => api.PerRequest[kind.Index]!.Value.Dollars * (decimal)demand.Mean(kind.Index).PerSecond);
}
