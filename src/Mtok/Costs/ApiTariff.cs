using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Mtok;

/// <summary>How a higher price for long inputs applies.</summary>
public enum TierRule
{
    /// <summary>A request whose input exceeds the limit pays the higher prices for all its tokens.</summary>
    Cliff,

    /// <summary>Only the input beyond the limit pays the higher input price.</summary>
    Marginal,
}

/// <summary>All prices of one model at one provider: base prices, and those of longer inputs, other services and other hours (C2).</summary>
/// <param name="Base">The base prices.</param>
/// <param name="Tiers">Prices of the standard service that apply above an input length, shortest first.</param>
/// <param name="Rule">How the tiers apply.</param>
public sealed record ApiTariff(ApiPrice Base, IReadOnlyList<ApiPrice> Tiers, TierRule Rule = TierRule.Cliff)
{
    /// <summary>Rates found before, for each tariff: a bill asks for the same few again and again.</summary>
    private static readonly ConditionalWeakTable<ApiTariff, ConcurrentDictionary<(ApiService, Tokens?, PriceHours?), TokenRates>> Known = [];

    /// <summary>Shares of requests found before.</summary>
    private static readonly ConditionalWeakTable<WeekHours, ConcurrentDictionary<PriceHours, Ratio>> Shares = [];

    /// <summary>Prices of other services, and those that apply at some hours of the week; shortest inputs first.</summary>
    public IReadOnlyList<ApiPrice> Others { get; init; } = [];

    /// <summary>Whether the price depends on the hour of the week.</summary>
    public bool IsTimed => Others.Any(row => row.Hours is not null);

    /// <summary>The hours of the week with prices of their own, in the order of the list.</summary>
    public IReadOnlyList<PriceHours> PeakHours => HoursOf(ApiService.Standard);

    /// <summary>Whether the price of a token depends on the length of its request.</summary>
    public bool IsTiered => Tiers.Count > 0 || Others.Any(row => row.AboveInput is not null);

    /// <summary>The tariffs in a list of prices; rows without base prices are ignored.</summary>
    public static IEnumerable<ApiTariff> From(IEnumerable<ApiPrice> prices) =>
        from price in prices
        group price by new { price.Provider, price.ProviderModel } into rows
        let basic = rows.FirstOrDefault(row => row.IsBase)
        where basic is not null
        select Of(basic, [.. rows.Where(row => !row.IsBase && Belongs(row, basic)).OrderBy(row => row.AboveInput ?? default)]);

    /// <summary>The tariff with every price per token times a factor, as for computing in a place of one's choice.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="terms">Why, for those who ask where the prices come from.</param>
    public ApiTariff Times(Ratio factor, string terms)
    {
        ApiPrice Dearer(ApiPrice price) => price with
        {
            Prices = price.Prices.Times(factor),
            Provenance = price.Provenance with { Terms = price.Provenance.Terms.Length == 0 ? terms : $"{price.Provenance.Terms}, {terms}" },
        };

        return this with { Base = Dearer(Base), Tiers = [.. Tiers.Select(Dearer)], Others = [.. Others.Select(Dearer)] };
    }

    /// <summary>
    /// The mean tariff of several, each with its share of the requests: usual and batch prices, at the usual lengths and hours. It prices what goes to
    /// all of them where it is not known which request goes to whom.
    /// </summary>
    /// <param name="parts">The tariffs, of one model, and their shares, which add up to one.</param>
    public static ApiTariff Mean(IReadOnlyList<(ApiTariff Tariff, Ratio Share)> parts)
    {
        ApiPrice Row(ApiService service)
        {
            UsdPerMtok Of(TokenKind kind) =>
                parts.Aggregate(default(UsdPerMtok), (sum, part) => sum + (part.Tariff.RatesAt(service, null, null).Of(kind) * part.Share));
            return parts[0].Tariff.Base with
            {
                Provider = string.Join(" + ", parts.Select(part => part.Tariff.Base.Provider)),
                ProviderModel = string.Join(" + ", parts.Select(part => part.Tariff.Base.ProviderModel)),
                Prices = new(Of(TokenKind.Input), Of(TokenKind.Output), Of(TokenKind.CachedInput), Of(TokenKind.CacheWrite))
                {
                    CacheWriteHour = Of(TokenKind.CacheWriteHour),
                    Reasoning = Of(TokenKind.Reasoning),
                },
                PerRequest = parts.Aggregate(default(Usd), (sum, part) => sum + (part.Tariff.FeeOf(service) * part.Share)),
                Context = parts.Min(part => part.Tariff.Base.Context),
                Provenance = parts.MinBy(part => part.Tariff.Base.Provenance.AsOf.From).Tariff.Base.Provenance,
                Service = service,
            };
        }

        return new(Row(ApiService.Standard), []) { Others = parts.Any(part => part.Tariff.Sells(ApiService.Batch)) ? [Row(ApiService.Batch)] : [] };
    }

