namespace Mtok.Planning;

/// <summary>
/// How much of its capacity at the mean lengths a machine serves of requests whose lengths were counted and differ (Y11): long ones take more time than
/// their share, because context costs twice.
/// </summary>
/// <param name="demand">The classes, with their lengths.</param>
/// <param name="capacities">The step model.</param>
internal sealed class LengthRoom(Demand demand, Capacities capacities)
{
    /// <summary>Lengths are taken together into as many groups of about equally many tokens.</summary>
    private const int Groups = 4;

    private readonly List<IReadOnlyList<LengthBin>> _groups = [.. demand.Classes.Select(requests => Grouped(requests.Mix))];
    private readonly Dictionary<(string, Deployment), Ratio> _known = [];

    /// <summary>The share of a replica's rate at the mean lengths; one where it cannot be modelled.</summary>
    public Ratio Of(ReplicaCapacity replica)
    {
        var key = (replica.Model.Id, replica.Deployment);
        if (!_known.TryGetValue(key, out var share))
        {
            share = _known[key] = _groups.TrueForAll(groups => groups.Count < 2) ? Ratio.One : ShareOf(replica.Model, replica.Deployment);
        }

        return share;
    }

    private Ratio ShareOf(Model model, Deployment deployment)
    {
        var engine = capacities.Modelled.EngineFor(
            model, capacities.Catalog.FindAccelerator(deployment.AcceleratorId)!, deployment.Engine.Length == 0 ? null : deployment.Engine);
        double? TimeOf(TokenMix mix, ServiceLevel level) =>
            1 / capacities.Model.Serve(model, deployment, engine, mix with { Lengths = null })?.Within(level)?.Requests.PerSecond;
        var (mean, apart) = (0.0, 0.0);
        foreach (var (kind, requests) in demand.Classes.Index())
        {
            double? Apart(ServiceLevel level) => _groups[kind].Count < 2
                ? TimeOf(requests.Mix, level)
                : _groups[kind].Aggregate((double?)0, (sum, group) => sum + (group.Share.Value * TimeOf(group.Mean, level)));
            var level = Apart(requests.ServiceLevel) is null ? ServiceLevel.None : requests.ServiceLevel;
            var rate = demand.Mean(kind).PerSecond;
            mean += rate * (TimeOf(requests.Mix, level) ?? double.NaN);
            apart += rate * (Apart(level) ?? double.NaN);
        }

        return mean > 0 && apart > mean ? Ratio.FromValue(mean / apart) : Ratio.One;
    }

    /// <summary>Neighbouring lengths together; none where they are assumed, because a lone mean is all that is known.</summary>
    private static IReadOnlyList<LengthBin> Grouped(TokenMix mix)
    {
        var (groups, bins, tokens) = (new List<LengthBin>(), new List<LengthBin>(), 0.0);
        var counted = mix.Lengths is { Profile: null } lengths ? lengths.Bins : [];
        var all = counted.Sum(bin => bin.Share.Value * bin.Mean.Total.Count);
        foreach (var bin in counted)
        {
            tokens += bin.Share.Value * bin.Mean.Total.Count;
            if (bins.Count > 0 && tokens > all * (groups.Count + 1) / Groups)
            {
                groups.Add(Together(bins));
                bins.Clear();
            }

            bins.Add(bin);
        }

        return bins.Count > 0 ? [.. groups, Together(bins)] : groups;
    }

    private static LengthBin Together(IReadOnlyList<LengthBin> bins)
    {
        var share = bins.Sum(bin => bin.Share.Value);
        var input = bins.Sum(bin => bin.Share.Value * bin.Mean.Input.Count) / share;
        return new(Ratio.FromValue(share), bins[0].Mean with
        {
            Input = Tokens.FromCount(input),
            Output = Tokens.FromCount(bins.Sum(bin => bin.Share.Value * bin.Mean.Output.Count) / share),
            CachedShare = Ratio.FromValue(bins.Sum(bin => bin.Share.Value * bin.Mean.CachedShare.Value * bin.Mean.Input.Count) / share / Math.Max(1, input)),
        });
    }
}
