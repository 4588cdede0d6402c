namespace Mtok.Traces;

/// <summary>How a trace states the time of an arrival.</summary>
internal enum ArrivalClock
{
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,

    /// <summary>Date and time of day; converted to seconds from the first request.</summary>
    Wall,

    /// <summary>Date and time of day, Unix time in any of the units above, or seconds from the beginning: the first request tells.</summary>
    Any,
}

/// <summary>Arrivals of one pass over a file in seconds; dates and Unix times are counted from the first request.</summary>
internal sealed class ArrivalTimes(ArrivalClock clock)
{
    /// <summary>Seconds that are no distance from the beginning of a trace any more, but a Unix time: years 2001 to 5138.</summary>
    private const double FirstUnixTime = 1e9;

    private const double LastUnixTime = 1e11;

    private decimal? _wall;
    private double? _unix;
    private double _unit = clock switch
    {
        ArrivalClock.Milliseconds => 1e3,
        ArrivalClock.Microseconds => 1e6,
        ArrivalClock.Nanoseconds => 1e9,
        _ => 1,
    };

    private bool _isFirst = true;

    /// <summary>Whether times are counted from the first request, which is not the earliest of a file out of order.</summary>
    public bool CountFromFirst => _wall is not null || _unix is > 0;

    /// <summary>Seconds; NaN if the text is no time.</summary>
    public double Seconds(ReadOnlySpan<char> text)
    {
        var number = clock == ArrivalClock.Wall ? double.NaN : TraceNumbers.Number(text);
        if (clock is not (ArrivalClock.Wall or ArrivalClock.Any) || !double.IsNaN(number))
        {
            return Seconds(number);
        }

        if (TraceNumbers.WallSeconds(text) is not { } wall)
        {
            return double.NaN;
        }

        _wall ??= wall;
        return (double)(wall - _wall.Value);
    }

    /// <summary>Seconds of a number.</summary>
    public double Seconds(double number)
    {
        if (_isFirst && !double.IsNaN(number))
        {
            _isFirst = false;
            _unit = clock == ArrivalClock.Any ? UnitOf(number) : _unit;
            _unix = number / _unit is >= FirstUnixTime and < LastUnixTime ? number : 0;
        }

        return (number - (_unix ?? 0)) / _unit;
    }

    /// <summary>Units in a second of a Unix time; 1 for what is none.</summary>
    private static double UnitOf(double number) => number switch
    {
        >= LastUnixTime * 1e9 => 1,
        >= 1e17 => 1e9,
        >= 1e14 => 1e6,
        >= 1e11 => 1e3,
        _ => 1,
    };
}
