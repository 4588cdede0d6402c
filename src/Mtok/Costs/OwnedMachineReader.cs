namespace Mtok;

/// <summary>Reads a purchased machine from a workload or catalog table.</summary>
internal static class OwnedMachineReader
{
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.One);

    /// <summary>Reads the <c>[[machine]]</c> tables of a catalog file.</summary>
    public static IEnumerable<OwnedMachine> ReadAll(TomlTable root, NameTable<Accelerator> accelerators, Problems problems) =>
        [.. root.Tables("machine").Select(row => Read(row, accelerators, problems)).OfType<OwnedMachine>()];

    /// <summary>Reads one machine; unknown accelerators, missing and implausible values are reported.</summary>
    public static OwnedMachine? Read(TomlTable row, NameTable<Accelerator> accelerators, Problems problems)
    {
        var name = row.Text("name");
        var accelerator = accelerators.Find(row.Text("accelerator"), () => row.WhereIs("accelerator"));
        var machine = new OwnedMachine(
            Name: name,
            AcceleratorId: accelerator?.Id ?? "",
            Gpus: row.Count("gpus", new(1, 1024)),
            Price: row.Quantity("price", new Limits<Usd>(Usd.FromDollars(100), Usd.FromDollars(100_000_000))),
            ResidualShare: row.OptionalQuantity("residual_share", Share) ?? Ratio.Zero,
            Life: Duration.FromYears(row.Quantity("life_years", new Limits<Ratio>(Ratio.FromValue(0.5), Ratio.FromValue(15))).Value),
            CostOfCapital: row.OptionalQuantity("cost_of_capital", Share) ?? Ratio.Zero,
            Power: row.Quantity("power", new Limits<Watts>(Watts.FromWatts(50), Watts.FromKilowatts(500))),
            Pue: row.OptionalQuantity("pue", new Limits<Ratio>(Ratio.One, Ratio.FromValue(3))) ?? Ratio.One,
            Electricity: row.Quantity("electricity", new Limits<UsdPerKilowattHour>(UsdPerKilowattHour.FromDollars(0), UsdPerKilowattHour.FromDollars(2))),
            ColocationPerKilowatt: row.OptionalQuantity("colocation_per_kilowatt", new Limits<UsdPerMonth>(default, UsdPerMonth.FromDollars(2000))) ?? default,
            SupportShare: row.OptionalQuantity("support_share", Share) ?? Ratio.Zero,
            Provenance: new(ReadAsOf(row, problems), row.OptionalText("source") ?? "the workload file", row.Where));
        row.RejectUnknown();
        return accelerator is null ? null : machine;
    }

    private static AsOf ReadAsOf(TomlTable row, Problems problems)
    {
        var asOf = AsOf.Undated;
        if (row.OptionalText("as_of") is { } text && !AsOf.TryParse(text, out asOf))
        {
            problems.Error(row.WhereIs("as_of"), "bad-date", $"\"as_of\" must be a date such as 2026-05-20, a month, a year, or \"undated\", not \"{text}\"");
        }

        return asOf;
    }
}
