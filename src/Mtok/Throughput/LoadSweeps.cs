using System.Globalization;

namespace Mtok;

/// <summary>
/// Closed loops of one deployment at several numbers of users, by one source. Between the last run that meets limits and the first
/// that misses them lies the most that the deployment serves within them (T5); a single run shows its own load only.
/// </summary>
internal sealed class LoadSweeps
{
    /// <summary>The next run has at most this many times the users: published sweeps double or quadruple them.</summary>
    private const double FarthestUsers = 4;

    /// <summary>Requests for each user from which filling and emptying the server is a tenth of a run or less; most publications send as many.</summary>
    private const int FewestRounds = 10;

    private readonly Dictionary<Measurement, Measurement[]> _sweepOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes the plain closed loops of all measurements, but short ones.</summary>
    public LoadSweeps(IEnumerable<Measurement> measurements)
    {
        foreach (var sweep in measurements.Where(IsLong).GroupBy(Conditions))
        {
            Measurement[] sorted = [.. sweep.OrderBy(row => row.Concurrency)];
            foreach (var row in sorted)
            {
                _sweepOf[row] = sorted;
            }
        }
    }

    private static bool IsLong(Measurement row) =>
        row is { IsPlain: true, Scenario: Scenario.ClosedLoop, Concurrency: { } users } && (row.Requests is null || row.Requests >= users * (long)FewestRounds);

    /// <summary>Whether its latency, the 99th percentile where it is known, is within the limits.</summary>
    public static bool Meets(Measurement measured, ServiceLevel level) => Within(FirstOf(measured), level.Ttft) && Within(EachOf(measured), level.Tpot)
        && level.Figures.All(limit => Within(Of(limit, measured), limit.Most));

    /// <summary>The two runs around the limits; null if this is not the last run that meets them, or no near run misses them.</summary>
    public LoadBracket? Bracket(Measurement measured, ServiceLevel level)
    {
        if (!_sweepOf.TryGetValue(measured, out var sweep) || !Meets(measured, level))
        {
            return null;
        }

        var more = sweep.Where(row => row.Concurrency > measured.Concurrency).ToList();
        return more.Count == 0 || more[0].Concurrency > measured.Concurrency * FarthestUsers || more.Exists(row => Meets(row, level))
            ? null
            : new(measured, more[0], UsersWithin(measured, more[0], level));
    }

    /// <summary>The users at which the first of the limits is reached, latency being linear in users between the two.</summary>
    private static double UsersWithin(Measurement met, Measurement missed, ServiceLevel level) => level.Figures
        .Select(limit => UsersWithin(met, missed, Of(limit, met), Of(limit, missed), limit.Most))
        .Append(UsersWithin(met, missed, FirstOf(met), FirstOf(missed), level.Ttft))
        .Append(UsersWithin(met, missed, EachOf(met), EachOf(missed), level.Tpot)).Min();

    private static double UsersWithin(Measurement met, Measurement missed, Duration? low, Duration? high, Duration? limit)
    {
        var (few, many) = (met.Concurrency!.Value, missed.Concurrency!.Value);
        return limit is { } most && low is { } first && high is { } second && second > most
            ? few + ((many - few) * Math.Clamp((most.Seconds - first.Seconds) / (second.Seconds - first.Seconds), 0, 1))
            : many;
    }

    private static Duration? FirstOf(Measurement row) => row.TtftP99 ?? row.Ttft;

    public static Duration? EachOf(Measurement row) => row.TpotP99 ?? row.Tpot;

    /// <summary>The figure that a limit is on; where it was not published, one that is no lower.</summary>
    private static Duration? Of(FigureLimit limit, Measurement row) => (limit.Of, limit.Figure) switch
    {
        (Latency.Ttft, LatencyFigure.Mean or LatencyFigure.P50) => row.Ttft ?? row.TtftP99,
        (Latency.Ttft, _) => FirstOf(row),
        (_, LatencyFigure.Mean or LatencyFigure.P50) => row.Tpot ?? row.TpotP99,
        _ => EachOf(row),
    };

    private static bool Within(Duration? measured, Duration? limit) => limit is null || measured <= limit;

    private static object Conditions(Measurement row) => new
    {
        row.Arrangement,
        Input = Math.Round(Math.Log(row.Input.Count) / 0.05),
        Output = Math.Round(Math.Log(row.Output.Count) / 0.05),
    };
}

/// <summary>Two closed loops of one sweep around the limits.</summary>
/// <param name="Met">The last run that meets them.</param>
/// <param name="Missed">The next one, which misses them.</param>
/// <param name="Users">The users at which the limits are reached.</param>
internal sealed record LoadBracket(Measurement Met, Measurement Missed, double Users)
{
    /// <summary>The rate at the second run over that of the first; 1 if it is not higher: the most that the limits can hide.</summary>
    public Ratio MostGrowth => Ratio.FromValue(Math.Max(1, Missed.OutputRate.PerSecond / Met.OutputRate.PerSecond));

    /// <summary>The rate at the limits over that of the first run: it grows as users over the time of a token do.</summary>
    public Ratio Growth => Ratio.FromValue(
        LogGrowth(Missed.Concurrency!.Value) is > 1e-6 and var whole
            ? Math.Pow(MostGrowth.Value, Math.Clamp(LogGrowth(Users) / whole, 0, 1))
            : 1);

    private double LogGrowth(double users) => Math.Log(users / Met.Concurrency!.Value) - Math.Log(Slowdown(users));

    /// <summary>The time of a token at so many users over that of the first run; 1 if a source states none.</summary>
    private double Slowdown(double users) =>
        LoadSweeps.EachOf(Met) is { } first && LoadSweeps.EachOf(Missed) is { } second
            ? 1 + ((users - Met.Concurrency!.Value) / (Missed.Concurrency!.Value - Met.Concurrency!.Value) * ((second.Seconds / first.Seconds) - 1))
            : 1;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"between {Met.Concurrency} users, within the limits, and {Missed.Concurrency}, beyond them");
}
