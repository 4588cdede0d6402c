namespace Mtok.Planning;

/// <summary>
/// What a demand asks of machines of one kind, step by step, in requests per second of the first class: a request of another class counts by the
/// time it takes on them (L3).
/// </summary>
internal sealed class KindLoad
{
    /// <summary>What is left of a load by rounding alone.</summary>
    private const double Nothing = 1e-9;

    /// <summary>Lengths of a run that are tried where work is gathered; all of them where there are no more.</summary>
    private const int MostRuns = 24;

    private readonly Places _places;
    private readonly double[] _now;
    private readonly double[] _usable;
    private readonly List<(double[] Load, int Steps)> _waiting = [];
    private readonly double _peak;
    private readonly Lazy<double> _least;
    private readonly int[] _levelOf;

    /// <param name="problem">The demand.</param>
    /// <param name="places">Its steps.</param>
    /// <param name="machine">One of the machines; it serves every class.</param>
    public KindLoad(FleetProblem problem, Places places, MachineChoice machine)
        : this(problem, places, [.. machine.Rates.Select(rate => (machine.Rates[0] / rate).Value)])
    {
    }

    /// <param name="problem">The demand.</param>
    /// <param name="places">Its steps.</param>
    /// <param name="weights">Of each class how much work a request is.</param>
    public KindLoad(FleetProblem problem, Places places, IReadOnlyList<double> weights)
    {
        _places = places;
        _usable = [.. Enumerable.Range(0, places.All.Count).Select(place => Math.Max(Nothing, places.Usable(place)))];
        _now = new double[places.All.Count];
        foreach (var (kind, requests) in problem.Demand.Classes.Index())
        {
            var load = Enumerable.Range(0, places.All.Count).Select(place => places.Rate(kind, place) * weights[kind]).ToArray();
            var steps = (int)Math.Floor((requests.Deadline / problem.Demand.Step).Value + Nothing);
            if (steps > 0)
            {
                _waiting.Add((load, steps));
            }

            for (var place = 0; place < load.Length; place++)
            {
                _now[place] += steps > 0 ? 0 : load[place];
                Total += load[place] * places.All[place].Month.Hours;
            }
        }

        _peak = Enumerable.Range(0, _now.Length).Max(place => _now[place] / _usable[place]);
        _least = new(LeastCapacity);
        (Levels, _levelOf) = LevelsOf();
        Rises = RisesOf();
    }

    /// <summary>Steps of one load in one span, taken together; of work that may wait each step apart.</summary>
    public IReadOnlyList<LoadLevel> Levels { get; }

    /// <summary>From which level to which higher one the load rises, and how often in a span.</summary>
    public IReadOnlyList<LoadRise> Rises { get; }

    /// <summary>The level of a step.</summary>
    public int LevelOf(int place) => _levelOf[place];

    /// <summary>Hours of a month times the load of each.</summary>
    public double Total { get; }

    /// <summary>Whether some requests may wait for a later step.</summary>
    public bool MayWait => _waiting.Count > 0;

    /// <summary>Whether the number of machines that is needed differs from step to step, or may.</summary>
    public bool IsUneven => _waiting.Count > 0 || _now.Min() < _peak * (1 - Nothing);

    /// <summary>The least constant capacity that serves everything by its deadline, load per second.</summary>
    public double Least => _least.Value;

    /// <summary>The same machines at every step: how many serve everything by its deadline.</summary>
    /// <param name="rate">What one serves, load per second, at today's demand.</param>
    public int Needed(double rate) => Fleet.Needed(Least, rate);

    /// <summary>The load of each step as machines of the least constant capacity serve it: what may wait is evened over its own deadline.</summary>
    public double[] Evened()
    {
        if (_waiting.Count == 0)
        {
            return _now;
        }

        var queue = new Queue(_places, _now, _waiting);
        queue.Left(Least, _usable);
        return queue.Served;
    }

