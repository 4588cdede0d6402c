using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What ways of serving cost, from the definitions of docs/model.md (C2, C3, C13, L1 to L6), by loops over steps and numbers of machines.</summary>
/// <param name="small">The demand, machines and API.</param>
/// <param name="growth">A multiple of the demand.</param>
/// <param name="throughput">A multiple of what machines serve.</param>
internal sealed class StepwiseBills(SmallReckoning small, double growth = 1, double throughput = 1)
{
    private const double Rounding = 1e-7;
    private double? _least;

    private FleetProblem Problem => small.Problem;

    private IReadOnlyList<MachineChoice> Zones => small.Machines.Zones;

    private int Classes => Problem.Demand.Classes.Count;

    public IEnumerable<(int Span, int Step)> Steps =>
        from span in Enumerable.Range(0, Problem.Demand.Spans.Count) from step in Enumerable.Range(0, Length(span)) select (span, step);

    public int Length(int span) => Problem.Demand.Spans[span].Rates[0].Count;

    /// <summary>Hours of a month that a step stands for.</summary>
    public double Hours(int span) => 730 * Problem.Demand.Spans[span].Share.Value / Length(span);

    public double Rate(int kind, int span, int step) => Problem.Demand.Spans[span].Rates[kind][step].PerSecond * growth;

    public double Usable(int span, int step) => Problem.Usable.Count == 0 ? 1 : Problem.Usable[span][step].Value;

    public int Deadline(int kind) => (int)(Problem.Demand.Classes[kind].Deadline.Seconds / Problem.Demand.Step.Seconds);

    /// <summary>The machine time that a class takes in a step, in machines of which all may be planned with (L3).</summary>
    public double Work(int kind, int span, int step) => Rate(kind, span, step) / (Zones[0].Rates[kind].PerSecond * throughput);

    public double Work(int span, int step) => Enumerable.Range(0, Classes).Sum(kind => Work(kind, span, step));

    private double Urgent(int span, int step) => Enumerable.Range(0, Classes).Where(kind => Deadline(kind) == 0).Sum(kind => Work(kind, span, step));

    private double Patient(int span, int step) => Work(span, step) - Urgent(span, step);

    /// <summary>C2.</summary>
    public double Api => Sum((span, step) => ApiAt(span, step));

    public double ApiAt(int span, int step) => Enumerable.Range(0, Classes).Sum(kind => Rate(kind, span, step) * Hours(span) * 3600
        * (double)(small.Api.ByStep.Count > 0 ? small.Api.ByStep[kind][span][step] : small.Api.PerRequest[kind]!.Value).Dollars);

    /// <summary>Overheads of having machines, and of requests as far as machines serve them (L1).</summary>
    public double Overheads(Func<int, int, double>? served = null) => (double)Problem.Fixed.Dollars + Sum((span, step) => PerRequestAt(span, step) * (served?.Invoke(span, step) ?? 1));

    public double PerRequestAt(int span, int step) => Problem.PerRequest.Count == 0 ? 0
        : Enumerable.Range(0, Classes).Sum(kind => Rate(kind, span, step) * Hours(span) * 3600 * (double)Problem.PerRequest[kind].Dollars);

    /// <summary>
    /// The least constant capacity, in machines, that serves everything by its deadline: in any row of steps at least what comes in it and is due in it.
    /// Rows go round each span as often as makes the mean count.
    /// </summary>
    public double LeastCapacity => _least ??= Enumerable.Range(0, Problem.Demand.Spans.Count).Max(span =>
    {
        var length = Length(span);
        var least = Enumerable.Range(0, length).Sum(step => Work(span, step)) / Enumerable.Range(0, length).Sum(step => Usable(span, step));
        for (var first = 0; first < length; first++)
        {
            var (free, due) = (0.0, 0.0);
            for (var last = first; last < first + (5 * length); last++)
            {
                free += Usable(span, last % length);
                due += Enumerable.Range(0, Classes).Where(kind => last - Deadline(kind) >= first).Sum(kind => Work(kind, span, (last - Deadline(kind)) % length));
                least = Math.Max(least, due / free);
            }
        }

        return least;
    });

    /// <summary>As many all month as the least constant capacity takes.</summary>
    public int AllMonth => Running(Least(count => count >= LeastCapacity - Rounding));

    /// <summary>How many run in each step where they come and go (C13, L5, L6).</summary>
    public int[][] ByTheHour => [.. Enumerable.Range(0, Problem.Demand.Spans.Count).Select(span => Ruled([.. Gathered(span).Select(Running)]))];

    /// <summary>What machines cost, and their starts (L1).</summary>
    public double Rent(Func<int, int, int> count) => Zones.Index().Sum(zone => Sum((span, step) =>
    {
        var (now, before) = (Dealt(count(span, step))[zone.Index], Dealt(count(span, (step + Length(span) - 1) % Length(span)))[zone.Index]);
        var times = Hours(span) / Problem.Demand.Step.Hours;
        return (double)zone.Item.Price.Dollars * ((now * Hours(span)) + (Math.Max(0, now - before) * Problem.StartOf(zone.Item).Hours * times));
    }));

    public double AllMonthBill => AllMonth is var count ? Rent((_, _) => count) + Overheads() : 0;

    public double ByTheHourBill
    {
        get
        {
            var counts = ByTheHour;
            return Rent((span, step) => counts[span][step]) + Overheads();
        }
    }

