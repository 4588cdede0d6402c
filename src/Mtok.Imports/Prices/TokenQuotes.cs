namespace Mtok.Imports;

/// <summary>Converts plausible quotes to token prices.</summary>
internal sealed class TokenQuotes(PriceNames names, QuoteOrigin origin, QuoteRemarks remarks)
{
    /// <summary>No seller is known to ask so much more for output; lists of routers show such prices when they change.</summary>
    private const decimal MostOutputOverInput = 30;

    /// <summary>Ends of names under which lists sell another service of a model that they also list without it.</summary>
    private static readonly (string End, ApiService Service)[] ServiceNames =
    [
        (":batch", ApiService.Batch), ("-priority", ApiService.Priority), (":priority", ApiService.Priority), ("-spot", ApiService.Flex),
        ("-flex", ApiService.Flex), (":flex", ApiService.Flex),
    ];

    private readonly HashSet<(string Provider, string Name)> _listed = [];
    private readonly List<TokenQuote> _services = [];

    private readonly Dictionary<(string Provider, string Model, string Entry), string> _spelt = [];

    public QuotedRows<(ApiPriceKey Key, AsOf Day, AsOf? Since), ApiPrice> Prices { get; } = new(remarks);

    /// <summary>Adds a token price; one whose name ends like that of a service waits until all names of the file are known.</summary>
    public void Add(TokenQuote quote)
    {
        if (Array.Exists(ServiceNames, name => quote.Name.EndsWith(name.End, StringComparison.Ordinal)))
        {
            _services.Add(quote);
            return;
        }

        _listed.Add((quote.Provider, quote.Name));
        Keep(quote);
    }

    /// <summary>Adds what waited: as a service of the model of the rest of its name if the file lists that too, else as a model of its own.</summary>
    public void AddServices()
    {
        foreach (var quote in _services)
        {
            var (end, service) = Array.Find(ServiceNames, name => quote.Name.EndsWith(name.End, StringComparison.Ordinal));
            if (_listed.Contains((quote.Provider, quote.Name[..^end.Length])))
            {
                Keep(quote with { Name = quote.Name[..^end.Length], Service = service });
            }
            else if (end[0] == ':')
            {
                remarks.Drop("batch-only", "a price of a service without the usual price of the model", quote.Line, $"{quote.Provider}/{quote.Name}");
            }
            else
            {
                Keep(quote);
            }
        }

        _services.Clear();
    }

    private void Keep(TokenQuote quote)
    {
        var provider = origin.SellerOf(quote.Provider);
        var named = $"{provider}/{quote.Name}";
        if (quote.Name.Length == 0 || provider.Length == 0)
        {
            remarks.Drop("blank-provider-model", "no model or provider name", quote.Line, named);
            return;
        }

        if (!IsPrice(quote.Input, "input", quote, named) || !IsPrice(quote.Output, "output", quote, named))
        {
            return;
        }

        if (quote.Output > quote.Input * MostOutputOverInput)
        {
            remarks.Drop(
                "implausible-ratio", $"output costs more than {MostOutputOverInput} times as much as input: not a price to plan with", quote.Line, named);
            return;
        }

        if (names.Model(provider, quote.Name) is not { } model)
        {
            remarks.Drop("no-model-name", "no name of one model: a class of sizes, or only a seller and a version", quote.Line, named);
            return;
        }

        var prices = new TokenPrices(
            Price(quote.Input ?? 0), Price(quote.Output ?? 0), Optional(quote.CachedInput, "cached input", quote.Line, named),
            Optional(quote.CacheWrite, "cache writes", quote.Line, named))
        {
            CacheWriteHour = Optional(quote.CacheWriteHour, "cache writes for an hour", quote.Line, named),
            Reasoning = Optional(quote.Reasoning, "reasoning", quote.Line, named),
        };
        if (prices.Stated(TokenKind.Output) < prices.Input * Ratio.FromPercent(50))
        {
            remarks.Note("output-cheaper", "output costs less than half of input; are the two swapped?", quote.Line, named);
        }

        if (prices.CachedInput > prices.Stated(TokenKind.Input))
        {
            remarks.Note("cached-dearer", "cached input costs more than input", quote.Line, named);
        }

        var row = new ApiPrice(
            provider, model.Id, EntryOf(provider, model, quote.Name), prices, quote.Hours, Length(quote.Context), Length(quote.AboveInput), Fee(quote),
            origin.At(quote.AsOf, quote.Since, quote.Until, quote.Line))
        { Service = quote.Service };
        Prices.Keep(
            (row.Key, row.Provenance.AsOf, row.Provenance.Since),
            row,
            quote.Line,
            named,
            known => known.Prices == row.Prices,
            known => Expense(known.Prices) >= Expense(row.Prices));
    }

    private static decimal Expense(TokenPrices prices) => (prices.Output + prices.Input).Dollars;

    /// <summary>The spelling under which the entry is known already; a second spelling of it in one file is an entry of its own.</summary>
    private string EntryOf(string provider, (string Id, string Entry) model, string name) =>
        _spelt.TryAdd((provider, model.Id, model.Entry), name) || _spelt[(provider, model.Id, model.Entry)] == name ? model.Entry : name;

    private bool IsPrice(decimal? price, string what, TokenQuote quote, string named)
    {
        var (rule, why) = price switch
        {
            null when !quote.IsBase && quote.StatesAny => ("", ""),
            null => ("blank-price", $"no price of {what}: unknown, not free"),
            0 => ("zero-price", $"a price of 0 for {what} means unknown, not free"),
            < 0 => ("negative-price", $"a price of {what} below zero, which some sources use for varying prices"),
            _ when !ApiPriceReader.Plausible.Hold(Price(price.Value)) => ("implausible-price", $"a price of {what} outside {ApiPriceReader.Plausible}"),
            _ => ("", ""),
        };
        if (rule.Length > 0)
        {
            remarks.Drop(rule, why, quote.Line, named);
        }

        return rule.Length == 0;
    }

    private UsdPerMtok? Optional(decimal? price, string what, int line, string named)
    {
        if (price is null)
        {
            return null;
        }

        if (ApiPriceReader.Plausible.Hold(Price(price.Value)))
        {
            return Price(price.Value);
        }

        remarks.Note(
            price == 0 ? "zero-price" : "implausible-price",
            $"the price of {what} is {(price == 0 ? "0, which means unknown" : "implausible")}, and left blank",
            line,
            named);
        return null;
    }

    /// <summary>Rounded to nine decimals: more is noise of binary fractions.</summary>
    private static UsdPerMtok Price(decimal dollars) => UsdPerMtok.FromDollars(Math.Round(dollars, 9));

    private static Tokens? Length(decimal? tokens) => tokens is >= 128 and <= 100_000_000 ? Tokens.FromCount((double)tokens) : null;

    private static Usd Fee(TokenQuote quote) => Usd.FromDollars(quote.PerRequest is > 0 and <= 10 ? quote.PerRequest.Value : 0);
}
