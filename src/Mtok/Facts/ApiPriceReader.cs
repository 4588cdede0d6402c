namespace Mtok;

/// <summary>Reads <c>apis/&lt;provider&gt;.csv</c>.</summary>
internal sealed class ApiPriceReader(Problems problems, NameTable<Model> models, Conversion conversion)
{
    /// <summary>Plausible token prices; values outside are usually prices per token or per thousand tokens mistaken for prices per million.</summary>
    internal static readonly Limits<UsdPerMtok> Plausible = new(UsdPerMtok.FromDollars(0.001m), UsdPerMtok.FromDollars(500m));

    private static readonly Limits<Tokens> Context = new(Tokens.FromCount(128), Tokens.FromCount(100_000_000));
    private static readonly string[] Required = ["model", "provider_model", "input_usd_per_mtok", "output_usd_per_mtok", "as_of", "source"];
    private static readonly string[] Optional =
    [
        "cached_input_usd_per_mtok", "cache_write_usd_per_mtok", "batch_discount", "context_tokens", "above_input_tokens", "usd_per_request",
        "since", "until", "announced",
    ];

    public IEnumerable<ApiPrice> Read(CatalogFile file)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Required, Optional))
        {
            if (Read(file.Name, row) is { } price)
            {
                yield return price;
            }
        }
    }

    private ApiPrice? Read(string provider, CsvRow row)
    {
        var modelId = models.FindId(row, "model");
        var name = row.RequiredText("provider_model");
        conversion.NextRow();
        var input = ReadPrice(row, "input_usd_per_mtok", required: true);
        var output = ReadPrice(row, "output_usd_per_mtok", required: true);
        var cached = ReadPrice(row, "cached_input_usd_per_mtok", required: false);
        var write = ReadPrice(row, "cache_write_usd_per_mtok", required: false);
        var discount = row.Quantity("batch_discount", new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(0.95)));
        var context = row.Quantity("context_tokens", Context);
        var above = row.Quantity("above_input_tokens", Context);
        var perRequest = row.Quantity("usd_per_request", new Limits<Usd>(default, Usd.FromDollars(10))) ?? default;
        var provenance = Ids.ReadPriceProvenance(row, problems);
        if (modelId is null || input is null || output is null)
        {
            return null;
        }

        WarnOfOdd(row, input.Value, output.Value, cached);
        return new(
            provider, modelId, name, new(input.Value, output.Value, cached, write), discount, context, above, perRequest,
            provenance with { Terms = conversion.Terms });
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

    private void WarnOfOdd(CsvRow row, UsdPerMtok input, UsdPerMtok output, UsdPerMtok? cached)
    {
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
