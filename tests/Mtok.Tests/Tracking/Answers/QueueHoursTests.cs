using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What samples of a queue say of an hour.</summary>
public sealed class QueueHoursTests
{
    private static readonly DateTimeOffset Hour = new(2026, 9, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_hour_without_samples_for_more_than_ten_minutes_was_not_watched()
    {
        Assert.True(Of(Samples(60, minute => minute is < 30 or >= 39, 1)));
        Assert.Null(Of(Samples(60, minute => minute is < 30 or >= 41, 1)));
        Assert.Null(Of(Samples(49, _ => true, 1)));
    }

    [Fact]
    public void Fewer_than_twelve_samples_say_nothing()
    {
        Assert.True(Of(Samples(60, minute => minute % 5 == 0, 1)));
        Assert.Null(Of(Samples(60, minute => minute % 5 == 0 && minute != 30, 1)));
    }

    [Fact]
    public void Engines_behind_one_target_are_saturated_together_in_any_order()
    {
        var (busy, idle) = (Samples(60, _ => true, 5), Samples(60, _ => true, 0));
        Assert.True(Of(busy));
        Assert.False(Of([.. busy, .. idle]));
        Assert.False(Of([.. idle, .. busy]));
    }

    [Fact]
    public void Other_levels_and_other_targets_are_no_queue()
    {
        var samples = Samples(60, _ => true, 1);
        Assert.Null(Of([.. samples.Select(level => level with { What = "power" })]));
        Assert.Null(Of([.. samples.Select(level => level with { Of = "other" })]));
    }

    private static bool? Of(IReadOnlyList<Level> levels) => new QueueHours(levels).IsSaturated("t", Hour);

    private static IReadOnlyList<Level> Samples(int minutes, Predicate<int> isThere, int waiting) =>
    [
        .. Enumerable.Range(0, minutes).Where(minute => isThere(minute)).Select(minute => new Level(
            new("f", 1, 1), Level.RequestsWaiting, "t", Hour.AddMinutes(minute), string.Create(CultureInfo.InvariantCulture, $"{waiting} requests"))),
    ];
}
