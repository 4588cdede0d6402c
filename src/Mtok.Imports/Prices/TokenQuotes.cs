namespace Mtok.Imports;

/// <summary>Converts plausible quotes to token prices.</summary>
internal sealed class TokenQuotes(PriceNames names, QuoteOrigin origin, QuoteRemarks remarks)
{
    /// <summary>No seller is known to ask so much more for output; lists of routers show such prices when they change.</summary>
    private const decimal MostOutputOverInput = 30;

    private static readonly Limits<Ratio> Discounts = new(Ratio.Zero, Ratio.FromPercent(95));

    private readonly Dictionary<(string Provider, string Model, string Entry), string> _spelt = [];

    public QuotedRows<(ApiPriceKey Key, AsOf Day, AsOf? Since), ApiPrice> Prices { get; } = new(remarks);

    /// <summary>Adds a token price.</summary>
    public void Add(TokenQuote quote)
    {
        var provider = origin.SellerOf(quote.Provider);
        var named = $"{provider}/{quote.Name}";
        if (quote.Name.Length == 0 || provider.Length == 0)
        {
            remarks.Drop("blank-provider-model", "no model or provider name", quote.Line, named);
            return;
        }

        if (!IsPrice(quote.Input, "input", quote.Line, named) || !IsPrice(quote.Output, "output", quote.Line, named))
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
            Price(quote.Input!.Value), Price(quote.Output!.Value), Optional(quote.CachedInput, "cached input", quote.Line, named),
            Optional(quote.CacheWrite, "cache writes", quote.Line, named));
        if (prices.Output < prices.Input * Ratio.FromPercent(50))
        {
            remarks.Note("output-cheaper", "output costs less than half of input; are the two swapped?", quote.Line, named);
        }

        if (prices.CachedInput > prices.Input)
        {
            remarks.Note("cached-dearer", "cached input costs more than input", quote.Line, named);
        }

        var row = new ApiPrice(
            provider, model.Id, EntryOf(provider, model, quote.Name), prices, Batch(quote), Length(quote.Context), Length(quote.AboveInput), Fee(quote),
            origin.At(quote.AsOf, quote.Since, quote.Until, quote.Line));
        Prices.Keep(
            (row.Key, row.Provenance.AsOf, row.Provenance.Since),
            row,
            quote.Line,
            named,
            known => known.Prices == row.Prices,
            known => known.Prices.Output >= row.Prices.Output);
    }

    /// <summary>The spelling under which the entry is known already; a second spelling of it in one file is an entry of its own.</summary>
    private string EntryOf(string provider, (string Id, string Entry) model, string name) =>
        _spelt.TryAdd((provider, model.Id, model.Entry), name) || _spelt[(provider, model.Id, model.Entry)] == name ? model.Entry : name;

    private bool IsPrice(decimal? price, string what, int line, string named)
    {
        var (rule, why) = price switch
        {
            null => ("blank-price", $"no price of {what}: unknown, not free"),
            0 => ("zero-price", $"a price of 0 for {what} means unknown, not free"),
            < 0 => ("negative-price", $"a price of {what} below zero, which some sources use for varying prices"),
            _ when !ApiPriceReader.Plausible.Hold(Price(price.Value)) => ("implausible-price", $"a price of {what} outside {ApiPriceReader.Plausible}"),
            _ => ("", ""),
        };
        if (rule.Length > 0)
        {
            remarks.Drop(rule, why, line, named);
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

    private static Ratio? Batch(TokenQuote quote) =>
        quote is { BatchInput: { } batch, Input: { } input }
            && Ratio.FromValue(1 - (double)(batch / input)) is var share
            && share > Ratio.Zero
            && Discounts.Hold(share)
            ? share
            : null;

    private static Tokens? Length(decimal? tokens) => tokens is >= 128 and <= 100_000_000 ? Tokens.FromCount((double)tokens) : null;

    private static Usd Fee(TokenQuote quote) => Usd.FromDollars(quote.PerRequest is > 0 and <= 10 ? quote.PerRequest.Value : 0);
}
