namespace Mtok.Imports;

/// <summary>gpuhunt's catalogs: a row per machine, location and pricing. The file does not state the seller.</summary>
internal static class GpuhuntCatalog
{
    public static bool Fits(IReadOnlySet<string> columns) =>
        columns.IsSupersetOf(["instance_name", "location", "price", "gpu_count", "gpu_name", "gpu_memory", "spot"]);

    public static void Read(PriceCsv rows, Quotes quotes)
    {
        var withoutAccelerator = quotes.Reason("no-accelerator", "machines without an accelerator");
        var (instance, location, price) = (rows.Column("instance_name"), rows.Column("location"), rows.Column("price"));
        var (count, name, memory, spot) = (rows.Column("gpu_count"), rows.Column("gpu_name"), rows.Column("gpu_memory"), rows.Column("spot"));
        while (rows.Next())
        {
            if (rows.Span(name).Length == 0 || rows.Number(count) == 0)
            {
                withoutAccelerator.Add(rows.Line, rows.Span(instance));
                continue;
            }

            var size = rows.Number(memory) is > 0 and < 10_000 and { } gigabytes ? gigabytes : (decimal?)null;
            quotes.Add(new MachineQuote(
                quotes.Seller, rows.Text(instance), rows.Number(price), IsTrue(rows.Span(spot)) ? Pricing.Spot : Pricing.OnDemand, rows.Line)
            {
                Accelerators = size is { } each ? [FormattableString.Invariant($"{rows.Text(name)} {each:0.##}GB"), rows.Text(name)] : [rows.Text(name)],
                Gpus = rows.Number(count),
                Region = rows.Text(location),
                Memory = size is { } stated ? Bytes.FromGigabytes((double)stated) : null,
            });
        }
    }

    private static bool IsTrue(ReadOnlySpan<char> text) => text.Equals("True", StringComparison.OrdinalIgnoreCase) || text is "1";
}
