namespace Mtok.Planning;

/// <summary>
/// Betters a plan of one class that may not wait: two kinds of machines at a time, hour by hour, the best numbers by dynamic programming
/// while all others stay; then the same with one committed machine more, fewer or exchanged. What it returns is a plan, never a bound.
/// </summary>
internal sealed class HourlySearch
{
    private const int MostKinds = 5;
    private const int MostStates = 1500;
    private const int MostRounds = 12;

    /// <summary>Numbers looked at, all in all: a limit of work and not of time, so that the plan is the same on every machine.</summary>
    private const long MostLooks = 300_000_000;

    /// <summary>A round that gains less is the last.</summary>
    private const double LeastGain = 0.0005;

    private readonly FleetProblem _problem;
    private readonly Places _places;
    private readonly int[] _hourly;
    private readonly int[] _committedKinds;
    private readonly int[][] _counts;
    private readonly double[] _overflowCost;
    private readonly double[] _prices;
    private readonly double[][] _rates;
    private readonly double[] _hours;
    private readonly double[] _demand;
    private readonly int[] _before;
    private readonly double[] _startHours;
    private readonly double _nothing;
    private long _looks;

    private HourlySearch(FleetProblem problem, Plan start)
    {
        _problem = problem;
        _places = new(problem);
        _prices = [.. problem.Machines.Select(machine => (double)machine.Price.Dollars)];
        _rates = [.. problem.Machines.Select(machine => Enumerable.Range(0, _places.All.Count).Select(place => _places.RateOf(machine, 0, place)).ToArray())];
        _startHours = [.. problem.Machines.Select(problem.StartSteps)];
        _nothing = 1e-12 * problem.Demand.Peak.PerSecond;
        _hours = [.. _places.All.Select(place => place.Month.Hours)];
        _demand = [.. Enumerable.Range(0, _hours.Length).Select(place => _places.Rate(0, place))];
        _before = [.. Enumerable.Range(0, _hours.Length).Select(place => _places.Before(place, 1))];
        var lines = start.Machines.ToDictionary(line => line.Choice);
        _counts =
        [
            .. problem.Machines.Select(choice => lines.TryGetValue(choice, out var line)
                ? line.Running.SelectMany(span => span).ToArray()
                : new int[_hours.Length]),
        ];
        _hourly = Ranked(committed: false);
        _committedKinds = Ranked(committed: true);
        var saved = problem.PerRequest.Count > 0 ? problem.PerRequest[0] : default;
        var api = problem.ApiOf(0);
        _overflowCost =
        [
            .. _places.All.Select(place => api is null ? double.PositiveInfinity : (double)(api.At(0, place) - saved).Dollars * place.Month.Seconds),
        ];
    }

    /// <summary>Whether a problem is of the kind this betters.</summary>
    public static bool Knows(FleetProblem problem) =>
        problem.Demand.Classes is [{ Deadline.Seconds: 0 } only] && problem.Machines.All(machine => machine.Serves(0, only))
        && problem.Rules is { Quotas.Count: 0, ScaleUp: null }
            && problem.Rules.MinimumRun <= problem.Demand.Step
            && ((problem.Spares == 0 && problem.SparesBy == SparesBy.Machine) || problem.ApiStandsIn);

    /// <summary>A plan that costs no more than the one given.</summary>
    public static Plan Better(FleetProblem problem, Plan start)
    {
        if (start.Machines.Count == 0)
        {
            return start;
        }

        var search = new HourlySearch(problem, start);
        search.Run();
        var plan = new PlanReading(problem, search._places).Read(
            machine => search._counts[machine][0], (machine, place) => search._counts[machine][place], (_, _) => 0, search._places.Rate);
        return plan.Bill < start.Bill ? plan : start;
    }

