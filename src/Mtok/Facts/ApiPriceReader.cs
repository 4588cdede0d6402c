namespace Mtok;

/// <summary>Reads <c>apis/&lt;provider&gt;.csv</c>.</summary>
internal sealed class ApiPriceReader(Problems problems, NameTable<Model> models, Conversion conversion)
{
    /// <summary>Plausible token prices; values outside are usually prices per token or per thousand tokens mistaken for prices per million.</summary>
    internal static readonly Limits<UsdPerMtok> Plausible = new(UsdPerMtok.FromDollars(0.001m), UsdPerMtok.FromDollars(1_000m));

    private static readonly Limits<Tokens> Context = new(Tokens.FromCount(128), Tokens.FromCount(100_000_000));
    private static readonly string[] Required = ["model", "provider_model", "input_usd_per_mtok", "output_usd_per_mtok", "as_of", "source"];
    private static readonly string[] Optional =
    [
        "cached_input_usd_per_mtok", "cache_write_usd_per_mtok", "cache_write_1h_usd_per_mtok", "reasoning_usd_per_mtok", "service", "hours", "days",
        "batch_discount", "context_tokens", "above_input_tokens", "usd_per_request", "since", "until", "announced",
    ];

    public IEnumerable<ApiPrice> Read(CatalogFile file)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Required, Optional))
        {
            var discount = row.Quantity("batch_discount", new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(0.95)));
            if (Read(file.Name, row) is not { } price)
            {
                continue;
            }

            yield return price;
            if (price.Batch(discount) is { } batch)
            {
                yield return batch;
            }
        }
    }

    private ApiPrice? Read(string provider, CsvRow row)
    {
        var modelId = models.FindId(row, "model");
        var name = row.RequiredText("provider_model");
        conversion.NextRow();
        var service = ReadService(row);
        var hours = ReadHours(row);
        var above = row.Quantity("above_input_tokens", Context);
        var prices = ReadPrices(row, restates: service != ApiService.Standard || above is not null || hours is not null);
        var context = row.Quantity("context_tokens", Context);
        var perRequest = row.Quantity("usd_per_request", new Limits<Usd>(default, Usd.FromDollars(10))) ?? default;
        var provenance = Ids.ReadPriceProvenance(row, problems);
        return modelId is null || prices is null
            ? null
            : new(provider, modelId, name, prices, hours, context, above, perRequest, provenance with { Terms = conversion.Terms }) { Service = service };
    }

    /// <summary>The prices of a row; null if the row lacks one that it must have (reported).</summary>
    /// <param name="row">The row.</param>
    /// <param name="restates">Whether it may leave prices blank, because the usual ones apply where it does.</param>
    private TokenPrices? ReadPrices(CsvRow row, bool restates)
    {
        var prices = new TokenPrices(
            ReadPrice(row, "input_usd_per_mtok", required: !restates) ?? default,
            ReadPrice(row, "output_usd_per_mtok", required: !restates) ?? default,
            ReadPrice(row, "cached_input_usd_per_mtok", required: false),
            ReadPrice(row, "cache_write_usd_per_mtok", required: false))
        {
            CacheWriteHour = ReadPrice(row, "cache_write_1h_usd_per_mtok", required: false),
            Reasoning = ReadPrice(row, "reasoning_usd_per_mtok", required: false),
        };
        if (restates && Array.TrueForAll(TokenPrices.Kinds, kind => prices.Stated(kind) is null))
        {
            problems.Error(row.WhereIs("input_usd_per_mtok"), "blank-price", "the row states no price at all");
            return null;
        }

        WarnOfOdd(row, prices);
        return restates || (prices.Stated(TokenKind.Input) is not null && prices.Stated(TokenKind.Output) is not null) ? prices : null;
    }

    private ApiService ReadService(CsvRow row)
    {
        var word = row.Text("service");
        if (word.Length == 0 || ApiPrice.ServiceWords.TryGetValue(word, out _))
        {
            return word.Length == 0 ? ApiService.Standard : ApiPrice.ServiceWords[word];
        }

        problems.Error(
            row.WhereIs("service"),
            "unknown-word",
            $"\"service\" must be {string.Join(", ", ApiPrice.ServiceWords.Keys)} or blank, not \"{word}\""
            + Spelling.DidYouMean(word, ApiPrice.ServiceWords.Keys));
        return ApiService.Standard;
    }

    private PriceHours? ReadHours(CsvRow row)
    {
        if (!PriceHours.TryParse(row.Text("hours"), "", out _))
        {
            problems.Error(
                row.WhereIs("hours"), "bad-hours", $"\"hours\" must be periods in UTC such as 01-04+06-10 or 16:30-00:30, not \"{row.Text("hours")}\"");
        }

        if (!PriceHours.TryParse("", row.Text("days"), out _))
        {
            problems.Error(row.WhereIs("days"), "bad-days", $"\"days\" must be days such as mon-fri or sat+sun, not \"{row.Text("days")}\"");
        }

        return PriceHours.TryParse(row.Text("hours"), row.Text("days"), out var hours) ? hours : null;
    }

    private UsdPerMtok? ReadPrice(CsvRow row, string column, bool required)
    {
        var text = conversion.InDollars(row.Text(column), "/Mtok", () => row.WhereIs(column));
        if (text is null or "")
        {
            if (required && text is not null)
            {
                problems.Error(row.WhereIs(column), "blank-price", $"\"{column}\" is blank: unknown is not free; leave the row out");
            }

            return null;
        }

        if (!UsdPerMtok.TryParse(text, out var price))
        {
            problems.Error(row.WhereIs(column), "bad-number", $"\"{column}\" must be a number in $/Mtok, not \"{text}\"");
            return null;
        }

        if (Plausible.Hold(price))
        {
            return price;
        }

        var (rule, message) = price.Dollars switch
        {
            < 0 => ("negative-price", $"{price} is below zero"),
            0 => ("zero-price", $"\"{column}\" is 0: that means unknown, not free; leave {(required ? "the row out" : "it blank")}"),
            _ => ("implausible-price", $"{price} is outside the plausible range, {Plausible}. Is it a price per token or per thousand tokens?"),
        };
        problems.Error(row.WhereIs(column), rule, message);
        return null;
    }

    private void WarnOfOdd(CsvRow row, TokenPrices prices)
    {
        var (input, output, cached) = (prices.Stated(TokenKind.Input), prices.Stated(TokenKind.Output), prices.CachedInput);
        if (output < input * Ratio.FromPercent(50))
        {
            problems.Warn(
                row.WhereIs("output_usd_per_mtok"), "output-cheaper", $"output at {output} is less than half of input at {input}; are the two swapped?");
        }

        if (cached > input)
        {
            problems.Warn(row.WhereIs("cached_input_usd_per_mtok"), "cached-dearer", $"cached input at {cached} costs more than input at {input}");
        }
    }
}
