using Mtok.Planning;

namespace Mtok.Benchmarks;

/// <summary>A synthetic planning problem of realistic size: 40 offers with 3 deployments each; prices and rates are drawn with a fixed seed.</summary>
internal static class PlanInstance
{
    private const int Offers = 40;
    private const int Deployments = 3;

    public static FleetProblem Of(int hours, bool limited)
    {
        var random = new Draws(12345);
        var machines = Enumerable.Range(0, Offers * Deployments).Select(at => Machine(at, random)).ToList();
        var rates = Enumerable.Range(0, hours).Select(hour => 16 + (9 * Math.Sin(hour * Math.PI / 12)) + (hour / 24 % 7 < 5 ? 6 : 0) + (3 * random.Share()) + (4 * Math.Sin(hour * Math.PI / 4368)))
            .Select(RequestsPerSecond.FromPerSecond).ToList();
        var requests = new DemandClass("all", new(Tokens.FromCount(400), Tokens.FromCount(300), Ratio.Zero), Interruptible: false, default);
        var quotas = limited ? Enumerable.Range(0, 10).Select(seller => new Quota(8 + (4 * seller), $"seller {seller}", "", "")) : [];
        return new(
            new(Duration.Hour, [requests], TypicalSpans.Of([rates], 168, 6)),
            machines,
            limited ? [] : [new("api", [Usd.FromDollars(0.0009m)])],
            new(null, limited ? Duration.FromHours(4) : default, null, [.. quotas]),
            0,
            Duration.FromMinutes(10));
    }

    private static MachineChoice Machine(int at, Draws random)
    {
        int[] sizes = [1, 2, 4, 8];
        Pricing[] pricings = [Pricing.OnDemand, Pricing.OnDemand, Pricing.ReservedOneYear, Pricing.ReservedThreeYears];
        var (offer, gpus) = (at / Deployments, sizes[at / Deployments % sizes.Length]);
        var pricing = pricings[offer % 5 % pricings.Length];
        var perGpu = (pricing == Pricing.OnDemand ? 2.0 : 1.3) * (0.8 + (0.8 * random.Share()));
        var price = UsdPerHour.FromDollars(Math.Round((decimal)(perGpu * gpus), 4));
        return new(
            $"offer {offer}, deployment {at % Deployments}",
            new($"seller {offer % 10}", $"machine {offer}", "h100-sxm", gpus, SoldByGpu: false, "", "", pricing, "", price,
                new(AsOf.Undated, "synthetic", new("", 0, 0))),
            new("h100-sxm", 1, new("fp8"), ""),
            price,
            gpus,
            gpus,
            [RequestsPerSecond.FromPerSecond(gpus * 0.9 * (0.7 + (0.6 * random.Share())))]);
    }

    /// <summary>A random generator that is the same in every version of .NET.</summary>
    private sealed class Draws(ulong state)
    {
        public double Share()
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return (state >> 11) / (double)(1UL << 53);
        }
    }
}
