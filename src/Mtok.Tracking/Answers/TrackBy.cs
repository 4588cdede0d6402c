using System.Globalization;

namespace Mtok.Tracking;

/// <summary>What usage and cost are grouped by.</summary>
public enum TrackBy
{
    /// <summary>The model that answered.</summary>
    Model,

    /// <summary>Who asked.</summary>
    Team,

    /// <summary>What answered: a deployment, service or provider.</summary>
    Deployment,

    /// <summary>The hour, UTC.</summary>
    Hour,

    /// <summary>The day, UTC.</summary>
    Day,
}

/// <summary>The values that a group of usage or cost has in common, in the order asked for; empty where not stated.</summary>
public sealed class GroupKey : IEquatable<GroupKey>
{
    private readonly string[] _values;

    private GroupKey(string[] values) => _values = values;

    /// <summary>What to group by, of words with commas between them, each once.</summary>
    /// <param name="words">The words.</param>
    /// <param name="unknown">The first that is none; null where all are.</param>
    /// <returns>The things; empty where there is no word, or one is unknown.</returns>
    public static IReadOnlyList<TrackBy> By(string words, out string? unknown)
    {
        var all = words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        unknown = all.FirstOrDefault(word => !Enum.TryParse<TrackBy>(word, ignoreCase: true, out _) || char.IsAsciiDigit(word[0]));
        return unknown is null ? [.. all.Select(word => Enum.Parse<TrackBy>(word, ignoreCase: true)).Distinct()] : [];
    }

    /// <summary>The values, one for each thing grouped by.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The group of something that was used in an hour by somebody.</summary>
    public static GroupKey Of(UsageKey key, DateTimeOffset? hour, IReadOnlyList<TrackBy> by) => new([.. by.Select(each => each switch
    {
        TrackBy.Model => key.Model,
        TrackBy.Team => key.Team,
        TrackBy.Deployment => key.Deployment,
        TrackBy.Hour => hour?.ToString("yyyy-MM-dd'T'HH':00Z'", CultureInfo.InvariantCulture) ?? "",
        _ => hour?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
    })]);

    /// <inheritdoc/>
    public bool Equals(GroupKey? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GroupKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(_values.Length, HashCode.Combine);

    /// <summary>Orders by the values, first to last; what is not stated comes last.</summary>
    public static IComparer<GroupKey> Order { get; } = Comparer<GroupKey>.Create(Compare);

    private static int Compare(GroupKey one, GroupKey other)
    {
        for (var at = 0; at < one._values.Length; at++)
        {
            var (left, right) = (one._values[at], other._values[at]);
            if (left != right)
            {
                return left.Length == 0 ? 1 : right.Length == 0 ? -1 : string.CompareOrdinal(left, right);
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" / ", _values);
}
