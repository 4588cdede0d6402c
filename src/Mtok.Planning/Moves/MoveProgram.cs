namespace Mtok.Planning;

/// <summary>
/// H3: the policy of least expected present value, by backward induction over stages, demands and what is still held. A commitment is paid to the end of its
/// term, or to the first stage after it, and is worth at the horizon what is left to pay of it.
/// </summary>
internal sealed class MoveProgram
{
    private readonly MoveProblem _problem;
    private readonly MoveTree _tree;
    private readonly MoveFreedom _freedom;
    private readonly int _ends;
    private readonly int[][] _levels;
    private readonly Dictionary<int[], MoveChoice> _choices = new(NumbersComparer.Instance);
    private readonly Dictionary<int[], (double Bill, int Way)[]> _bills = new(NumbersComparer.Instance);
    private readonly List<MoveChoice> _first = [];

    public MoveProgram(MoveProblem problem, MoveFreedom? freedom = null)
    {
        _problem = problem;
        _tree = problem.Tree;
        _freedom = freedom ?? MoveFreedom.All;
        _ends = _tree.Stages.Count + 2;
        _levels = [.. problem.Kinds.Select(kind => (int[])[0, .. kind.Levels])];
        Best = At(0, _tree.Demand, new int[problem.Kinds.Count * _ends], problem.Today ?? -1);
    }

    /// <summary>The best choice now, worth what the whole policy costs.</summary>
    public MoveChoice Best { get; }

    /// <summary>Every choice now, each followed by the best of what may come after it.</summary>
    public IReadOnlyList<MoveChoice> First => _first;

    /// <summary>The policy: what is chosen at each stage, at each demand.</summary>
    public IEnumerable<MoveStep> Policy() => Policy(0, _tree.Demand, 1, new int[_problem.Kinds.Count * _ends], _problem.Today ?? -1);

    private IEnumerable<MoveStep> Policy(int stage, double demand, double chance, int[] held, int way)
    {
        var choice = At(stage, demand, held, way);
        var next = Next(stage, held, [.. choice.Held]);
        return _tree.After(stage)
            .SelectMany(branch => Policy(stage + 1, demand * branch.Demand, chance * branch.Chance, Valid(next, stage + 1), choice.Way))
            .Prepend(new(stage, demand, chance, choice));
    }

    /// <param name="stage">The stage.</param>
    /// <param name="demand">Demand from it on.</param>
    /// <param name="held">Of each kind, by the stage at which it ends, how many machines are still held.</param>
    /// <param name="way">The flexible way until then; below zero for none.</param>
    private MoveChoice At(int stage, double demand, int[] held, int way)
    {
        var bits = BitConverter.DoubleToInt64Bits(demand);
        int[] key = [stage, (int)bits, (int)(bits >> 32), _problem.Switch.IsFree ? 0 : way, .. held];
        if (_choices.TryGetValue(key, out var known))
        {
            return known;
        }

        MoveChoice? best = null;
        var before = Totals(held);
        foreach (var totals in Reachable(stage, before))
        {
            foreach (var choice in Choices(stage, demand, held, before, totals, way))
            {
                best = best is null || choice.Value < best.Value ? choice : best;
                if (stage == 0)
                {
                    _first.Add(choice);
                }
            }
        }

        return _choices[key] = best!;
    }

    /// <summary>With some machines held, each flexible way, or the cheapest where changing it is free.</summary>
    private IEnumerable<MoveChoice> Choices(int stage, double demand, int[] held, int[] before, int[] totals, int way)
    {
        var (from, to, cost) = (_tree.YearOf(stage), _tree.YearOf(stage + 1), _problem.CostOfCapital);
        var years = PresentValue.Between(0, to - from, cost);
        var rent = 0.0;
        for (var kind = 0; kind < totals.Length; kind++)
        {
            rent += _problem.Kinds[kind].Rent(totals[kind]) * years;
        }

        var once = Leaving(stage, held, before, totals) + Losses(from, before, totals) + Dearer(stage, before, totals);
        var next = Next(stage, held, totals);
        foreach (var (bill, used) in Bills(stage, demand, totals))
        {
            var value = rent + once + (bill * years) + Change(stage, demand, before, totals, way, used, bill);
            foreach (var branch in double.IsFinite(value) ? _tree.After(stage) : [])
            {
                value += branch.Chance * PresentValue.After(to - from, cost)
                    * At(stage + 1, demand * branch.Demand, Valid(next, stage + 1), used).Value;
            }

            yield return new(value, totals, used);
        }
    }

    private (double Bill, int Way)[] Bills(int stage, double demand, int[] totals)
    {
        var bits = BitConverter.DoubleToInt64Bits(demand);
        int[] key = [stage, (int)bits, (int)(bits >> 32), .. totals];
        if (!_bills.TryGetValue(key, out var bills))
        {
            bills = [.. Enumerable.Range(0, _problem.Ways).Select(way => (Bill: _problem.Bill(stage, demand, totals, way), way))];
            _bills[key] = bills = _problem.Switch.IsFree ? [bills.MinBy(bill => bill.Bill)] : bills;
        }

        return bills;
    }

