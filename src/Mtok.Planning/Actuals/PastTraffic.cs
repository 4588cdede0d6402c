namespace Mtok.Planning;

/// <summary>Requests that were served.</summary>
/// <param name="At">The hour in which they came, or the beginning of the longer time; null where no time is known.</param>
/// <param name="IsHourly">Whether all of them came in that hour.</param>
/// <param name="Requests">How many; null where not stated.</param>
/// <param name="Tokens">Their tokens, as they are billed.</param>
public sealed record PastRequests(DateTimeOffset? At, bool IsHourly, long? Requests, TokenCounts Tokens)
{
    /// <summary>The hour of the week, from Monday 00:00 UTC on; null where the hour is not known.</summary>
    internal int? HourOfWeek => IsHourly && At is { } at ? HourOfWeekAt(at) : null;

    /// <summary>The hour of the week in which a moment lies.</summary>
    internal static int HourOfWeekAt(DateTimeOffset at) => ((((int)at.UtcDateTime.DayOfWeek + 6) % 7) * 24) + at.UtcDateTime.Hour;
}

/// <summary>Traffic that was served, hour by hour.</summary>
/// <param name="From">The first hour; null where no hour is known.</param>
/// <param name="Hours">Hours from then on; hours without traffic count.</param>
/// <param name="Rows">The requests, in any order.</param>
public sealed record PastTraffic(DateTimeOffset? From, int Hours, IReadOnlyList<PastRequests> Rows)
{
    /// <summary>The hours that machines are sized for one by one: a year.</summary>
    public const int MostHours = 8784;

    /// <summary>All tokens.</summary>
    public TokenCounts Tokens { get; } = Rows.Aggregate(TokenCounts.None, (sum, row) => sum + row.Tokens);

    /// <summary>Tokens of which the hour is not known.</summary>
    public Tokens WithoutHour => Sum(row => !row.IsHourly);

    /// <summary>Tokens of which the number of requests is not known.</summary>
    public Tokens WithoutRequests => Sum(row => row.Requests is null or 0);

    /// <summary>How long it lasted.</summary>
    public Duration Length => Duration.FromHours(Hours);

    private Tokens Sum(Func<PastRequests, bool> which) => Rows.Where(which).Aggregate(default(Tokens), (sum, row) => sum + row.Tokens.Total);
}

/// <summary>Why no machines can be sized for past traffic.</summary>
public enum Unsized
{
    /// <summary>They can.</summary>
    No,

    /// <summary>No hour is known.</summary>
    HoursUnknown,

    /// <summary>No number of requests is known, so their lengths are not.</summary>
    LengthsUnknown,

    /// <summary>It lasted longer than <see cref="PastTraffic.MostHours"/>.</summary>
    TooLong,
}
