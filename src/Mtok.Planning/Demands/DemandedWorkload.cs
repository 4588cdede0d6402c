namespace Mtok.Planning;

/// <summary>A workload with the traffic and mix of a demand: options are ranked for it where a trace is given.</summary>
public static class DemandedWorkload
{
    /// <summary>
    /// The workload with the demand's mean rate, its hours as the shape, its classes' mean request as the mix, and the rules of its
    /// classes: each is served at its own level, spot machines serve and hours even out only where every class allows it.
    /// </summary>
    /// <param name="workload">What may be used and how fast answers must come.</param>
    /// <param name="demand">The demand by class and step.</param>
    /// <param name="name">What to call the shape.</param>
    public static Workload Of(Workload workload, Demand demand, string name)
    {
        var groups = Groups(demand);
        return workload with
        {
            Traffic = new(demand.Mean(), HourlyShape.Observed(name, [.. Hours(demand)])),
            Mix = Mean(demand, [.. Enumerable.Range(0, demand.Classes.Count)]),
            ServiceLevel = groups is [var only] ? only.ServiceLevel : workload.ServiceLevel with
            {
                Ttft = groups.Min(group => group.ServiceLevel.ShortestTtft),
                TtftFigures = LatencyFigures.None,
                Tpot = groups.Min(group => group.ServiceLevel.ShortestTpot),
                TpotFigures = LatencyFigures.None,
            },
            Interruptible = demand.Classes.All(requests => requests.Interruptible),
            Deferrable = groups.TrueForAll(group => group.Deferrable),
            Groups = groups.Count > 1 ? groups : [],
        };
    }

    /// <summary>Classes whose rules are the same, together.</summary>
    private static List<RequestGroup> Groups(Demand demand) =>
        [.. Enumerable.Range(0, demand.Classes.Count)
            .GroupBy(kind => (demand.Classes[kind].ServiceLevel, demand.Classes[kind].MayWaitForBatch))
            .Select(kinds => new RequestGroup(
                kinds.Aggregate(Ratio.Zero, (share, kind) => share + (demand.Mean(kind) / demand.Mean())),
                Mean(demand, [.. kinds]),
                kinds.Key.ServiceLevel,
                kinds.Key.MayWaitForBatch))];

    /// <summary>The mean request of some classes, each weighted by its rate.</summary>
    private static TokenMix Mean(Demand demand, IReadOnlyList<int> kinds)
    {
        var together = RequestsPerSecond.FromPerSecond(kinds.Sum(kind => demand.Mean(kind).PerSecond));
        var shares = kinds.Select(kind => (demand.Classes[kind].Mix, Share: demand.Mean(kind) / together)).ToList();
        var input = shares.Sum(part => part.Mix.Input.Count * part.Share.Value);
        var cached = shares.Sum(part => part.Mix.Input.Count * part.Mix.CachedShare.Value * part.Share.Value);
        return shares[0].Mix with
        {
            Input = Tokens.FromCount(input),
            Output = Tokens.FromCount(shares.Sum(part => part.Mix.Output.Count * part.Share.Value)),
            CachedShare = Ratio.FromValue(cached / Math.Max(1, input)),
            Lengths = shares.TrueForAll(part => part.Mix.Lengths is null)
                ? null
                : new(
                    [.. shares.SelectMany(part => Bins(part.Mix).Select(bin => bin with { Share = bin.Share * part.Share }))],
                    shares[0].Mix.Lengths?.Profile),
        };
    }

    private static IReadOnlyList<LengthBin> Bins(TokenMix mix) => mix.Lengths?.Bins ?? [new(Ratio.One, mix)];

    /// <summary>Every span as often as it occurs, hour by hour.</summary>
    private static IEnumerable<RequestsPerSecond> Hours(Demand demand)
    {
        // The rarest span is the busiest, which stands for itself alone: shares are whole multiples of its own.
        var least = demand.Spans.Min(span => span.Share.Value);
        return demand.Spans.SelectMany(span => Enumerable.Repeat(HoursOf(demand, span), (int)Math.Round(span.Share.Value / least)).SelectMany(hours => hours));
    }

    private static List<RequestsPerSecond> HoursOf(Demand demand, DemandSpan span)
    {
        var steps = Enumerable.Range(0, span.Steps).Select(step => span.Rates.Sum(rates => rates[step].PerSecond)).ToList();
        var hours = (int)Math.Max(1, Math.Round(span.Steps * demand.Step.Hours));
        return
        [
            .. Enumerable.Range(0, hours).Select(hour => RequestsPerSecond.FromPerSecond(MeanBetween(steps, hour / (double)hours, (hour + 1) / (double)hours))),
        ];
    }

    /// <summary>The mean of steps between two shares of their length.</summary>
    private static double MeanBetween(List<double> steps, double from, double to)
    {
        var (sum, first, last) = (0.0, from * steps.Count, to * steps.Count);
        for (var step = (int)first; step < Math.Min(steps.Count, last); step++)
        {
            sum += steps[step] * (Math.Min(step + 1, last) - Math.Max(step, first));
        }

        return sum / (last - first);
    }
}
