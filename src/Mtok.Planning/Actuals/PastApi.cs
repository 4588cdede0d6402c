namespace Mtok.Planning;

/// <summary>What an API would have charged for past traffic (C2): each hour's tokens by kind at the prices of that day and hour.</summary>
internal sealed class PastApi
{
    private static readonly IReadOnlyList<WeekHours> EachHour =
        [.. Enumerable.Range(0, WeekHours.Count).Select(hour =>
            WeekHours.Of([.. Enumerable.Range(0, WeekHours.Count).Select(other => other == hour ? Ratio.One : Ratio.Zero)]))];

    private readonly ApiTariff _today;
    private readonly PriceDays _days;

    /// <param name="today">The API's prices today.</param>
    /// <param name="days">Its prices by day.</param>
    public PastApi(ApiTariff today, PriceDays days)
    {
        _today = today;
        _days = days;
    }

    /// <summary>Where the prices of all days of traffic come from.</summary>
    public IReadOnlyList<Provenance> Prices(PastTraffic traffic) =>
        [.. traffic.Rows.Select(row => On(row).Base.Provenance).DefaultIfEmpty(_today.Base.Provenance).Distinct()];

    /// <summary>What all of the traffic would have cost.</summary>
    /// <param name="traffic">The traffic.</param>
    /// <param name="demand">Its requests by length; null where no lengths are known.</param>
    /// <param name="asBatch">Whether requests may wait for batch prices.</param>
    public Usd Of(PastTraffic traffic, PastDemand? demand, bool asBatch) =>
        traffic.Rows.Aggregate(default(Usd), (sum, row) => sum + Of(row, MixOf(row, demand), asBatch));

    /// <summary>What a request of a class costs in an hour.</summary>
    public Usd At(DateTimeOffset hour, TokenMix mix, bool asBatch) =>
        _days.On(_today, hour).PriceOf(mix, asBatch, EachHour[PastRequests.HourOfWeekAt(hour)]);

    /// <summary>
    /// Tokens are priced as they were counted, to the last digit. Only where a token's price depends on the length of its request, each
    /// request of the class is priced by its length.
    /// </summary>
    private Usd Of(PastRequests row, TokenMix? mix, bool asBatch)
    {
        var tariff = On(row);
        var arrivals = row.HourOfWeek is { } hour ? EachHour[hour] : null;
        return mix is not null && row.Requests is { } requests && HasTier(tariff, mix)
            ? (arrivals is null ? tariff.PriceOf(mix, asBatch) : tariff.PriceOf(mix, asBatch, arrivals)) * Ratio.FromValue(requests)
            : tariff.PriceOf(row.Tokens, row.Requests ?? 0, asBatch, arrivals);
    }

    /// <summary>Whether any request of a mix is so long that it has prices of its own.</summary>
    private static bool HasTier(ApiTariff tariff, TokenMix mix) => tariff.IsTiered && tariff.Tiers.Concat(tariff.Others)
        .Any(row => row.AboveInput is { } above && (mix.Lengths?.Bins.Any(bin => bin.Mean.Input > above) ?? mix.Input > above));

    private ApiTariff On(PastRequests row) => _days.On(_today, row.At);

    private static TokenMix? MixOf(PastRequests row, PastDemand? demand) => demand?.KindOf(row) is { } kind ? demand.Demand.Classes[kind].Mix : null;
}

/// <summary>The prices of a model's APIs on the days on which it was used.</summary>
/// <param name="model">The model.</param>
/// <param name="catalog">The dated prices.</param>
internal sealed class PriceDays(Model model, Catalog catalog)
{
    private readonly Dictionary<DateOnly, Dictionary<(string, string), ApiTariff>> _known = [];

    /// <summary>An API's prices on the day of a moment; today's where the moment is not known, or no row of it is of the API.</summary>
    public ApiTariff On(ApiTariff today, DateTimeOffset? at)
    {
        if (at is not { } moment)
        {
            return today;
        }

        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        if (!_known.TryGetValue(day, out var tariffs))
        {
            _known[day] = tariffs = ApiTariff.From(catalog.ApisOn(model, day)).ToDictionary(Key);
        }

        return tariffs.GetValueOrDefault(Key(today), today);
    }

    private static (string Provider, string ProviderModel) Key(ApiTariff tariff) => (tariff.Base.Provider, tariff.Base.ProviderModel);
}
