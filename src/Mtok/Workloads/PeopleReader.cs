namespace Mtok;

/// <summary>Reads <c>[people]</c>: what is not stated is the usual, which is assumed.</summary>
internal static class PeopleReader
{
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.FromValue(1000));
    private static readonly Limits<Usd> Yearly = new(default, Usd.FromDollars(100_000_000));

    /// <summary>
    /// The people of a workload. Without the table those who run models are counted once: overheads that state engineers, or a multiplier for all
    /// other costs, have them already.
    /// </summary>
    /// <param name="table">The table; null where there is none.</param>
    /// <param name="overheads">The workload's other overheads.</param>
    /// <param name="costs">The catalog's other costs.</param>
    public static People Read(TomlTable? table, Overheads overheads, IEnumerable<OtherCost> costs)
    {
        var usual = People.Usual(costs);
        usual = overheads.HasEngineers ? usual with { PerModel = Ratio.Zero } : usual;
        if (table is null)
        {
            return usual;
        }

        var (perModel, perSeller) = (table.OptionalQuantity("fte_per_model", Share), table.OptionalQuantity("fte_per_seller", Share));
        var yearly = table.OptionalQuantity("usd_per_year", Yearly);
        table.RejectUnknown();
        return new(
            perModel ?? usual.PerModel,
            perSeller ?? usual.PerSeller,
            yearly is { } year ? UsdPerMonth.FromDollars(year.Dollars / 12) : usual.Fte,
            perModel is not null && perSeller is not null && yearly is not null ? Evidence.Measured : Evidence.Assumed);
    }
}
