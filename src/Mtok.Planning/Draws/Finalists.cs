namespace Mtok.Planning;

/// <summary>Makes candidates of a plan and of a decision's options, all for one demand.</summary>
internal sealed class Finalists
{
    private readonly FleetProblem _problem;
    private readonly Outlook _outlook;
    private readonly MachineChoice? _byTheHour;

    public Finalists(FleetProblem problem, Outlook outlook)
    {
        _problem = problem;
        _outlook = outlook;
        _byTheHour = problem.Machines
            .Where(machine => !machine.IsCommitted && Serves(machine).All(serves => serves))
            .MinBy(machine => machine.Price.Dollars / (decimal)RateOf(machine));
    }

    /// <summary>A plan: its committed machines fixed, the rest hourly.</summary>
    public Finalist Of(Plan plan)
    {
        var lines = plan.Machines.Select(line => line.Choice).ToList();
        var api = _problem.ApiServesAll
            ? plan.Classes.Select(line => line.Api).ToList()
            : plan.Classes.Select(line => line.Cost.Dollars > 0 ? line.Api : null).ToList();
        var kind = lines.Count == 0 ? OptionKind.Api : plan.ApiCost.Dollars > 0 ? OptionKind.Mixed : Candidates.KindOf(lines[0].Offer.Pricing);
        var (load, weighed) = Weighed(lines, api);
        var further = plan.People - _problem.Always - (lines.Count == 0 ? default : _problem.PeopleOfMachines);
        var costs = weighed with { Fixed = weighed.Fixed + (double)further.Dollars };
        var made = plan.Machines.Select(line => (Line: line, Spares: _problem.SparesOf(line.Choice))).Select(one => one.Line.Choice.IsCommitted
            ? Line(one.Line.Choice, Sizing.Bound, Math.Max(0, one.Line.Committed - one.Spares), one.Spares)
            : Line(one.Line.Choice, Sizing.ByTheHour, 0, one.Spares) with
            {
                Planned = [.. one.Line.Running.SelectMany(span => span.Select(count => Math.Max(0, count - one.Spares)))],
            })
                .ToList();
        return Made(
            lines.Count > 0 ? WayNames.ThePlan : WayNames.PlanOf(api.Select(each => each?.Name)),
            kind,
            lines.Select(line => line.Evidence).Append(Evidence.Measured).Max(),
            load,
            WithRecourse(made, costs),
            costs);
    }

    /// <summary>An option of a decision: its committed machines sized for the middle and fixed, the rest resized.</summary>
    public Finalist Of(RankedOption option)
    {
        var choice = option.Machines?.First;
        IReadOnlyList<MachineChoice> lines = choice is null ? [] : [choice];
        var (load, own) = Weighed(lines, [.. _problem.Demand.Classes.Select(_ => option.Tokens)]);
        if (choice is null)
        {
            return Made(option.Name, option.Kind, option.Evidence, load, [], own);
        }

        var spares = _problem.SparesOf(choice);
        if (!choice.IsCommitted)
        {
            return Made(
                option.Name,
                option.Kind,
                option.Evidence,
                load,
                [Line(choice, option.Fleet!.ByTheHour ? Sizing.ByTheHour : Sizing.ByTheMonth, 0, spares)],
                own);
        }

        var sized = Finalist.Needed(load, Line(choice, Sizing.ByTheMonth, 0, spares), own, Middle, _outlook.Given);
        var bound = Line(choice, Sizing.Bound, sized, spares);
        var costs = option.Api is null && _problem.ApiServesAll
            ? Weighed(lines, [.. _problem.Demand.Classes.Select((_, kind) => _problem.ApiOf(kind))]).Costs
            : own;
        return Made(option.Name, option.Kind, option.Evidence, load, WithRecourse([bound], costs), costs);
    }

    /// <summary>Provisioned throughput at its list price, its units as many as the busiest hour turns out to need (C11).</summary>
    public Finalist Of(RankedOption option, Workload served)
    {
        if (option.Provisioned is not { } price)
        {
            return Of(option);
        }

        var (load, costs) = Weighed([], [.. _problem.Demand.Classes.Select(_ => (ApiChoice?)null)]);
        var peak = ProvisionedThroughput.Load(price.Rates, served.ServedGroups, served.Traffic.Mean * new Reckoning(_problem, served).ServedPeak);
        return new(option.Name, option.Kind, option.Evidence, load, [], costs, _outlook.Given)
        {
            Units = demand => (double)ProvisionedThroughput.Bill(price, ProvisionedThroughput.Units(price, peak * Ratio.FromValue(demand))).Dollars,
        };
    }

