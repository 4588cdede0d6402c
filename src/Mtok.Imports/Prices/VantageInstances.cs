namespace Mtok.Imports;

/// <summary>Vantage's instances.json of AWS machines, and the shorter list some projects derive from it.</summary>
internal static class VantageInstances
{
    public static bool Fits(JsonRow root) => root.Items.Take(1).Any(row => row.Has("instance_type") && row["pricing"].IsObject);

    public static bool FitsShort(JsonRow root) => root.Items.Take(1).Any(row => row.Has("apiName") && row.Has("gpu") && row["pricing"].IsObject);

    public static void Read(JsonRow root, Quotes quotes)
    {
        foreach (var row in root.Items)
        {
            foreach (var (region, systems) in row["pricing"].Members)
            {
                var linux = systems["linux"];
                var machine = new MachineQuote("aws", row.Text("instance_type"), linux.Number("ondemand"), Pricing.OnDemand, row.Line)
                {
                    Accelerators = [row.Text("GPU_model")],
                    Gpus = row.Number("GPU"),
                    Region = region,
                };
                if (IsWithout(machine, quotes))
                {
                    break;
                }

                if (!linux.IsObject)
                {
                    quotes.Drop("other-system", "no price for Linux in that region", row.Line, $"{machine.Instance} {region}");
                    continue;
                }

                quotes.Add(machine);
                AddIfThere(machine with { Price = linux.Number("spot_avg") ?? linux.Number("spot_min"), Pricing = Pricing.Spot }, quotes);
                AddIfThere(machine with { Price = linux["reserved"].Number("yrTerm1Standard.noUpfront"), Pricing = Pricing.ReservedOneYear }, quotes);
                AddIfThere(machine with { Price = linux["reserved"].Number("yrTerm3Standard.noUpfront"), Pricing = Pricing.ReservedThreeYears }, quotes);
            }
        }
    }

    public static void ReadShort(JsonRow root, Quotes quotes)
    {
        foreach (var row in root.Items)
        {
            foreach (var (region, prices) in row["pricing"].Members)
            {
                var machine = new MachineQuote("aws", row.Text("apiName"), prices.Number("onDemand"), Pricing.OnDemand, row.Line)
                {
                    Accelerators = [row.Text("gpu")],
                    Gpus = row.Number("gpuCount"),
                    Region = region,
                };
                if (IsWithout(machine, quotes))
                {
                    break;
                }

                quotes.Add(machine);
                AddIfThere(machine with { Price = prices.Number("reserved"), Pricing = Pricing.ReservedOneYear }, quotes);
            }
        }
    }

    private static bool IsWithout(MachineQuote machine, Quotes quotes)
    {
        if (machine.Accelerators[0].Length > 0 || machine.Gpus is > 0)
        {
            return false;
        }

        quotes.Drop("no-accelerator", "machines without an accelerator", machine.Line, machine.Instance);
        return true;
    }

    private static void AddIfThere(MachineQuote machine, Quotes quotes)
    {
        if (machine.Price is not null)
        {
            quotes.Add(machine);
        }
    }
}