    /// <summary>Of each level the load that a constant capacity leaves, once what may wait has waited.</summary>
    /// <param name="capacity">The capacity, load per second.</param>
    public double[] Left(double capacity)
    {
        if (_waiting.Count > 0)
        {
            return _least.IsValueCreated && capacity >= Least ? new double[_now.Length] : new Queue(_places, _now, _waiting).Left(capacity, _usable);
        }

        var left = new double[Levels.Count];
        for (var level = 0; level < left.Length; level++)
        {
            left[level] = Fleet.Left(Levels[level].Load, capacity * Levels[level].Usable);
        }

        return left;
    }

    /// <summary>The number of machines of each step where they come and go: what may wait is gathered into as few hours as its deadline allows.</summary>
    /// <param name="rate">What one serves, load per second, at today's demand.</param>
    /// <param name="startSteps">What a start costs, in steps of a machine.</param>
    public int[] ByTheStep(double rate, double startSteps)
    {
        var counts = _now.Select((load, place) => Fleet.Needed(load / _usable[place], rate)).ToArray();
        if (_waiting.Count == 0)
        {
            return counts;
        }

        var block = _waiting.Min(part => part.Steps);
        for (var first = 0; first < counts.Length;)
        {
            var last = first;
            while (last + 1 < counts.Length && last + 1 - first < block && _places.All[last + 1].Span == _places.All[first].Span)
            {
                last++;
            }

            Gather(counts, first, last, rate, startSteps);
            first = last + 1;
        }

        return counts;
    }

    private double LeastCapacity()
    {
        if (_waiting.Count == 0)
        {
            return _peak;
        }

        var (low, high) = (_peak, Enumerable.Range(0, _now.Length).Max(place => At(place) / _usable[place]));
        var nothing = Nothing * Enumerable.Range(0, _now.Length).Sum(At);
        while (high - low > Nothing * high)
        {
            var middle = (low + high) / 2;
            (low, high) = Left(middle).Sum() <= nothing ? (low, middle) : (middle, high);
        }

        // The end from below: what it leaves is rounding, while a hair above a whole number of machines would be one more.
        return low;
    }

    /// <summary>Everything that comes within a block is served by its end, by machines that run through its last steps.</summary>
    private void Gather(int[] counts, int first, int last, double rate, double startSteps)
    {
        var length = last - first + 1;
        var missing = new double[length];
        var left = 0.0;
        for (var place = last; place >= first; place--)
        {
            left += _waiting.Sum(part => part.Load[place]) - ((counts[place] * rate * _usable[place]) - _now[place]);
            missing[place - first] = left;
        }

        var (cost, run, more) = (double.PositiveInfinity, 0, 0);
        foreach (var steps in Runs(length))
        {
            var (needed, capacity) = (0, 0.0);
            for (var from = length - 1; from >= 0; from--)
            {
                capacity += from >= length - steps ? rate * _usable[first + from] : 0;
                needed = Math.Max(needed, missing[from] <= Nothing * rate ? 0 : Fleet.Needed(missing[from], capacity));
            }

            var own = needed * (steps + (steps < length ? startSteps : 0));
            (cost, run, more) = own < cost ? (own, steps, needed) : (cost, run, more);
        }

        for (var place = last - run + 1; place <= last; place++)
        {
            counts[place] += more;
        }
    }

    private static IEnumerable<int> Runs(int length) => length <= MostRuns
        ? Enumerable.Range(1, length)
        : Enumerable.Range(1, MostRuns).Select(at => (int)Math.Ceiling((double)length * at / MostRuns));

    private (IReadOnlyList<LoadLevel> Levels, int[] LevelOf) LevelsOf()
    {
        var (levels, levelOf, known) = (new List<LoadLevel>(), new int[_now.Length], new Dictionary<(int, double, double), int>());
        for (var place = 0; place < _now.Length; place++)
        {
            var (span, hours) = (_places.All[place].Span, _places.All[place].Month.Hours);
            var key = (span, _waiting.Count > 0 ? place : At(place), _usable[place]);
            if (known.TryGetValue(key, out var level))
            {
                levels[level] = levels[level] with { Steps = levels[level].Steps + 1, Hours = levels[level].Hours + hours };
            }
            else
            {
                level = known[key] = levels.Count;
                levels.Add(new(span, At(place), _usable[place], 1, hours));
            }

            levelOf[place] = level;
        }

        return (levels, levelOf);
    }

