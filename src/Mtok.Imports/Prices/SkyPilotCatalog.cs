using System.Globalization;

namespace Mtok.Imports;

/// <summary>
/// SkyPilot's catalogs, v7 to v9: a row per machine and zone. The file does not state the seller. Google's machines and
/// their accelerators are separate rows, which are added up according to the catalog's aliases.
/// </summary>
internal static class SkyPilotCatalog
{
    private const string MemoryKey = "SizeInMiB";

    /// <summary>No accelerator has less memory: a smaller number is of GiB.</summary>
    private const long LeastMebibytes = 2048;

    public static bool Fits(IReadOnlySet<string> columns) =>
        columns.IsSupersetOf(["InstanceType", "AcceleratorName", "AcceleratorCount", "Price", "SpotPrice", "Region"]);

    public static void Read(PriceCsv rows, Quotes quotes)
    {
        var columns = new Columns(rows);
        var withoutAccelerator = quotes.Reason("no-accelerator", "machines without an accelerator");
        var hosts = new List<Host>();
        var apart = new List<Apart>();
        while (rows.Next())
        {
            var instance = rows.Span(columns.Instance);
            if (rows.Span(columns.Accelerator).Length == 0)
            {
                if (quotes.Names.Machine(quotes.Seller, rows.Text(columns.Instance)) is { PricedApartAs.Length: > 0 } machine)
                {
                    hosts.Add(new(
                        rows.Text(columns.Instance), machine, Place(rows, columns), rows.Number(columns.Price), rows.Number(columns.Spot),
                        rows.Line));
                }
                else
                {
                    withoutAccelerator.Add(rows.Line, instance);
                }
            }
            else if (instance.Length == 0 || instance.SequenceEqual("TPU-VM"))
            {
                apart.Add(new(
                    rows.Text(columns.Accelerator), rows.Number(columns.Count) ?? 0, Place(rows, columns), rows.Number(columns.Price),
                    rows.Number(columns.Spot), rows.Line));
            }
            else
            {
                Add(rows.Text(columns.Instance), rows, columns, quotes);
            }
        }

        AddUp(hosts, apart, quotes);
    }

    private static void Add(string instance, PriceCsv rows, Columns columns, Quotes quotes)
    {
        var (region, zone) = Place(rows, columns);
        var accelerator = rows.Text(columns.Accelerator);
        var memory = Memory(rows.Span(columns.Info), rows.Number(columns.Count));
        Quote(new(quotes.Seller, instance, rows.Number(columns.Price), Pricing.OnDemand, rows.Line)
        {
            Accelerators = Spellings(accelerator, rows.Text(columns.Info), rows.Number(columns.Count) == 1 ? memory : null),
            Gpus = rows.Number(columns.Count),
            Region = region,
            Zone = zone,
            Memory = memory,
            MayBeTotal = true,
        }, rows.Number(columns.Spot), quotes);
    }

    /// <summary>
    /// The name with the form that the information states, where the name leaves it out, and with the memory; the
    /// most specific first. A form that is stated is never ignored.
    /// </summary>
    private static IReadOnlyList<string> Spellings(string name, string info, Bytes? memory)
    {
        var formed = DeviceForm.Of(name) is null && DeviceForm.Of(info) is { } form ? $"{name} {form}" : name;
        return memory is { } each
            ? [string.Create(CultureInfo.InvariantCulture, $"{formed} {Math.Round(each.Gigabytes / 1.073741824)}GB"), formed]
            : [formed];
    }

    /// <summary>An on-demand price applies to a region, a spot price to a zone.</summary>
    private static void Quote(MachineQuote machine, decimal? spot, Quotes quotes)
    {
        if (machine.Price is not null || spot is null)
        {
            quotes.Add(machine with { Zone = "" });
        }

        if (spot is not null)
        {
            quotes.Add(machine with { Price = spot, Pricing = Pricing.Spot });
        }
    }

    private static void AddUp(List<Host> hosts, List<Apart> apart, Quotes quotes)
    {
        var used = new HashSet<Apart>(ReferenceEqualityComparer.Instance);
        var byPlace = apart.GroupBy(gpu => (gpu.Name, gpu.Count, gpu.Place)).ToDictionary(group => group.Key, group => group.First());
        foreach (var host in hosts)
        {
            if (!byPlace.TryGetValue((host.Machine.PricedApartAs, host.Machine.Gpus, host.Place), out var gpu))
            {
                quotes.Drop("host-without-gpu", "machines whose accelerators have no price in that zone", host.Line, $"{host.Instance} {host.Place.Zone}");
                continue;
            }

            used.Add(gpu);
            Quote(new(quotes.Seller, host.Instance, host.Price + gpu.Price, Pricing.OnDemand, host.Line)
            {
                Gpus = host.Machine.Gpus,
                Region = host.Place.Region,
                Zone = host.Place.Zone,
            }, host.Spot + gpu.Spot, quotes);
        }

        foreach (var gpu in apart.Where(gpu => !used.Contains(gpu)))
        {
            // A slice of TPU chips is a separate machine, known by the slice's name.
            if (quotes.Names.Machine(quotes.Seller, gpu.Name) is { } slice)
            {
                Quote(
                    new(quotes.Seller, gpu.Name, gpu.Price, Pricing.OnDemand, gpu.Line) { Gpus = slice.Gpus, Region = gpu.Place.Region, Zone = gpu.Place.Zone },
                    gpu.Spot,
                    quotes);
            }
            else
            {
                quotes.Drop(
                    "gpu-without-host",
                    "separately priced accelerators that no machine in the catalog's aliases uses",
                    gpu.Line,
                    $"{gpu.Name} x{gpu.Count:0.##}");
            }
        }
    }

    private static (string Region, string Zone) Place(PriceCsv rows, Columns columns) => (rows.Text(columns.Region), rows.Text(columns.Zone));

    /// <summary>The memory of one accelerator, or of all (in some catalogs), from a Python dictionary; some write GiB under MiB.</summary>
    private static Bytes? Memory(ReadOnlySpan<char> info, decimal? count)
    {
        var at = info.IndexOf(MemoryKey);
        if (at < 0)
        {
            return null;
        }

        var rest = info[(at + MemoryKey.Length)..].TrimStart("'\": ");
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(length < 0 ? rest : rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes)
            && mebibytes is > 0 and < 10_000_000
            && count is not null
            ? Bytes.FromCount((mebibytes < LeastMebibytes ? mebibytes * 1024 : mebibytes) * 1048576.0)
            : null;
    }

    private sealed record Host(string Instance, KnownMachine Machine, (string Region, string Zone) Place, decimal? Price, decimal? Spot, int Line);

    private sealed record Apart(string Name, decimal Count, (string Region, string Zone) Place, decimal? Price, decimal? Spot, int Line);

    private sealed class Columns(PriceCsv rows)
    {
        public int Instance { get; } = rows.Column("InstanceType");

        public int Accelerator { get; } = rows.Column("AcceleratorName");

        public int Count { get; } = rows.Column("AcceleratorCount");

        public int Info { get; } = rows.Column("GpuInfo");

        public int Price { get; } = rows.Column("Price");

        public int Spot { get; } = rows.Column("SpotPrice");

        public int Region { get; } = rows.Column("Region");

        public int Zone { get; } = rows.Column("AvailabilityZone");
    }
}