    /// <summary>The kinds that cost most in the plan, then those with the cheapest requests.</summary>
    private int[] Ranked(bool committed) =>
        [.. Enumerable.Range(0, _problem.Machines.Count).Where(machine => _problem.Machines[machine].IsCommitted == committed)
                .OrderByDescending(machine => _counts[machine].Sum(count => (double)count) * _prices[machine])
                .ThenBy(machine => _prices[machine] / _problem.Machines[machine].Rates[0].PerSecond)
                .Take(MostKinds)];

    private void Run()
    {
        for (var (round, before, cost) = (0, double.PositiveInfinity, Cost()); round < MostRounds && cost < before * (1 - LeastGain); round++)
        {
            before = cost;
            Settle(_hourly.Length, round);
            foreach (var change in Changes().TakeWhile(_ => _looks < MostLooks))
            {
                Try(change, round);
            }

            cost = Cost();
        }
    }

    /// <summary>One committed machine more or fewer, or one for another.</summary>
    private IEnumerable<(int More, int Fewer)> Changes() =>
        from more in _committedKinds.Prepend(-1)
        from fewer in _committedKinds.Prepend(-1)
        where more != fewer
        select (more, fewer);

    private void Try((int More, int Fewer) change, int round)
    {
        if (change.Fewer >= 0 && _counts[change.Fewer][0] == 0)
        {
            return;
        }

        var (before, kept) = (Cost(), _hourly.Select(machine => (int[])_counts[machine].Clone()).ToList());
        Add(change.More, 1);
        Add(change.Fewer, -1);
        Settle(Math.Min(3, _hourly.Length), round);
        if (Cost() >= before)
        {
            Add(change.More, -1);
            Add(change.Fewer, 1);
            _hourly.Index().ToList().ForEach(machine => _counts[machine.Item] = kept[machine.Index]);
        }
    }

    private void Add(int machine, int count)
    {
        for (var place = 0; machine >= 0 && place < _hours.Length; place++)
        {
            _counts[machine][place] += count;
        }
    }

    /// <summary>The best numbers of every pair of the first hourly kinds, in turn.</summary>
    private void Settle(int kinds, int round)
    {
        if (kinds == 1)
        {
            Pair(_hourly[0], -1, round);
        }

        for (var first = 0; first < kinds; first++)
        {
            for (var second = first + 1; second < kinds; second++)
            {
                Pair(_hourly[first], _hourly[second], round);
            }
        }
    }

    private void Pair(int first, int second, int round)
    {
        var before = Cost();
        var kept = (First: (int[])_counts[first].Clone(), Second: second < 0 ? null : (int[])_counts[second].Clone());
        for (var (span, from) = (0, 0); span < _problem.Demand.Spans.Count; from += _problem.Demand.Spans[span].Steps, span++)
        {
            new PairOfKinds(this, first, second).Solve(from, _problem.Demand.Spans[span].Steps, round * 7);
        }

        if (Cost() < before)
        {
            return;
        }

        _counts[first] = kept.First;
        if (kept.Second is { } counts)
        {
            _counts[second] = counts;
        }
    }

    private double Cost()
    {
        var cost = 0.0;
        for (var place = 0; place < _hours.Length; place++)
        {
            var (capacity, before) = (0.0, _before[place]);
            for (var machine = 0; machine < _counts.Length; machine++)
            {
                var count = _counts[machine][place];
                if (count > 0)
                {
                    capacity += count * _rates[machine][place];
                    cost += count * _prices[machine] * _hours[place];
                    cost += _problem.Machines[machine].IsCommitted ? 0 : Math.Max(0, count - _counts[machine][before]) * StartCost(machine, place);
                }
            }

            cost += Short(place, capacity);
        }

        return cost;
    }

    private double Capacity(int place)
    {
        var capacity = 0.0;
        for (var machine = 0; machine < _counts.Length; machine++)
        {
            capacity += _counts[machine][place] == 0 ? 0 : _counts[machine][place] * _rates[machine][place];
        }

        return capacity;
    }

