namespace Mtok.Tracking;

/// <summary>What a row of FOCUS sells: model and class of tokens, from columns of their own or from the JSON of the SKU.</summary>
/// <param name="line">The row.</param>
/// <param name="details">The keys of <c>SkuPriceDetails</c>.</param>
internal sealed class FocusSku(BillLine line, IReadOnlyDictionary<string, string> details)
{
    /// <summary>The model; empty where not stated.</summary>
    public string Model { get; } = Property(line, details, "ModelId", "ModelName", "ModelFamily");

    /// <summary>The class of tokens; null where the row sells no tokens.</summary>
    public TokenClass? Class { get; } = ClassOf(
        Property(line, details, "TokenDirection", "TokenType"), Property(line, details, "TokenCacheAction"), line.Text("SkuMeter"));

    /// <summary>The SKU: an instance type where one is stated, else its id.</summary>
    public string Name { get; } = Property(line, details, "InstanceType") is { Length: > 0 } instance ? instance : line.Text("SkuId", "SkuPriceId");

    /// <summary>Whether it is consumed by the hour.</summary>
    public bool IsOfHours { get; } = BillText.IsHour(line.Text("ConsumedUnit"));

    /// <summary>How many tokens the row sells; null where not stated.</summary>
    public decimal? TokensOf(BillReading reading) =>
        Of(reading, "ConsumedQuantity", "ConsumedUnit") ?? Of(reading, "PricingQuantity", "PricingUnit");

    private decimal? Of(BillReading reading, string quantity, string unit) =>
        BillText.TokensIn(line.Text(unit)) is { } each ? reading.Amount(line, quantity) * each : null;

    private static string Property(BillLine line, IReadOnlyDictionary<string, string> details, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (line.Text(name) is { Length: > 0 } column)
            {
                return column;
            }

            if ((details.GetValueOrDefault(name) ?? details.GetValueOrDefault("x" + name)) is { Length: > 0 } detail)
            {
                return detail;
            }
        }

        return "";
    }

    /// <summary>The draft of 1.5 (September 2026): output carries no cache action; input without one may be cached or not.</summary>
    private static TokenClass? ClassOf(string direction, string action, string meter) => (direction.ToUpperInvariant(), action.ToUpperInvariant()) switch
    {
        ("OUTPUT", _) => TokenClass.Output,
        ("INPUT", "UNCACHED") => TokenClass.InputUncached,
        ("INPUT", "READ") => TokenClass.CacheRead,
        ("INPUT", "WRITE") => TokenClass.CacheWriteUnsplit,
        ("INPUT", _) => TokenClass.Input,
        _ => OfMeter(meter),
    };

    /// <summary>Rows without the draft's properties: the meter's exact name.</summary>
    private static TokenClass? OfMeter(string meter) => meter.ToUpperInvariant() switch
    {
        "INPUT TOKENS" => TokenClass.Input,
        "CACHE READ INPUT TOKENS" => TokenClass.CacheRead,
        "CACHE WRITE INPUT TOKENS" => TokenClass.CacheWriteUnsplit,
        "OUTPUT TOKENS" => TokenClass.Output,
        _ => null,
    };
}