    /// <summary>Every figure at its middle.</summary>
    public double[] Middle => _outlook.At(_ => 0);

    private Finalist Made(string name, OptionKind kind, Evidence evidence, LoadProfile load, IReadOnlyList<FinalistLine> lines, FinalistCosts costs) =>
        new(name, kind, evidence, load, lines, costs, _outlook.Given);

    /// <summary>Where no API takes the overflow of committed machines, the cheapest hourly machines do, or else more of the same.</summary>
    private List<FinalistLine> WithRecourse(List<FinalistLine> lines, FinalistCosts costs)
    {
        if (costs.Api is not null || lines.Count == 0 || lines.Exists(line => line.Sizing != Sizing.Bound))
        {
            return lines;
        }

        return [.. lines, _byTheHour is { } more ? Line(more, Sizing.ByTheHour, 0, 0) : lines[0] with { Sizing = Sizing.ByTheMonth, Count = 0, Spares = 0 }];
    }

    private FinalistLine Line(MachineChoice choice, Sizing sizing, int count, int spares)
    {
        var figure = _outlook.Throughput($"{choice.Model?.Id} {choice.Deployment}".Trim(), choice.Throughput, ThroughputFactors.Of(choice));
        var line = new FinalistLine(choice, RateOf(choice), figure, sizing, count, spares) { StartHours = _problem.StartSteps(choice) };
        return choice.IsCommitted ? line : line with
        {
            Rent = _outlook.Rent(choice.Offer.AcceleratorId, choice.Offer.Pricing == Pricing.Spot),
            Fallback = choice.Spot is null ? 0 : _outlook.Rent(choice.Offer.AcceleratorId, isSpot: false),
        };
    }

    /// <summary>
    /// The work of a request of each class: its time on the first machines, relative to the mean request; zero for classes they do
    /// not serve.
    /// </summary>
    private (LoadProfile Load, FinalistCosts Costs) Weighed(IReadOnlyList<MachineChoice> lines, IReadOnlyList<ApiChoice?> apis)
    {
        var demand = _problem.Demand;
        var served = demand.Classes.Select((requests, kind) => lines.Count == 0 || lines.Any(line => line.Serves(kind, requests))).ToArray();
        var rate = lines.Count == 0 ? 1 : RateOf(lines[0]);
        var weights = demand.Classes
            .Select((requests, kind) => !served[kind] ? 0 : lines.Count > 0 && lines[0].Serves(kind, requests) ? rate / lines[0].Rates[kind].PerSecond : 1.0)
            .ToArray();
        var load = new LoadProfile(_problem, weights);
        double Month(Func<int, double> perRequest, bool machines) =>
            Enumerable
                .Range(0, weights.Length)
                .Where(kind => served[kind] == machines)
                .Sum(kind => perRequest(kind) * demand.Mean(kind).PerSecond * Duration.Month.Seconds);
        double Asked(int kind) => (double)(apis[kind]?.PerRequest[kind]?.Dollars ?? 0);
        var stands = Enumerable.Range(0, weights.Length).All(kind => !served[kind] || apis[kind] is not null) && load.Total > 0;
        return (load, new(
            stands ? Month(Asked, machines: true) / load.Total : null,
            Month(Asked, machines: false),
            lines.Count == 0
                || _problem.PerRequest.Count == 0
                || load.Total <= 0 ? 0 : Month(kind => (double)_problem.PerRequest[kind].Dollars, machines: true) / load.Total,
            (double)(lines.Count == 0 ? _problem.Always : _problem.Standing).Dollars));
    }

    private IEnumerable<bool> Serves(MachineChoice machine) => _problem.Demand.Classes.Select((requests, kind) => machine.Serves(kind, requests));

    /// <summary>Requests a second of the demand's mean mix of the classes that these machines serve.</summary>
    private double RateOf(MachineChoice choice)
    {
        var (requests, time) = (0.0, 0.0);
        foreach (var (kind, _) in _problem.Demand.Classes.Index().Where(kind => choice.Serves(kind.Index, kind.Item)))
        {
            var share = _problem.Demand.Mean(kind).PerSecond;
            requests = requests + share;
            time = time + (share / choice.Rates[kind].PerSecond);
        }

        return time > 0 ? requests / time : choice.Rates.Max(rate => rate.PerSecond);
    }
}
