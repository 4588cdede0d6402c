using System.Globalization;

namespace Mtok;

/// <summary>The shares of time in which what serves is up, as sellers promise them, and what redundancy makes of them (D1 to D3).</summary>
/// <param name="Machine">One machine.</param>
/// <param name="Zone">What all machines of one zone share: power, network, cooling.</param>
/// <param name="Region">What all zones of a region share.</param>
/// <param name="Api">An API.</param>
public sealed record Uptime(Ratio Machine, Ratio Zone, Ratio Region, Ratio Api)
{
    /// <summary>More spares than this are not looked for.</summary>
    private const int MostSpares = 1000;

    /// <summary>
    /// What sellers promise, from the catalog's <c>availability_machine</c>, <c>availability_zone</c> and <c>availability_region</c>; an API is assumed to be
    /// up 99.9 % of the time, as few providers promise anything.
    /// </summary>
    /// <param name="costs">The catalog's other costs; without a figure nothing fails.</param>
    public static Uptime Of(IEnumerable<OtherCost> costs)
    {
        var percent = costs.Where(cost => cost.Item.StartsWith("availability_", StringComparison.Ordinal))
            .ToLookup(cost => cost.Item, cost => double.Parse(cost.Low, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Ratio Of(string item) => Ratio.FromPercent(percent[item].DefaultIfEmpty(100).First());
        return new(Of("availability_machine"), Of("availability_zone"), Of("availability_region"), Ratio.FromPercent(99.9));
    }

    /// <summary>D1: at least k of n machines of one zone are up.</summary>
    /// <param name="running">All machines, n.</param>
    /// <param name="needed">Those that are needed, k.</param>
    public Ratio InOneZone(int running, int needed) => Zone * AtLeast(running, needed);

    /// <summary>D1: the fewest spares with which at least the machines needed are up as often as wanted; null where no number does.</summary>
    /// <param name="needed">Machines needed, k.</param>
    /// <param name="wanted">The share of time.</param>
    public int? Spares(int needed, Ratio wanted)
    {
        if (wanted > Zone)
        {
            return null;
        }

        for (var spares = 0; spares <= MostSpares; spares++)
        {
            if (InOneZone(needed + spares, needed) >= wanted)
            {
                return spares;
            }
        }

        return null;
    }

    /// <summary>D2: the same of machines spread evenly over zones, none or one of which is down.</summary>
    /// <param name="running">All machines.</param>
    /// <param name="needed">Those that are needed.</param>
    /// <param name="zones">The zones, two at least.</param>
    public Ratio OverZones(int running, int needed, int zones)
    {
        var allUp = Math.Pow(Zone.Value, zones);
        var oneDown = zones * (1 - Zone.Value) * Math.Pow(Zone.Value, zones - 1);
        var left = running - (int)Math.Ceiling(running / (double)zones);
        return Region * Ratio.FromValue((allUp * AtLeast(running, needed).Value) + (oneDown * AtLeast(left, needed).Value));
    }

    /// <summary>D3: machines with an API that serves what they do not.</summary>
    /// <param name="machines">The share of time in which enough machines are up.</param>
    public Ratio WithApi(Ratio machines) => Ratio.FromValue(1 - ((1 - machines.Value) * (1 - Api.Value)));

    /// <summary>The chance that at least k of n machines are up, each by itself: a sum of binomial chances, by how many are down.</summary>
    private Ratio AtLeast(int running, int needed)
    {
        if (needed > running)
        {
            return Ratio.Zero;
        }

        var (up, down) = (Machine.Value, 1 - Machine.Value);
        var (chance, sum) = (Math.Pow(up, running), 0.0);
        for (var failed = 0; failed <= running - needed; failed++)
        {
            sum += chance;
            chance *= (running - failed) / (failed + 1.0) * (down / up);
        }

        return Ratio.FromValue(Math.Min(1, sum));
    }
}
