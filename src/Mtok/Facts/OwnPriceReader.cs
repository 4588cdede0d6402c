namespace Mtok;

/// <summary>
/// Reads a user's own prices from <c>owned/*.toml</c>: <c>[[offer]]</c> and <c>[[api]]</c> tables, which replace every
/// other price of the same key.
/// </summary>
internal sealed class OwnPriceReader(Problems problems, NameTable<Accelerator> accelerators, NameTable<Model> models, Conversion conversion)
{
    /// <summary>Machines at a negotiated price.</summary>
    public IEnumerable<Offer> Offers(TomlTable root)
    {
        foreach (var row in root.Tables("offer"))
        {
            conversion.NextRow();
            var accelerator = accelerators.Find(row.Text("accelerator"), () => row.WhereIs("accelerator"));
            var gpus = row.Count("gpus", new(1, 1024));
            var pricing = row.Word("pricing", Offer.PricingWords, Pricing.OnDemand);
            var price = Price<UsdPerHour>(row, "price", "/h", required: true);
            if (price is { } amount && OfferReader.Complaint(amount, gpus, pricing) is { } complaint)
            {
                problems.Error(row.WhereIs("price"), complaint.Rule, complaint.Message);
                price = null;
            }

            var (seller, instance) = (row.Text("seller"), row.Text("instance"));
            var (region, zone, tier) = (row.OptionalText("region") ?? "", row.OptionalText("zone") ?? "", row.OptionalText("tier") ?? "");
            var provenance = Provenance(row);
            row.RejectUnknown();
            if (accelerator is not null && price is { } paid)
            {
                yield return new(seller, instance, accelerator.Id, gpus, SoldByGpu: false, region, zone, pricing, tier, paid, provenance);
            }
        }
    }

    /// <summary>Negotiated token prices.</summary>
    public IEnumerable<ApiPrice> Apis(TomlTable root)
    {
        foreach (var row in root.Tables("api"))
        {
            conversion.NextRow();
            var model = models.Find(row.Text("model"), () => row.WhereIs("model"));
            var (provider, name) = (row.Text("provider"), row.Text("provider_model"));
            var input = TokenPrice(row, "input", required: true);
            var output = TokenPrice(row, "output", required: true);
            var prices = new TokenPrices(
                input ?? default, output ?? default, TokenPrice(row, "cached_input", required: false), TokenPrice(row, "cache_write", required: false))
            {
                CacheWriteHour = TokenPrice(row, "cache_write_1h", required: false),
                Reasoning = TokenPrice(row, "reasoning", required: false),
            };
            var discount = row.OptionalQuantity("batch_discount", new Limits<Ratio>(Ratio.Zero, Ratio.FromPercent(95)));
            var batch = new TokenPrices(
                TokenPrice(row, "batch_input", required: false) ?? default, TokenPrice(row, "batch_output", required: false) ?? default);
            RejectTwoBatchPrices(row, discount, batch);
            var provenance = Provenance(row);
            row.RejectUnknown();
            if (model is null || input is null || output is null)
            {
                continue;
            }

            var price = new ApiPrice(provider, model.Id, name, prices, null, null, null, default, provenance);
            var atBatch = batch == new TokenPrices(default, default) ? price.Batch(discount) : price with { Prices = batch, Service = ApiService.Batch };
            foreach (var entry in new[] { price, atBatch }.OfType<ApiPrice>())
            {
                yield return entry;
            }
        }
    }

    private void RejectTwoBatchPrices(TomlTable row, Ratio? discount, TokenPrices batch)
    {
        if (discount is not null && batch != new TokenPrices(default, default))
        {
            problems.Error(
                row.WhereIs("batch_discount"),
                "unused-key",
                "\"batch_discount\" is a discount off both prices; \"batch_input\" and \"batch_output\" replace it");
        }
    }

    private UsdPerMtok? TokenPrice(TomlTable row, string key, bool required)
    {
        var price = Price<UsdPerMtok>(row, key, "/Mtok", required);
        if (price is not { } amount || ApiPriceReader.Plausible.Hold(amount))
        {
            return price;
        }

        problems.Error(row.WhereIs(key), "implausible-price", $"{amount} is outside the plausible range, {ApiPriceReader.Plausible}");
        return null;
    }

    /// <summary>A price as text, in dollars (<c>"$9.60/h"</c>) or as quoted in another currency (<c>"8.80 EUR/h"</c>).</summary>
    private T? Price<T>(TomlTable row, string key, string per, bool required)
        where T : struct, IQuantity<T>
    {
        if ((required ? row.Text(key) : row.OptionalText(key)) is not { Length: > 0 } text)
        {
            return null;
        }

        var bare = text.EndsWith(per, StringComparison.Ordinal) ? text[..^per.Length].Trim() : text;
        if (conversion.InDollars(bare, per, () => row.WhereIs(key)) is not { } dollars)
        {
            return null;
        }

        if (T.TryParse(dollars, out var price))
        {
            return price;
        }

        problems.Error(
            row.WhereIs(key),
            "bad-number",
            $"\"{key}\" must be {T.Expected}, or an amount with a currency code such as \"8.80 EUR{per}\", not \"{text}\"");
        return null;
    }

    private Provenance Provenance(TomlTable row)
    {
        if (!AsOf.TryParse(row.Text("as_of"), out var asOf) && row.Has("as_of"))
        {
            problems.Error(row.WhereIs("as_of"), "bad-date", "\"as_of\" must be a date such as 2026-05-20, a month, a year, or \"undated\"");
        }

        return new(asOf, row.Text("source"), row.Where) { Terms = conversion.Terms };
    }
}
