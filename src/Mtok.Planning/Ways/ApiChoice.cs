namespace Mtok.Planning;

/// <summary>An API a plan may send requests to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerRequest">Of each class what a request costs (C2, a price for each kind of token); null where it cannot serve them.</param>
public sealed record ApiChoice(string Name, IReadOnlyList<Usd?> PerRequest)
{
    /// <summary>Its tariff; null for synthetic APIs.</summary>
    public ApiTariff? Tariff { get; init; }

    /// <summary>The model it serves; null for synthetic APIs.</summary>
    public Model? Model { get; init; }

    /// <summary>The APIs behind it with the share of each: itself, or several of one model; empty for synthetic APIs.</summary>
    public IReadOnlyList<ApiPart> Parts { get; init; } = [];

    /// <summary>The number of its providers.</summary>
    internal int Sellers => Math.Max(1, Parts.Count);

    /// <summary>The only API behind it; null where there are several, or it is synthetic.</summary>
    internal ApiPart? Part => Parts.Count == 1 ? Parts[0] : null;

    /// <summary>The doubts about its prices; empty where there are none.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>Whether it may serve every class.</summary>
    internal bool ServesAll => PerRequest.All(price => price is not null);

    /// <summary>Of each class, span and step what a request costs that comes then; empty where it costs the same at every hour.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<Usd>>> ByStep { get; init; } = [];

    /// <summary>What a request of a class costs in a step.</summary>
    internal Usd At(int kind, Place place) => ByStep.Count > 0 ? ByStep[kind][place.Span][place.Step] : PerRequest[kind]!.Value;

    /// <summary>An API at its prices for the requests of a demand, by their lengths and hours.</summary>
    /// <param name="tariff">Its prices.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="serves">Of each class whether the API can serve it.</param>
    /// <param name="limit">What it takes of one customer; null where that is not known.</param>
    /// <param name="load">What the demand asks of an API, where it was found before.</param>
    internal static ApiChoice Of(ApiTariff tariff, Demand demand, IReadOnlyList<bool> serves, ApiLimit? limit = null, ApiLoad? load = null)
    {
        // Requests that may wait go to the API in one share at every hour, whatever its price then.
        WeekHours HoursOf(int kind, WeekHours ofStep) => demand.Classes[kind].Deadline > default(Duration) ? demand.HoursOf(kind) : ofStep;
        Usd Price(int kind, WeekHours hours) => tariff.PriceOf(demand.Classes[kind].Mix, demand.Classes[kind].MayWaitForBatch, hours);
        return new(WayNames.Of(tariff), [.. serves.Select((serving, kind) => serving ? Price(kind, demand.HoursOf(kind)) : (Usd?)null)])
        {
            Tariff = tariff,
            Parts = [new(tariff, limit, (load ?? new(demand)).Busiest, Ratio.One)],
            ByStep = tariff.IsTimed
                ? [.. serves.Select((_, kind) => demand.Spans.Select(span => Steps(demand, span, hours => Price(kind, HoursOf(kind, hours)))).ToList())]
                : [],
        };
    }

    /// <summary>The same where each request takes so many.</summary>
    internal ApiChoice Times(Ratio tries) => tries == Ratio.One ? this : this with
    {
        PerRequest = [.. PerRequest.Select(price => price is { } one ? one * tries : (Usd?)null)],
        ByStep = [.. ByStep.Select(kind => kind.Select(span => (IReadOnlyList<Usd>)[.. span.Select(price => price * tries)]).ToList())],
    };

    private static IReadOnlyList<Usd> Steps(Demand demand, DemandSpan span, Func<WeekHours, Usd> price) =>
        [.. Enumerable.Range(0, span.Steps).Select(step => price(demand.HoursOf(span, step)))];
}
