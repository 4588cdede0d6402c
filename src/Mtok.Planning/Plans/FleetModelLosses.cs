using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>Rows for the loss of a zone (L6).</summary>
internal sealed partial class FleetModel
{
    /// <summary>
    /// L6, by zone: whichever zone is lost, in every step the other machines serve what machines served of the classes that no API
    /// takes over.
    /// </summary>
    private void AddLosses()
    {
        if (_losses.Count == 0)
        {
            return;
        }

        var groups = Groups();
        for (var place = 0; place < _places.All.Count; place++)
        {
            var all = groups.Select(group => Sum(group, place)).ToList();
            foreach (var loss in _losses)
            {
                var left = groups.Zip(all, (group, sum) => (group[0], sum, Sum([.. group.Where(loss.Machines.Contains)], place))).ToList();
                if (IsPlain(groups))
                {
                    Left(left[0], _places.Rate(0, place) / _scale);
                }
                else
                {
                    AddServedWithout(left, place);
                }
            }
        }
    }

    /// <summary>What machines of a group can serve of its first class, as a variable: each loss then takes from it in a short row.</summary>
    private Variable? Sum(IReadOnlyList<int> machines, int place)
    {
        if (machines.Count == 0)
        {
            return null;
        }

        var sum = _solver.MakeNumVar(0, double.PositiveInfinity, "");
        var row = _solver.MakeConstraint(0, 0);
        row.SetCoefficient(sum, -1);
        foreach (var machine in machines)
        {
            row.SetCoefficient(CountAt(machine, place), FirstRate(machine) * _places.Usable(place) / _scale);
        }

        return sum;
    }

    /// <summary>A row of what a group still has: all of it less what is lost.</summary>
    private Constraint Left((int Machine, Variable? All, Variable? Lost) group, double least)
    {
        var row = _solver.MakeConstraint(least, double.PositiveInfinity);
        row.SetCoefficient(group.All!, 1);
        if (group.Lost is { } lost)
        {
            row.SetCoefficient(lost, -1);
        }

        return row;
    }

    private void AddServedWithout(List<(int Machine, Variable? All, Variable? Lost)> groups, int place)
    {
        var bound = Enumerable.Range(0, Kinds).Where(kind => _problem.ApiOf(kind) is null).ToDictionary(kind => kind, kind => ServedAtLeast(kind, place));
        foreach (var group in groups)
        {
            var row = Left(group, 0);
            foreach (var (kind, relative) in Relative(group.Machine).Index().Where(kind => kind.Item > 0 && bound.ContainsKey(kind.Index)))
            {
                var served = _solver.MakeNumVar(0, double.PositiveInfinity, "");
                row.SetCoefficient(served, -1 / relative);
                bound[kind].SetCoefficient(served, 1);
            }
        }
    }

    private Constraint ServedAtLeast(int kind, int place)
    {
        var row = _solver.MakeConstraint(0, double.PositiveInfinity);
        _served[(kind, place)].ForEach(served => row.SetCoefficient(served, -1));
        return row;
    }
}
