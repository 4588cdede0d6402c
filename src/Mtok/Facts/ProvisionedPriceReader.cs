namespace Mtok;

/// <summary>Reads <c>provisioned/&lt;provider&gt;.csv</c>.</summary>
internal sealed class ProvisionedPriceReader(Problems problems, NameTable<Model> models, Conversion conversion)
{
    private const int MostUnits = 1_000_000;
    private const double SecondsOfMinute = 60;

    private static readonly Limits<UsdPerHour> Plausible = new(UsdPerHour.FromDollars(0.01m), UsdPerHour.FromDollars(1000m));
    private static readonly Limits<Tokens> PerMinute = new(Tokens.FromCount(1), Tokens.FromCount(1e9));
    private static readonly string[] Required =
    [
        "model", "provider_model", "unit", "usd_per_unit_hour", "term", "input_tokens_per_minute", "output_tokens_per_minute", "minimum_units", "as_of",
        "source",
    ];

    private static readonly string[] Optional = ["cached_input_tokens_per_minute", "limits", "increment", "region", "since", "until", "announced"];

    public IEnumerable<ProvisionedPrice> Read(CatalogFile file)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Required, Optional))
        {
            if (Read(file.Name, row) is { } price)
            {
                yield return price;
            }
        }
    }

    private ProvisionedPrice? Read(string provider, CsvRow row)
    {
        var modelId = models.FindId(row, "model");
        var (name, unit) = (row.RequiredText("provider_model"), row.RequiredText("unit"));
        conversion.NextRow();
        var price = ReadPrice(row);
        var term = Word(row, "term", row.RequiredText("term"), ProvisionedPrice.TermWords);
        var limits = Word(row, "limits", row.Text("limits") is { Length: > 0 } given ? given : "shared", ProvisionedPrice.LimitWords);
        var input = Rate(row, "input_tokens_per_minute", isRequired: true);
        var cached = Rate(row, "cached_input_tokens_per_minute", isRequired: false);
        var output = Rate(row, "output_tokens_per_minute", isRequired: true);
        var least = row.Count("minimum_units", new(1, MostUnits));
        var increment = row.Text("increment").Length == 0 ? 1 : row.Count("increment", new(1, MostUnits));
        var provenance = Ids.ReadPriceProvenance(row, problems);
        return modelId is null || price is null || term is null || limits is null || input is null || output is null || least is null || increment is null
            ? null
            : new(
                provider, modelId, name, unit, price.Value, term.Value, new(input.Value, cached, output.Value, limits.Value), least.Value, increment.Value,
                row.Text("region"), provenance with { Terms = conversion.Terms });
    }

    private UsdPerHour? ReadPrice(CsvRow row)
    {
        const string Column = "usd_per_unit_hour";
        var text = conversion.InDollars(row.RequiredText(Column), "/h", () => row.WhereIs(Column));
        if (text is null or "")
        {
            return null;
        }

        if (!UsdPerHour.TryParse(text, out var price))
        {
            problems.Error(row.WhereIs(Column), "bad-number", $"\"{Column}\" must be a number in $/h, not \"{text}\"");
            return null;
        }

        if (Plausible.Hold(price))
        {
            return price;
        }

        problems.Error(row.WhereIs(Column), "implausible-price", $"{price} for one unit is outside the plausible range, {Plausible}. Is it a price a month?");
        return null;
    }

    private TokensPerSecond? Rate(CsvRow row, string column, bool isRequired)
    {
        if (row.Text(column).Length == 0)
        {
            if (isRequired)
            {
                problems.Error(row.WhereIs(column), "missing-value", $"\"{column}\" is blank: without it the number of units is not known");
            }

            return null;
        }

        return row.Quantity(column, PerMinute) is { } tokens ? TokensPerSecond.FromPerSecond(tokens.Count / SecondsOfMinute) : null;
    }

    private T? Word<T>(CsvRow row, string column, string text, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (words.TryGetValue(text, out var word))
        {
            return word;
        }

        if (text.Length > 0)
        {
            problems.Error(
                row.WhereIs(column),
                "unknown-word",
                $"\"{column}\" must be one of {string.Join(", ", words.Keys)}, not \"{text}\"{Spelling.DidYouMean(text, words.Keys)}");
        }

        return null;
    }
}
