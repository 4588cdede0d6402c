namespace Mtok.Planning;

/// <summary>
/// What one candidate's machines have to serve in each place of a demand, classes counted by the work they are for them; what may wait is evened over
/// its own deadline, as the reckoning does.
/// </summary>
internal sealed class LoadProfile
{
    /// <summary>Replaces a usable share of zero, to divide by.</summary>
    private const double LeastUsable = 1e-9;

    private readonly double[] _levels;
    private readonly double[] _served;
    private readonly double[] _hours;

    /// <param name="problem">The demand, and the share of machines that is usable.</param>
    /// <param name="weights">Of each class how much work a request is.</param>
    public LoadProfile(FleetProblem problem, IReadOnlyList<double> weights)
    {
        var places = new Places(problem);
        int[] all = [.. Enumerable.Range(0, places.All.Count)];
        Hours = [.. places.All.Select(place => place.Month.Hours)];
        Before = [.. all.Select(place => places.Before(place, 1))];
        var usable = all.Select(place => Math.Max(LeastUsable, places.Usable(place))).ToArray();
        Load = [.. new KindLoad(problem, places, weights).Evened().Zip(usable, (served, share) => served / share)];
        Usable = usable;
        Total = all.Sum(place => Load[place] * usable[place] * Hours[place]);
        Peak = Load.Max();
        (_levels, _served, _hours) = Sorted();
    }

    /// <summary>Of each place what has to be served / the share of machines that is usable there.</summary>
    public double[] Load { get; }

    /// <summary>Of each place that share.</summary>
    public double[] Usable { get; }

    /// <summary>Of each place the hours of a month it stands for.</summary>
    public double[] Hours { get; }

    /// <summary>Of each place the one before it.</summary>
    public int[] Before { get; }

    /// <summary>What has to be served in a month, times an hour.</summary>
    public double Total { get; }

    /// <summary>The most that has to be served at once.</summary>
    public double Peak { get; }

    /// <summary>What machines of that capacity serve in a month, times an hour.</summary>
    public double Served(double capacity)
    {
        var below = Array.BinarySearch(_levels, capacity);
        below = below < 0 ? ~below : below;
        return _served[below] + (capacity * _hours[below]);
    }

    /// <summary>Below a level all of it is served, above it what machines can: sums of both for every level.</summary>
    private (double[] Levels, double[] Served, double[] Hours) Sorted()
    {
        var order = Enumerable.Range(0, Load.Length).OrderBy(place => Load[place]).ToArray();
        var (served, hours) = (new double[order.Length + 1], new double[order.Length + 1]);
        for (var at = 0; at < order.Length; at++)
        {
            served[at + 1] = served[at] + (Load[order[at]] * Usable[order[at]] * Hours[order[at]]);
        }

        for (var at = order.Length - 1; at >= 0; at--)
        {
            hours[at] = hours[at + 1] + (Usable[order[at]] * Hours[order[at]]);
        }

        return ([.. order.Select(place => Load[place])], served, hours);
    }
}