    /// <summary>H4: a new way of serving costs its price, and what it takes over is paid to the old one for some time more.</summary>
    private double Change(int stage, double demand, int[] before, int[] totals, int way, int used, double bill)
    {
        if (_problem.Switch.IsFree || way < 0 || (way == used && !totals.Index().Any(kind => kind.Item > 0 && before[kind.Index] == 0)))
        {
            return 0;
        }

        var old = Bills(stage, demand, before)[way].Bill;
        var over = way != used ? old : old - bill;
        return _problem.Switch.Cost + (double.IsFinite(over) ? Math.Max(0, over) * _problem.Switch.Overlap : 0);
    }

    private double Losses(double from, int[] before, int[] totals)
    {
        var losses = 0.0;
        for (var kind = 0; kind < totals.Length; kind++)
        {
            if (totals[kind] > before[kind])
            {
                losses += _problem.Kinds[kind].Loss(totals[kind], _tree.Horizon - from) - _problem.Kinds[kind].Loss(before[kind], _tree.Horizon - from);
            }
        }

        return losses;
    }

    /// <summary>
    /// H10: what machines that are committed to at a stage cost more than at today's price, until they end or the horizon comes; below zero for less.
    /// </summary>
    private double Dearer(int stage, int[] before, int[] totals)
    {
        var cost = 0.0;
        for (var kind = 0; kind < totals.Length; kind++)
        {
            var (each, from) = (_problem.Kinds[kind], _tree.YearOf(stage));
            if (totals[kind] > before[kind] && each.Price(stage) is not 1 and var price)
            {
                var end = Math.Min(_tree.Horizon, _tree.YearOf(_tree.StageOf(from + each.Term)));
                cost += (price - 1) * (each.Rent(totals[kind]) - each.Rent(before[kind])) * PresentValue.Between(0, end - from, _problem.CostOfCapital);
            }
        }

        return cost;
    }

    /// <summary>The share of what is left to pay for machines that are given up, those that end first.</summary>
    private double Leaving(int stage, int[] held, int[] before, int[] totals)
    {
        var cost = 0.0;
        for (var kind = 0; kind < totals.Length; kind++)
        {
            var left = before[kind] - totals[kind];
            var each = left > 0 ? (_problem.Kinds[kind].Rent(before[kind]) - _problem.Kinds[kind].Rent(totals[kind])) / left : 0;
            for (var end = stage + 1; end < _ends && left > 0; end++)
            {
                var gone = Math.Min(left, held[(kind * _ends) + end]);
                left -= gone;
                cost += gone * each * _problem.Switch.EarlyExit
                    * PresentValue.Between(0, _tree.YearOf(end) - _tree.YearOf(stage), _problem.CostOfCapital);
            }
        }

        return cost;
    }

    /// <summary>What may be held from a stage on: what is held, more of it, or less where commitments may be left.</summary>
    private IEnumerable<int[]> Reachable(int stage, int[] before)
    {
        if (stage == 0 && _freedom.Now is { } now)
        {
            return [[.. now]];
        }

        var all = new List<int[]> { before };
        for (var kind = 0; kind < before.Length; kind++)
        {
            for (int at = 0, count = all.Count; at < count; at++)
            {
                foreach (var level in _levels[kind])
                {
                    var may = level > before[kind] ? stage == 0 || _freedom.Later : level < before[kind] && _problem.Switch.EarlyExit < 1;
                    if (may)
                    {
                        var totals = (int[])all[at].Clone();
                        totals[kind] = level;
                        all.Add(totals);
                    }
                }
            }
        }

        return all;
    }

    private int[] Totals(int[] held)
    {
        var totals = new int[_problem.Kinds.Count];
        for (var at = 0; at < held.Length; at++)
        {
            totals[at / _ends] += held[at];
        }

        return totals;
    }

    /// <summary>What is held after a choice, by the stage at which it ends.</summary>
    private int[] Next(int stage, int[] held, int[] totals)
    {
        var next = (int[])held.Clone();
        for (var kind = 0; kind < totals.Length; kind++)
        {
            var more = totals[kind];
            for (var end = 0; end < _ends; end++)
            {
                more -= held[(kind * _ends) + end];
            }

            for (var end = stage + 1; end < _ends && more < 0; end++)
            {
                var gone = Math.Min(-more, next[(kind * _ends) + end]);
                (next[(kind * _ends) + end], more) = (next[(kind * _ends) + end] - gone, more + gone);
            }

            next[(kind * _ends) + Math.Min(_ends - 1, _tree.StageOf(_tree.YearOf(stage) + _problem.Kinds[kind].Term))] += more;
        }

        return next;
    }

    /// <summary>Without what has ended.</summary>
    private int[] Valid(int[] held, int stage)
    {
        var valid = (int[])held.Clone();
        for (var at = 0; at < valid.Length; at++)
        {
            valid[at] = at % _ends <= stage ? 0 : valid[at];
        }

        return valid;
    }

    private sealed class NumbersComparer : IEqualityComparer<int[]>
    {
        public static NumbersComparer Instance { get; } = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = 17;
            foreach (var number in obj)
            {
                hash = (hash * 31) + number;
            }

            return hash * -1640531527;
        }
    }
}