    /// <summary>Whether the provider sells a service at a price of its own.</summary>
    public bool Sells(ApiService service) => service == ApiService.Standard || Others.Any(row => row.Service == service);

    /// <summary>C2: the price of one request of that mix.</summary>
    /// <param name="mix">The request's tokens.</param>
    /// <param name="asBatch">Whether to apply the batch prices, if the provider has any.</param>
    /// <param name="ofWeek">The time since Monday 00:00 UTC; null for hours at which the usual prices apply.</param>
    public Usd PriceOf(TokenMix mix, bool asBatch, Duration? ofWeek = null) => PriceOf(mix, asBatch ? ApiService.Batch : ApiService.Standard, ofWeek);

    /// <summary>C2: the mean price of requests that are spread over the hours of a week; where the mix has lengths, each length at its own price.</summary>
    /// <param name="mix">The tokens of a mean request, and how lengths are distributed around it.</param>
    /// <param name="asBatch">Whether to apply the batch prices, if the provider has any.</param>
    /// <param name="arrivals">When requests come.</param>
    public Usd PriceOf(TokenMix mix, bool asBatch, WeekHours arrivals)
    {
        var usual = PriceOf(mix, asBatch);
        var service = asBatch ? ApiService.Batch : ApiService.Standard;
        return HoursOf(service).Aggregate(usual, (sum, hours) => sum + ((OfLengths(mix, service, hours) - usual) * ShareOf(hours, arrivals)));
    }

    /// <summary>C2: the price of one request of that mix from a service; that of the standard service if the provider does not sell it.</summary>
    /// <param name="mix">The request's tokens; the mean of several requests if it has lengths.</param>
    /// <param name="service">The service.</param>
    /// <param name="ofWeek">The time since Monday 00:00 UTC; null for hours at which the usual prices apply.</param>
    public Usd PriceOf(TokenMix mix, ApiService service, Duration? ofWeek = null) => OfLengths(mix, service, HoursAt(service, ofWeek));

    /// <summary>C2: the price of tokens that were counted, exactly, at the usual lengths: tiers of length are no part of it.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="requests">The requests that had them.</param>
    /// <param name="asBatch">Whether to apply the batch prices, if the provider has any.</param>
    /// <param name="arrivals">When the requests came; null for hours at which the usual prices apply.</param>
    public Usd PriceOf(TokenCounts tokens, long requests, bool asBatch, WeekHours? arrivals)
    {
        var service = asBatch ? ApiService.Batch : ApiService.Standard;
        Usd At(PriceHours? hours) => PriceAt(RatesAt(service, null, hours), tokens.Of) + (FeeOf(service) * Ratio.FromValue(requests));
        var usual = At(null);
        return arrivals is null
            ? usual
            : HoursOf(service).Aggregate(usual, (sum, hours) => sum + ((At(hours) - usual) * ShareOf(hours, arrivals)));
    }

    /// <summary>C2, C8: what input, cached input and output of a mean request cost, the fee of a request apart; hours as in a price.</summary>
    /// <param name="mix">The tokens of a mean request, and how lengths are distributed around it.</param>
    /// <param name="asBatch">Whether to apply the batch prices, if the provider has any.</param>
    /// <param name="arrivals">When requests come.</param>
    public TokenParts PartsOf(TokenMix mix, bool asBatch, WeekHours arrivals)
    {
        var service = asBatch ? ApiService.Batch : ApiService.Standard;
        double Part(TokenKind[] kinds)
        {
            var usual = OfLengths(mix, service, null, kinds);
            return (double)HoursOf(service).Aggregate(
                usual, (sum, hours) => sum + ((OfLengths(mix, service, hours, kinds) - usual) * ShareOf(hours, arrivals))).Dollars;
        }

        return new(
            Part([TokenKind.Input, TokenKind.CacheWrite, TokenKind.CacheWriteHour]),
            Part([TokenKind.CachedInput]),
            Part([TokenKind.Output, TokenKind.Reasoning]));
    }