    private IReadOnlyList<LoadRise> RisesOf() =>
        [.. Enumerable.Range(0, _now.Length)
            .Select(place => (From: _levelOf[_places.Before(place, 1)], To: _levelOf[place]))
            .Where(change => Levels[change.From].Needs < Levels[change.To].Needs)
            .CountBy(change => change)
            .Select(rise => new LoadRise(Levels[rise.Key.To].Span, rise.Key.From, rise.Key.To, rise.Value))];

    /// <summary>The load that comes in a step.</summary>
    public double At(int place) => _now[place] + _waiting.Sum(part => part.Load[place]);

    /// <summary>Work of several deadlines, the most urgent first, on a constant capacity; the first step of a span follows its last.</summary>
    private sealed class Queue(Places places, double[] now, List<(double[] Load, int Steps)> waiting)
    {
        /// <summary>What was served in each step.</summary>
        public double[] Served { get; } = new double[now.Length];

        public double[] Left(double capacity, double[] usable)
        {
            var left = new double[now.Length];
            foreach (var span in Enumerable.Range(0, now.Length).GroupBy(place => places.All[place].Span))
            {
                Serve([.. span], capacity, usable, left);
            }

            return left;
        }

        /// <summary>As often through the span as fills the queue; what waits longer each time is left as well.</summary>
        private void Serve(int[] span, double capacity, double[] usable, double[] left)
        {
            var longest = waiting.Max(part => part.Steps);
            var rounds = 2 + ((longest + span.Length - 1) / span.Length);
            var due = new double[(rounds * span.Length) + longest + 1];
            var (waits, waited, urgent) = (0.0, 0.0, 0);
            for (var step = 0; step < rounds * span.Length; step++)
            {
                var place = span[step % span.Length];
                waited = step % span.Length == 0 ? waits : waited;
                urgent = Math.Max(urgent, step);
                void Arrives(double load, int by)
                {
                    due[by] += load;
                    waits += load;
                    urgent = load > 0 ? Math.Min(urgent, by) : urgent;
                }

                foreach (var (load, steps) in waiting)
                {
                    Arrives(load[place], step + steps);
                }

                var free = Math.Max(0, (capacity * usable[place]) - now[place]);
                for (; urgent <= step + longest && free > 0; urgent += free > 0 ? 1 : 0)
                {
                    var served = Math.Min(free, due[urgent]);
                    due[urgent] -= served;
                    free -= served;
                    waits -= served;
                }

                Served[place] = (capacity * usable[place]) - free;
                left[place] = due[step] + Fleet.Left(now[place], capacity * usable[place]);
                waits -= due[step];
            }

            left[span[^1]] += Math.Max(0, waits - waited);
        }
    }
}

/// <summary>Steps of one load in one span.</summary>
/// <param name="Span">The span.</param>
/// <param name="Load">The load, per second.</param>
/// <param name="Usable">The share of a machine's rate that may be planned with.</param>
/// <param name="Steps">How many steps.</param>
/// <param name="Hours">The hours of a month they stand for.</param>
internal readonly record struct LoadLevel(int Span, double Load, double Usable, int Steps, double Hours)
{
    /// <summary>The capacity it needs.</summary>
    public double Needs => Load / Usable;
}

/// <summary>A rise of the load from one step to the next.</summary>
/// <param name="Span">The span.</param>
/// <param name="From">The level it rises from.</param>
/// <param name="To">The level it rises to.</param>
/// <param name="Steps">How often.</param>
internal readonly record struct LoadRise(int Span, int From, int To, int Steps);
