using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Answers about a part: the parts of a whole add up to it.</summary>
public sealed class TrackPartTests
{
    private static readonly Tracked Month = TrackedCases.Month();

    [Fact]
    public void Teams_add_up_to_everything()
    {
        TrackBy[] by = [TrackBy.Team];
        var whole = TrackAnswers.Of(Month, by, TrackSpan.All, Workloads.Capacity);
        var teams = whole.Usage.Select(group => group.Key.Values[0]).Concat(whole.Cost.Select(group => group.Key.Values[0])).Distinct().ToList();
        var parts = teams.ConvertAll(team => TrackAnswers.Of(Month, by, TrackSpan.All, Workloads.Capacity, new(null, team, null)));
        Assert.Equal(whole.Total.Usage.Tokens.Total, parts.Sum(part => part.Total.Usage.Tokens.Total ?? 0));
        Assert.Equal(whole.Total.Cost.Sum(cost => cost.Amount.Amount), parts.Sum(part => part.Total.Cost.Sum(cost => cost.Amount.Amount)));
        Assert.All(parts.Zip(teams), pair => Assert.All(pair.First.Usage, group => Assert.Equal(pair.Second, group.Key.Values[0])));
    }

    [Fact]
    public void A_part_of_nothing_is_empty() =>
        Assert.True(TrackAnswers.Of(Month, [TrackBy.Model], TrackSpan.All, Workloads.Capacity, new("no-such-model", null, null)).Total.IsEmpty);
}