    private Usd OfLengths(TokenMix mix, ApiService service, PriceHours? hours, TokenKind[]? only = null) => IsTiered && mix.Lengths is { Bins: var bins }
        ? bins.Aggregate(default(Usd), (sum, bin) => sum + (OfOne(bin.Mean, service, hours, only) * bin.Share))
        : OfOne(mix, service, hours, only);

    /// <summary>A request, or some kinds of its tokens without the fee.</summary>
    private Usd OfOne(TokenMix mix, ApiService service, PriceHours? hours, TokenKind[]? only)
    {
        var rates = RatesOf(mix.Input, service, hours);
        return (Rule == TierRule.Marginal && Tiers.Count > 0 ? Marginal(mix, service, hours, only) : PriceAt(rates, mix, only))
            + (only is null ? FeeOf(service) : default);
    }

    /// <summary>The prices of a request's tokens.</summary>
    /// <param name="input">The request's input tokens, cached ones included.</param>
    /// <param name="service">The service.</param>
    /// <param name="ofWeek">The time since Monday 00:00 UTC; null for hours at which the usual prices apply.</param>
    public TokenRates RatesOf(Tokens input, ApiService service, Duration? ofWeek) => RatesOf(input, service, HoursAt(service, ofWeek));

    /// <summary>The kinds of token that a request of that mix has and that are billed at a price no list states.</summary>
    /// <param name="mix">The request's tokens.</param>
    /// <param name="asBatch">Whether the batch prices apply.</param>
    public IReadOnlyList<TokenKind> AssumedFor(TokenMix mix, bool asBatch)
    {
        var service = asBatch ? ApiService.Batch : ApiService.Standard;
        var requests = IsTiered && mix.Lengths is { Bins: var bins } ? bins.Select(bin => bin.Mean) : [mix];
        return
        [
            .. from request in requests
               from hours in HoursOf(service).Prepend(null)
               from kind in RatesOf(request.Input, service, hours).Assumed
               where TokensOf(request, kind) > default(Tokens)
               group kind by kind into kinds
               orderby kinds.Key
               select kinds.Key,
        ];
    }

    private static ApiTariff Of(ApiPrice basic, List<ApiPrice> rows) =>
        new(basic, [.. rows.Where(IsTier)]) { Others = [.. rows.Where(row => !IsTier(row))] };

    private static bool IsTier(ApiPrice row) => row is { Service: ApiService.Standard, Hours: null };

    /// <summary>Where the user states a price of their own, other services and hours of the public list are not part of that agreement.</summary>
    private static bool Belongs(ApiPrice row, ApiPrice basic) => !basic.Provenance.IsUsers || row.Provenance.IsUsers || IsTier(row);

    /// <summary>The hours at which a service has prices of its own: of its own rows, else of the standard service's.</summary>
    private IReadOnlyList<PriceHours> HoursOf(ApiService service)
    {
        IReadOnlyList<PriceHours> own = [.. Others.Where(row => row.Service == service).Select(row => row.Hours).OfType<PriceHours>().Distinct()];
        return own.Count > 0 || service == ApiService.Standard ? own : HoursOf(ApiService.Standard);
    }

    private static Ratio ShareOf(PriceHours hours, WeekHours arrivals) => Shares.GetOrCreateValue(arrivals).GetOrAdd(
        hours, at => arrivals.Shares.Index().Aggregate(Ratio.Zero, (sum, hour) => sum + (hour.Item * at.ShareOf(hour.Index))));

    private PriceHours? HoursAt(ApiService service, Duration? ofWeek) =>
        ofWeek is not { } time || Others.Count == 0 ? null : HoursOf(service).FirstOrDefault(hours => hours.Contain(time));

    private TokenRates RatesOf(Tokens input, ApiService service, PriceHours? hours)
    {
        var above = Tiers.LastOrDefault(row => input > row.AboveInput!.Value)?.AboveInput;
        var own = Others.LastOrDefault(row => row.Service == service && row.Hours is null && !(row.AboveInput is { } limit && limit >= input))?.AboveInput;
        return RatesAt(service, own > (above ?? default) ? own : above, hours);
    }

