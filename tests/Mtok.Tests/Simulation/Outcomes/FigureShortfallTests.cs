using CsCheck;
using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

/// <summary>Limits on figures of all requests (Y9), against the same figures counted by hand.</summary>
public sealed class FigureShortfallTests
{
    private static readonly Duration Step = Duration.FromSeconds(20);

    [Fact]
    public void Each_limit_misses_where_the_figure_of_its_step_is_beyond_it() => Gen.Select(
        Gen.Int[1, 1000], Gen.Double[20, 400], Gen.Double[5, 60], Gen.Int[0, 3]).Sample(
        (seed, ttft, tpot, figure) =>
        {
            var level = ServiceLevel.None with
            {
                TtftFigures = Of((LatencyFigure)figure, Duration.FromMilliseconds(ttft)),
                TpotFigures = Of(LatencyFigure.P95, Duration.FromMilliseconds(tpot)),
            };
            var result = Simulator.Run(SampleTraces.Chats(seed, 8, 400), Fleets.Of(Fleets.Kind()) with { Level = level }, new(), TestContext.Current.CancellationToken);
            var found = result.Shortfalls(Step, 3, 0).Select(shortfall => shortfall > Ratio.Zero).ToList();
            return found.SequenceEqual(Enumerable.Range(0, 3).Select(step => Misses(result, step, level)));
        },
        iter: 60);

    [Fact]
    public void One_request_of_a_step_may_be_too_slow_and_an_unanswered_one_is()
    {
        var level = ServiceLevel.None with { TtftFigures = new(Duration.FromMilliseconds(1), null, null, null) };
        SimulationResult With(params (double, int, int)[] requests) =>
            Simulator.Run(SampleTraces.Of("few", requests), Fleets.Of(Fleets.Kind()) with { Level = level }, new(), TestContext.Current.CancellationToken);
        Assert.Equal(Ratio.Zero, Assert.Single(With((0, 100, 10)).Shortfalls(Step, 1, 0)));
        Assert.InRange(Assert.Single(With((0, 100, 10), (1, 100, 10)).Shortfalls(Step, 1, 0)).Value, 0.5, 1);
        var generous = level with { TtftFigures = new(Duration.FromHours(1), null, null, null) };
        var tooLong = Simulator.Run(SampleTraces.Of("long", [(0, 100, 10), (1, 90_000_000, 10), (2, 90_000_000, 10)]), Fleets.Of(Fleets.Kind()) with { Level = generous }, new(), TestContext.Current.CancellationToken);
        Assert.Equal(2, tooLong.TooLong);
        Assert.Equal(Ratio.One, Assert.Single(tooLong.Shortfalls(Step, 1, 0)));
    }

    private static bool Misses(SimulationResult result, int step, ServiceLevel level)
    {
        var requests = result.Outcomes().Where(one => one.Class == 0 && Math.Min(2, (int)(one.Arrival / Step).Value) == step).ToList();
        return level.Figures.Any(limit =>
        {
            var times = requests.Select(one => limit.Of == Latency.Ttft ? one.Ttft : one.Tpot).OfType<Duration>().Select(time => time.Seconds).Order().ToList();
            var late = times.Count(time => time > limit.Most.Seconds);
            return limit.Share is { } share
                ? late > 1 && late > times.Count * (1 - share.Value) * (1 + 1e-9)
                : times.Count > 1 && times.SkipLast(1).Average() > limit.Most.Seconds;
        });
    }

    private static LatencyFigures Of(LatencyFigure figure, Duration most) => figure switch
    {
        LatencyFigure.Mean => new(most, null, null, null),
        LatencyFigure.P50 => new(null, most, null, null),
        LatencyFigure.P95 => new(null, null, most, null),
        _ => new(null, null, null, most),
    };
}
