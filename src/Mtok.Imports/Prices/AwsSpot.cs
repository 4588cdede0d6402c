namespace Mtok.Imports;

/// <summary>AWS's two spot responses: the advisor's interruption bands, and the price history.</summary>
internal static class AwsSpot
{
    /// <summary>The advisor's five bands, in percent per month; the last is open.</summary>
    private static readonly (int Low, int? High)[] Bands = [(0, 5), (5, 10), (10, 15), (15, 20), (20, null)];

    public static bool FitsAdvisor(JsonRow root) => root["spot_advisor"].IsObject && root["ranges"].IsArray;

    public static bool FitsHistory(JsonRow root) => root["SpotPriceHistory"].IsArray;

    public static void ReadAdvisor(JsonRow root, Quotes quotes)
    {
        foreach (var (region, systems) in root["spot_advisor"].Members)
        {
            foreach (var (instance, row) in systems["Linux"].Members)
            {
                if (row.Number("r") is not { } band || band != decimal.Truncate(band) || band < 0 || band >= Bands.Length)
                {
                    quotes.Drop("bad-number", "no band of interruption", row.Line, instance);
                    continue;
                }

                var (low, high) = Bands[(int)band];
                quotes.Add("aws", instance, region, Ratio.FromPercent(low), high is { } end ? Ratio.FromPercent(end) : null, row.Line);
                if (row.Number("s") < 0)
                {
                    quotes.Note(
                        "negative-saving",
                        "spot more expensive than on demand; savings are not imported, prices come from the price history",
                        row.Line,
                        $"{instance} {region} ({row.Text("s")} %)");
                }
            }

            foreach (var (instance, row) in systems["Windows"].Members)
            {
                quotes.Drop("other-system", "Windows", row.Line, $"{instance} {region}");
            }
        }
    }

    public static void ReadHistory(JsonRow root, Quotes quotes)
    {
        foreach (var row in root["SpotPriceHistory"].Items)
        {
            var (instance, zone) = (row.Text("InstanceType"), row.Text("AvailabilityZone"));
            if (row.Text("ProductDescription") is not ("Linux/UNIX" or "Linux/UNIX (Amazon VPC)"))
            {
                quotes.Drop("other-system", "not plain Linux", row.Line, $"{instance} {row.Text("ProductDescription")}");
                continue;
            }

            quotes.Add(new MachineQuote("aws", instance, row.Number("SpotPrice"), Pricing.Spot, row.Line)
            {
                Accelerators = [instance],
                Region = zone.Length > 1 && char.IsAsciiLetter(zone[^1]) && char.IsAsciiDigit(zone[^2]) ? zone[..^1] : zone,
                Zone = zone,
                AsOf = row.Text("Timestamp") is { Length: >= 10 } time && AsOf.TryParse(time[..10], out var day) ? day : null,
            });
        }
    }
}