    private TokenRates RatesAt(ApiService service, Tokens? above, PriceHours? hours)
    {
        var known = Known.GetOrCreateValue(this);
        if (!known.TryGetValue((service, above, hours), out var rates))
        {
            known[(service, above, hours)] = rates = Resolve(service, above, hours);
        }

        return rates;
    }

    /// <summary>
    /// What the row of exactly this service, tier and time states; the rest from the rows that differ in one of them. Where no list
    /// states a combination, the changes of its parts apply together.
    /// </summary>
    private TokenRates Resolve(ApiService service, Tokens? above, PriceHours? hours)
    {
        var standard = service == ApiService.Standard;
        if (standard && above is null && hours is null)
        {
            return TokenRates.OfBase(Base.Prices);
        }

        var row = Row(service, above, hours);
        if (hours is not null)
        {
            var always = RatesAt(service, above, null);
            return row is not null ? always.Restated(row.Prices)
                : standard && above is null ? always
                : always.With(RatesAt(ApiService.Standard, null, hours), RatesAt(ApiService.Standard, null, null));
        }

        if (!standard)
        {
            var usual = RatesAt(ApiService.Standard, above, null);
            return row is not null ? usual.Restated(row.Prices)
                : above is null ? usual
                : usual.With(RatesAt(service, null, null), RatesAt(ApiService.Standard, null, null));
        }

        var lower = RatesAt(service, Tiers.LastOrDefault(tier => tier.AboveInput < above)?.AboveInput, null);
        return row is null ? lower : lower.Restated(row.Prices);
    }

    private ApiPrice? Row(ApiService service, Tokens? above, PriceHours? hours) =>
        Tiers.Concat(Others).FirstOrDefault(row => row.Service == service && row.AboveInput == above && row.Hours == hours);

    private Usd FeeOf(ApiService service) =>
        Others.FirstOrDefault(row => row.Service == service && row.PerRequest > default(Usd))?.PerRequest ?? Base.PerRequest;

    private Usd Marginal(TokenMix mix, ApiService service, PriceHours? hours, TokenKind[]? only)
    {
        var basic = RatesAt(service, null, hours);
        var tier = Tiers.LastOrDefault(row => mix.Input > row.AboveInput!.Value);
        return tier is null || only?.Contains(TokenKind.Input) == false
            ? PriceAt(basic, mix, only)
            : PriceAt(basic, mix, only)
                + ((RatesAt(service, tier.AboveInput, hours).Of(TokenKind.Input) - basic.Of(TokenKind.Input)) * (mix.Input - tier.AboveInput!.Value));
    }

    private static Usd PriceAt(TokenRates rates, TokenMix mix, TokenKind[]? only) =>
        PriceAt(rates, kind => only?.Contains(kind) == false ? default : TokensOf(mix, kind));

    private static Usd PriceAt(TokenRates rates, Func<TokenKind, Tokens> tokensOf)
    {
        var sum = (rates.Of(TokenKind.Input) * tokensOf(TokenKind.Input)) + (rates.Of(TokenKind.Output) * tokensOf(TokenKind.Output));
        foreach (var kind in (ReadOnlySpan<TokenKind>)[TokenKind.CachedInput, TokenKind.CacheWrite, TokenKind.CacheWriteHour, TokenKind.Reasoning])
        {
            sum = tokensOf(kind) is { Count: > 0 } tokens ? sum + (rates.Of(kind) * tokens) : sum;
        }

        return sum;
    }

    private static Tokens TokensOf(TokenMix mix, TokenKind kind) => kind switch
    {
        TokenKind.Input => mix.Input * (Ratio.One - mix.CachedShare - mix.WrittenShare),
        TokenKind.CachedInput => mix.CachedInput,
        TokenKind.CacheWrite => mix.CacheLifetime == CacheLifetime.Minutes ? mix.Input * mix.WrittenShare : default,
        TokenKind.CacheWriteHour => mix.CacheLifetime == CacheLifetime.Hour ? mix.Input * mix.WrittenShare : default,
        TokenKind.Output => mix.Output * (Ratio.One - mix.ReasoningShare),
        _ => mix.Output * mix.ReasoningShare,
    };
}
