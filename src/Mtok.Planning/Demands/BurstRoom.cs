using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>How much of its capacity a fleet may use that is not replayed: what the swings of the rate within an hour leave (Y10).</summary>
internal static class BurstRoom
{
    /// <summary>A level that so many requests must keep asks for room as one that all must keep.</summary>
    private const double MostShare = 0.9999;

    /// <summary>The rules of a workload's fleets with the share of capacity that the demand allows; as stated where the workload says.</summary>
    /// <param name="workload">The rules, and the share of requests that must keep the service level.</param>
    /// <param name="demand">What has to be served; work that may wait has no bursts.</param>
    /// <param name="catalog">Holds the profile whose swings are assumed where there is no trace.</param>
    public static FleetRules RulesOf(Workload workload, Demand demand, Catalog catalog)
    {
        var prompt = demand.Classes.Where(requests => requests.Deadline == default && requests.ServiceLevel.HasLimits).ToList();
        if (!workload.Fleet.FollowsBursts || prompt.Count == 0)
        {
            return workload.Fleet;
        }

        var share = Math.Min(MostShare, prompt.Max(requests => requests.ServiceLevel.Share.Value));
        var (swing, arrivals) = demand.Swing is { } observed
            ? (observed.Value, 1)
            : catalog.FindProfile(WorkloadTraffic.UsualProfile) is { } profile ? WorkloadTraffic.Swing(profile) : (0, 1);
        var minute = Math.Sqrt((swing * swing) + (arrivals * arrivals / (demand.Peak.PerSecond * 60)));
        var room = 1 / (1 + (Math.Max(0, Normal(share)) * minute));
        return workload.Fleet with { PeakUtilization = Ratio.FromValue(Math.Min(FleetRules.Fullest.Value, room)) };
    }

    /// <summary>z below which a share of at least a half of a normal distribution lies, within 0.0005 (Abramowitz and Stegun 26.2.23).</summary>
    private static double Normal(double share)
    {
        var t = Math.Sqrt(-2 * Math.Log(1 - Math.Max(0.5, share)));
        return t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
    }
}
