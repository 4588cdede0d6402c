using System.Globalization;

namespace Mtok;

/// <summary>Reads <c>costs/*.csv</c> and <c>interruptions/&lt;seller&gt;.csv</c>.</summary>
internal sealed class OtherCostReader(Problems problems)
{
    public IEnumerable<OtherCost> Read(CatalogFile file)
    {
        string[] required = ["item", "low", "high", "unit", "scope", "as_of", "confidence", "source"];
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(required, []))
        {
            CheckRange(row);
            yield return new(
                row.RequiredText("item"), row.Text("low"), row.Text("high"), row.RequiredText("unit"), row.Text("scope"), row.Text("confidence"),
                Ids.ReadProvenance(row, problems));
        }
    }

    public IEnumerable<AcceleratorHourCost> ReadAcceleratorHours(CatalogFile file, NameTable<Accelerator> accelerators)
    {
        string[] required = ["accelerator", "item", "usd_per_gpu_hour", "as_of", "source"];
        var limits = new Limits<UsdPerHour>(UsdPerHour.FromDollars(0.05m), UsdPerHour.FromDollars(25m));
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(required, []))
        {
            var acceleratorId = accelerators.FindId(row, "accelerator");
            row.RequiredText("usd_per_gpu_hour");
            var price = row.Quantity("usd_per_gpu_hour", limits);
            var provenance = Ids.ReadProvenance(row, problems);
            if (acceleratorId is not null && price is not null)
            {
                yield return new(acceleratorId, row.RequiredText("item"), price.Value, provenance);
            }
        }
    }

    public IEnumerable<InterruptionBand> ReadInterruptions(CatalogFile file)
    {
        string[] required = ["instance", "region", "low_percent_per_month", "high_percent_per_month", "as_of", "source"];
        var limits = new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(100));
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(required, []))
        {
            var instance = row.RequiredText("instance");
            row.RequiredText("low_percent_per_month");
            var low = row.Quantity("low_percent_per_month", limits);
            var high = row.Quantity("high_percent_per_month", limits);
            var provenance = Ids.ReadProvenance(row, problems);
            if (low is not null)
            {
                yield return new(
                    file.Name, instance, row.Text("region"), Ratio.FromPercent(low.Value.Value),
                    high is { } percent ? Ratio.FromPercent(percent.Value) : null, provenance);
            }
        }
    }

    private void CheckRange(CsvRow row)
    {
        var low = ReadNumber(row, "low");
        var high = ReadNumber(row, "high");
        if (low > high)
        {
            problems.Error(row.WhereIs("low"), "out-of-range", $"\"low\" is {low}, above \"high\", {high}");
        }
    }

    private decimal ReadNumber(CsvRow row, string column)
    {
        if (!decimal.TryParse(row.RequiredText(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number < 0)
        {
            problems.Error(row.WhereIs(column), "bad-number", $"\"{column}\" must be a number of 0 or more, not \"{row.Text(column)}\"");
        }

        return number;
    }
}