    /// <summary>The share of what comes in a step that so many machines leave to the API, the same of every class.</summary>
    public double Left(int serving, int span, int step) => Math.Max(0, Work(span, step) - (serving * Usable(span, step))) is > 1e-9 and var left ? left / Work(span, step) : 0;

    /// <summary>The number of machines all month, spares apart, and the bill that is least with an API for the rest: every number is tried.</summary>
    public (int Serving, double Bill) Mixed(int most)
    {
        var spares = Running(0);
        return Enumerable.Range(1, Math.Max(1, Math.Min(most - spares, Least(count => count >= LeastCapacity - Rounding))))
            .Select(serving => (serving, MixedBill(serving))).MinBy(mix => mix.Item2);
    }

    public double MixedBill(int serving) =>
        Rent((_, _) => Running(serving)) + Sum((span, step) => ApiAt(span, step) * Left(serving, span, step)) + Overheads((span, step) => 1 - Left(serving, span, step));

    public double Sum(Func<int, int, double> value) => Steps.Sum(step => value(step.Span, step.Step));

    /// <summary>
    /// Of what comes in a month, in machine-hours, what machines that run all month do not serve by its deadline, the most urgent first: spans go round
    /// until the line no longer changes, and then the mean of many rounds.
    /// </summary>
    public double Unserved(double machines) => Enumerable.Range(0, Problem.Demand.Spans.Count).Sum(span =>
    {
        const int Settled = 120;
        var (length, late, waiting) = (Length(span), 0.0, new SortedDictionary<int, double>());
        for (var step = 0; step < (Settled + 20) * length; step++)
        {
            for (var kind = 0; kind < Classes; kind++)
            {
                waiting[step + Deadline(kind)] = waiting.GetValueOrDefault(step + Deadline(kind)) + Work(kind, span, step % length);
            }

            var free = machines * Usable(span, step % length);
            foreach (var due in waiting.Keys.ToList())
            {
                var served = Math.Min(free, waiting[due]);
                free -= served;
                waiting[due] -= served;
            }

            late += step >= Settled * length ? waiting[step] : 0;
            waiting.Remove(step);
        }

        return late / 20 * Hours(span);
    });

    /// <summary>Machines dealt to the zones one at a time.</summary>
    public int[] Dealt(int count)
    {
        var zones = new int[Zones.Count];
        for (var machine = 0; machine < count; machine++)
        {
            zones[machine % zones.Length]++;
        }

        return zones;
    }

    /// <summary>With spares, or as many as leave enough whichever zone is lost (L6).</summary>
    private int Running(int serving) => Zones.Count == 1
        ? serving + (Problem.ApiStandsIn ? 0 : Problem.Spares)
        : Least(all => all - Dealt(all).Max() >= serving);

    private static int Least(Func<int, bool> serves)
    {
        var count = 0;
        while (!serves(count))
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// What cannot wait is served at once. What can is gathered in blocks of the shortest wait: all that comes in a block is served by its end, by
    /// machines added for its last steps, as many and as long as costs least.
    /// </summary>
    private int[] Gathered(int span)
    {
        int[] counts = [.. Enumerable.Range(0, Length(span)).Select(step => Least(count => count >= (Urgent(span, step) / Usable(span, step)) - 1e-9))];
        var block = Enumerable.Range(0, Classes).Select(Deadline).Where(deadline => deadline > 0).DefaultIfEmpty(0).Min();
        for (var first = 0; block > 0 && first < counts.Length; first += block)
        {
            var length = Math.Min(block, counts.Length - first);
            var (run, added, _) = (from steps in Enumerable.Range(1, length)
                                   let more = Least(more => Clears(span, counts, first, length, steps, more))
                                   select (steps, more, more * (steps + (steps < length ? Problem.StartOf(Zones[0]) / Problem.Demand.Step : Ratio.Zero).Value))).MinBy(choice => choice.Item3);
            for (var step = first + length - run; step < first + length; step++)
            {
                counts[step] += added;
            }
        }

        return counts;
    }

    private bool Clears(int span, int[] counts, int first, int length, int run, int more)
    {
        var waiting = 0.0;
        for (var step = first; step < first + length; step++)
        {
            var running = counts[step] + (step >= first + length - run ? more : 0);
            waiting = Math.Max(0, waiting + Patient(span, step) - ((running * Usable(span, step)) - Urgent(span, step)));
        }

        return waiting <= 1e-8;
    }

    /// <summary>What is needed in a step is kept for the minimum run; before a step that needs many more, machines are started earlier (L5).</summary>
    private int[] Ruled(int[] needed)
    {
        var counts = (int[])needed.Clone();
        var kept = Least(steps => steps * Problem.Demand.Step.Hours >= Problem.Rules.MinimumRun.Hours);
        for (var step = 0; step < needed.Length; step++)
        {
            for (var later = 0; later < kept; later++)
            {
                counts[(step + later) % needed.Length] = Math.Max(counts[(step + later) % needed.Length], needed[step]);
            }
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var step = 0; step < needed.Length; step++)
            {
                var before = (step + needed.Length - 1) % needed.Length;
                if (counts[step] - counts[before] > (Problem.Rules.ScaleUp ?? int.MaxValue))
                {
                    counts[before] = counts[step] - Problem.Rules.ScaleUp!.Value;
                    changed = true;
                }
            }
        }

        return counts;
    }
}
