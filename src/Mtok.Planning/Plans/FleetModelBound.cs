namespace Mtok.Planning;

/// <summary>Rows that make the bound better without leaving out any plan (L8).</summary>
internal sealed partial class FleetModel
{
    /// <summary>A row that is missed by less gains nothing.</summary>
    private const double LeastViolation = 1e-3;

    /// <summary>A row whose need is this near a whole number is too steep to reckon with.</summary>
    private const double LeastPart = 0.02;

    /// <summary>
    /// L8: where one class may not wait, the capacity row of a place divided by a size and rounded up (mixed-integer rounding) holds for all
    /// whole numbers of machines and cuts off parts; where a zone may be lost, so does the row of what is left then. Finds the most violated of
    /// each place by the answer at hand.
    /// </summary>
    /// <returns>What to add; empty where nothing is violated.</returns>
    public IReadOnlyList<Rounding> Violated()
    {
        if (_problem.Demand.Classes is not [{ Deadline.Seconds: 0 }] || _used.Count > 0 || _problem.Machines.Count == 0)
        {
            return [];
        }

        var rates = _problem.Machines.Select(machine => machine.Rates[0].PerSecond).Distinct().SelectMany(rate => new[] { rate, rate / 2, rate * 2 }).ToList();
        var found = new List<Rounding>();
        foreach (var place in Enumerable.Range(0, _places.All.Count).Where(place => _places.Usable(place) > 0))
        {
            var counts = _problem.Machines.Select((_, machine) => CountAt(machine, place).SolutionValue()).ToArray();
            var overflow = _overflow.TryGetValue((0, place), out var sent) ? sent.SolutionValue() * _scale : 0;
            var worst = LossesOf(counts)
                .SelectMany(loss => rates.Select(rate => new Rounding(place, rate * _places.Usable(place), loss)))
                .MaxBy(rounding => Missing(rounding, counts, overflow))!;
            if (Missing(worst, counts, overflow) > LeastViolation)
            {
                found.Add(worst);
            }
        }

        return found;
    }

    /// <summary>Adds L8 for a place and size.</summary>
    public void Add(Rounding rounding)
    {
        var need = _places.Rate(0, rounding.Place) / rounding.Size;
        var part = need - Math.Floor(need);
        var row = _solver.MakeConstraint(Math.Ceiling(need), double.PositiveInfinity);
        foreach (var (machine, choice) in _problem.Machines.Index().Where(machine => rounding.Lost?.Machines.Contains(machine.Index) != true))
        {
            row.SetCoefficient(CountAt(machine, rounding.Place), Rounded(_places.RateOf(choice, 0, rounding.Place) / rounding.Size, part));
        }

        if (_overflow.TryGetValue((0, rounding.Place), out var overflow))
        {
            row.SetCoefficient(overflow, _scale / (rounding.Size * part));
        }
    }

    /// <summary>Losses that take something that runs; nothing where none does.</summary>
    private IEnumerable<ZoneLoss?> LossesOf(double[] counts) => _losses.Where(loss => loss.Machines.Any(machine => counts[machine] > 0)).DefaultIfEmpty(null);

    private double Missing(Rounding rounding, double[] counts, double overflow)
    {
        var need = _places.Rate(0, rounding.Place) / rounding.Size;
        var part = need - Math.Floor(need);
        if (part is < LeastPart or > 1 - LeastPart)
        {
            return 0;
        }

        var sum = overflow / (rounding.Size * part);
        for (var machine = 0; machine < counts.Length; machine++)
        {
            sum += counts[machine] == 0 || rounding.Lost?.Machines.Contains(machine) == true
                ? 0
                : counts[machine] * Rounded(_places.RateOf(_problem.Machines[machine], 0, rounding.Place) / rounding.Size, part);
        }

        return Math.Ceiling(need) - sum;
    }

    private static double Rounded(double share, double part) => Math.Floor(share + 1e-9) + Math.Min(1, Math.Max(0, share - Math.Floor(share + 1e-9)) / part);
}

/// <summary>The capacity row of a place divided by a size and rounded up.</summary>
/// <param name="Place">The place.</param>
/// <param name="Size">The size, requests per second.</param>
/// <param name="Lost">The zone whose machines are not counted; null for none.</param>
internal sealed record Rounding(int Place, double Size, ZoneLoss? Lost);
