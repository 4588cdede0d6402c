namespace Mtok.Tracking;

/// <summary>What counters say: usage by hour, energy by device, and what nobody observed.</summary>
/// <param name="Hours">Usage by hour, target and key.</param>
/// <param name="Energy">Energy by hour and device.</param>
/// <param name="Unobserved">Every change of epoch, with a bound on what it hides.</param>
/// <param name="Warnings">What the reader has to know.</param>
public sealed record CounterAnswer(
    IReadOnlyList<CountedHour> Hours, IReadOnlyList<DeviceEnergy> Energy, IReadOnlyList<Unobserved> Unobserved, IReadOnlyList<CounterWarning> Warnings)
{
    /// <summary>The time in which the output of each target was seen.</summary>
    public IReadOnlyList<ObservedTarget> Observed { get; init; } = [];
}

/// <summary>The time between the first and the last sample of a target's output tokens.</summary>
/// <param name="Target">Whose counters they are.</param>
/// <param name="From">The first sample.</param>
/// <param name="Until">The last.</param>
public sealed record ObservedTarget(string Target, DateTimeOffset From, DateTimeOffset Until);

/// <summary>What a target counted in an hour.</summary>
/// <param name="Hour">The hour's beginning, UTC; null for totals since a start that no time is stated for.</param>
/// <param name="Target">Whose counters they are.</param>
/// <param name="Key">Who used what.</param>
/// <param name="Requests">Requests that ended; null where not stated.</param>
/// <param name="Failed">Of them, failed or cancelled; null where not stated.</param>
/// <param name="Tokens">Tokens by class.</param>
public sealed record CountedHour(DateTimeOffset? Hour, string Target, UsageKey Key, long? Requests, long? Failed, TokenClasses Tokens);

/// <summary>Energy that a device took.</summary>
/// <param name="Hour">The hour's beginning, UTC; null for the total since a start that no time is stated for.</param>
/// <param name="Device">The device.</param>
/// <param name="Energy">The energy.</param>
public sealed record DeviceEnergy(DateTimeOffset? Hour, string Device, KilowattHours Energy);

/// <summary>Why a counter's observation broke off.</summary>
public enum EpochChange
{
    /// <summary>The value fell: the counter restarted at 0.</summary>
    Reset,

    /// <summary>The start that the source tells changed.</summary>
    StartChanged,

    /// <summary>The series ended (a staleness marker), and came back or not.</summary>
    Stale,

    /// <summary>The series appeared after others had been observed, and nobody tells when it began.</summary>
    NewSeries,
}

/// <summary>Time in which a counter went on and nobody looked.</summary>
/// <param name="Where">A file and line of the series.</param>
/// <param name="Series">The series.</param>
/// <param name="Key">Who used what.</param>
/// <param name="Of">What it counts.</param>
/// <param name="Class">The class of tokens, where it counts tokens.</param>
/// <param name="Why">Why the observation broke off.</param>
/// <param name="From">The last moment observed.</param>
/// <param name="Length">From then until the counter restarted, where stated, else until it was seen again.</param>
/// <param name="AtMost">
/// What it counted meanwhile at most: at the highest rate seen between two samples of the epoch that ended; the whole first value where the series is
/// new; null where no rate was seen.
/// </param>
public sealed record Unobserved(
    Location Where, string Series, UsageKey Key, CounterOf Of, TokenClass? Class, EpochChange Why, DateTimeOffset From, Duration Length, long? AtMost)
{
    /// <summary>Whose counter it is.</summary>
    public string Target { get; init; } = "";
}

/// <summary>Something that the reader of the answer has to know.</summary>
/// <param name="Where">The file and line it is about.</param>
/// <param name="Message">What it is.</param>
public sealed record CounterWarning(Location Where, string Message);