    private double StartCost(int machine, int place) => _prices[machine] * _startHours[machine] * _hours[place];

    private double Short(int place, double capacity)
    {
        var missing = _demand[place] - capacity;
        return missing <= _nothing ? 0 : missing * _overflowCost[place];
    }

    /// <summary>Two kinds of machines over a span that closes on itself: it begins and ends with the numbers it has at one step.</summary>
    private sealed class PairOfKinds(HourlySearch search, int first, int second)
    {
        private readonly int[] _none = new int[search._hours.Length];

        public void Solve(int from, int length, int shift)
        {
            var (own, other) = (search._counts[first], second < 0 ? _none : search._counts[second]);
            var (height, width) = (Most(own, from, length), second < 0 ? 1 : Most(other, from, length));
            search._looks += (long)height * width * length;
            if (height * width > MostStates || search._looks > MostLooks)
            {
                return;
            }

            int At(int step) => from + ((step + shift) % length);
            var (cost, origins) = (new double[height * width], new List<int[]>());
            Array.Fill(cost, double.PositiveInfinity);
            var anchor = (own[At(0)] * width) + other[At(0)];
            cost[anchor] = 0;
            for (var step = 1; step <= length; step++)
            {
                origins.Add(Advance(cost, At(step), height, width, own, other));
            }

            for (var (step, state) = (length, anchor); step >= 1 && double.IsFinite(cost[anchor]); step--)
            {
                own[At(step)] = state / width;
                other[At(step)] = state % width;
                state = origins[step - 1][state];
            }
        }

        private static int Most(int[] counts, int from, int length) => counts.AsSpan(from, length).ToArray().Max() + 3;

        /// <summary>From the numbers of one step to those of the next: fewer cost nothing, each one more a start; then what the step itself costs.</summary>
        private int[] Advance(double[] cost, int place, int height, int width, int[] own, int[] other)
        {
            var origin = new int[cost.Length];
            for (var state = 0; state < origin.Length; state++)
            {
                origin[state] = state;
            }

            var start = search.StartCost(first, place);
            for (var column = 0; column < width; column++)
            {
                Spread(cost.AsSpan(column), origin.AsSpan(column), width, height, start);
            }

            start = second < 0 ? 0 : search.StartCost(second, place);
            for (var row = 0; row < height && second >= 0; row++)
            {
                Spread(cost.AsSpan(row * width), origin.AsSpan(row * width), 1, width, start);
            }

            var (rate, otherRate) = (search._rates[first][place], second < 0 ? 0 : search._rates[second][place]);
            var rest = search.Capacity(place) - (own[place] * rate) - (other[place] * otherRate);
            var (hours, price, otherPrice) = (search._hours[place], search._prices[first], second < 0 ? 0 : search._prices[second]);
            for (var count = 0; count < height; count++)
            {
                var (rent, served) = (count * price * hours, rest + (count * rate));
                var states = cost.AsSpan(count * width, width);
                for (var otherCount = 0; otherCount < width; otherCount++)
                {
                    states[otherCount] += rent + (otherCount * otherPrice * hours) + search.Short(place, served + (otherCount * otherRate));
                }
            }

            return origin;
        }

        /// <summary>The least cost of each number of one kind from any other: from more at none, from fewer at a start each.</summary>
        private static void Spread(Span<double> cost, Span<int> origin, int stride, int count, double start)
        {
            var last = (count - 1) * stride;
            for (var (at, least, from) = (last, cost[last], origin[last]); at >= 0; at -= stride)
            {
                (least, from) = cost[at] <= least ? (cost[at], origin[at]) : (least, from);
                (cost[at], origin[at]) = (least, from);
            }

            for (var at = stride; at <= last; at += stride)
            {
                if (cost[at - stride] + start < cost[at])
                {
                    (cost[at], origin[at]) = (cost[at - stride] + start, origin[at - stride]);
                }
            }
        }
    }
}
