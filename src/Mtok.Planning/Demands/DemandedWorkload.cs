namespace Mtok.Planning;

/// <summary>A workload whose traffic and mix are those of a demand: what options are ranked for where a trace says what comes.</summary>
public static class DemandedWorkload
{
    /// <summary>The workload with the demand's mean rate, its hours as the shape, and its classes' mean request as the mix.</summary>
    /// <param name="workload">What may be used and how fast answers must come.</param>
    /// <param name="demand">What comes.</param>
    /// <param name="name">What to call the shape.</param>
    public static Workload Of(Workload workload, Demand demand, string name) => workload with
    {
        Traffic = new(demand.Mean(), HourlyShape.Observed(name, [.. Hours(demand)])),
        Mix = Mean(demand),
    };

    /// <summary>The mean request: every class as often as it comes.</summary>
    private static TokenMix Mean(Demand demand)
    {
        var shares = demand.Classes.Select((requests, kind) => (requests.Mix, Share: demand.Mean(kind) / demand.Mean())).ToList();
        var input = shares.Sum(part => part.Mix.Input.Count * part.Share.Value);
        var cached = shares.Sum(part => part.Mix.Input.Count * part.Mix.CachedShare.Value * part.Share.Value);
        return new(Tokens.FromCount(input), Tokens.FromCount(shares.Sum(part => part.Mix.Output.Count * part.Share.Value)), Ratio.FromValue(cached / Math.Max(1, input)));
    }

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
        return [.. Enumerable.Range(0, hours).Select(hour => RequestsPerSecond.FromPerSecond(MeanBetween(steps, hour / (double)hours, (hour + 1) / (double)hours)))];
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
