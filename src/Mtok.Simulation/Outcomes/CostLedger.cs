namespace Mtok.Simulation;

/// <summary>Splits the bill of a run by hour and item (R4). Machines are whole: they are paid while any replica on them is.</summary>
internal static class CostLedger
{
    public static IReadOnlyList<SimulatedCost> ByHour(SimulatedFleet fleet, IReadOnlyList<MemberRun> members, IReadOnlyList<Usd> api, long horizon)
    {
        var hours = (int)Math.Max(1, (horizon + ReplicaTotals.HourTicks - 1) / ReplicaTotals.HourTicks);
        var costs = Enumerable
            .Range(0, Math.Max(hours, api.Count))
            .Select(hour => SimulatedCost.None with { Api = hour < api.Count ? api[hour] : default })
            .ToArray();
        for (var group = 0; group < fleet.Groups.Count; group++)
        {
            var mine = members.Where(member => member.Group == group).ToList();
            var price = fleet.Groups[group].Price;
            var spans = mine
                .SelectMany(member => member.Spans)
                .Select(span => span with { To = Math.Min(span.To, horizon) })
                .Where(span => span.To > span.From)
                .ToList();
            var machines = Machines(spans, price.ReplicasPerMachine, hours);
            var (starting, spare) = (Within(spans, ReplicaStatus.Starting, hours), Within(spans, ReplicaStatus.Spare, hours));
            var (work, repeated) = (mine.Sum(member => member.Totals.WorkTokens), mine.Sum(member => member.Totals.RepeatedTokens));
            var again = work == 0 ? 0 : Math.Min(1, repeated / (double)work);
            for (var hour = 0; hour < hours; hour++)
            {
                var busy = mine.Sum(member => hour < member.Totals.BusyByHour.Count ? member.Totals.BusyByHour[hour] : 0);
                costs[hour] += Of(price, machines[hour], busy, again, starting[hour], spare[hour]);
            }
        }

        return costs;
    }

    private static SimulatedCost Of(MachinePrice price, double machineTicks, double busyTicks, double again, double startingTicks, double spareTicks)
    {
        Usd Paid(UsdPerHour hourly, double ticks) => hourly * Duration.FromSeconds(ticks / Ticks.PerSecond);
        var bill = Paid(price.Hourly, machineTicks);
        var (busy, repeated) = (Paid(price.Replica, busyTicks * (1 - again)), Paid(price.Replica, busyTicks * again));
        var (cold, spares) = (Paid(price.Replica, startingTicks), Paid(price.Replica, spareTicks));
        return new(busy, repeated, bill - busy - repeated - cold - spares, cold, spares, default);
    }

    /// <summary>Machine ticks of each hour: the number of machines that the replicas paid at the time need.</summary>
    private static double[] Machines(List<Span> spans, int perMachine, int hours)
    {
        var (begins, ends) = (spans.ConvertAll(span => span.From).ToArray(), spans.ConvertAll(span => span.To).ToArray());
        Array.Sort(begins);
        Array.Sort(ends);
        var ticks = new double[hours];
        var (count, since, begun) = (0, 0L, 0);
        foreach (var end in ends)
        {
            for (; begun < begins.Length && begins[begun] <= end; begun++)
            {
                Spread(ticks, since, begins[begun], (count + perMachine - 1) / perMachine);
                count++;
                since = begins[begun];
            }

            Spread(ticks, since, end, (count + perMachine - 1) / perMachine);
            count--;
            since = end;
        }

        return ticks;
    }

    private static double[] Within(List<Span> spans, ReplicaStatus status, int hours)
    {
        var ticks = new double[hours];
        spans.Where(span => span.Status == status).ToList().ForEach(span => Spread(ticks, span.From, span.To, 1));
        return ticks;
    }

    private static void Spread(double[] ticks, long from, long to, double weight)
    {
        while (from < to)
        {
            var hour = (int)(from / ReplicaTotals.HourTicks);
            var part = Math.Min(to, (hour + 1) * ReplicaTotals.HourTicks) - from;
            ticks[hour] += weight * part;
            from += part;
        }
    }
}
