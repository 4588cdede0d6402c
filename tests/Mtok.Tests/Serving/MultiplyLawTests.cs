using CsCheck;

namespace Mtok.Tests;

/// <summary>S1: the time of one matrix multiply.</summary>
public sealed class MultiplyLawTests
{
    private const double Peak = 1e15;
    private const double Bandwidth = 3e12;
    private const double Weights = 4096.0 * 4096;

    private static readonly MultiplyLaw Smooth = new(Duration.FromSeconds(3e-6), Ratio.FromValue(0.85), Ratio.FromValue(0.9), 2.5, Ratio.FromValue(0.7));

    private static readonly MultiplyLaw Stepped = Smooth with
    {
        Tiles = [new(64, Ratio.FromValue(0.6)), new(128, Ratio.FromValue(0.6)), new(256, Ratio.FromValue(0.5))],
    };

    [Fact]
    public void Reading_and_computing_take_more_than_the_longer_and_less_than_their_sum() => Gen.Double[1, 20_000].Sample(tokens =>
    {
        var read = 2 * Weights / (0.85 * Bandwidth);
        var burst = 2 * Weights * tokens / (0.9 * Peak);
        var sustained = 2 * Weights * tokens / (0.7 * Peak);
        var time = Seconds(Smooth, tokens) - 3e-6;
        Assert.InRange(time, Math.Max(read, burst) * 0.999, read + sustained);
    });

    [Fact]
    public void Long_work_runs_at_the_sustained_share_and_a_few_tokens_in_a_burst()
    {
        var computed = Smooth with { Read = Ratio.One };
        Assert.Equal(2 * Weights * 1e6 / (0.7 * Peak), Seconds(computed, 1e6), 2 * Weights * 1e6 / Peak * 1e-3);
        var bound = computed with { Launch = default, Arithmetic = Ratio.FromValue(0.009), Sustained = Ratio.FromValue(0.007) };
        Assert.Equal(2 * Weights * 16 / (0.009 * Peak), Seconds(bound, 16), 2 * Weights * 16 / (0.009 * Peak) * 0.2);
    }

    [Fact]
    public void Within_a_tile_every_number_of_tokens_takes_the_same_and_one_more_takes_a_step()
    {
        Assert.Equal(Seconds(Stepped, 1), Seconds(Stepped, 64), 1e-15);
        Assert.Equal(Seconds(Stepped, 129), Seconds(Stepped, 256), 1e-15);
        Assert.True(Seconds(Stepped, 129) > 1.2 * Seconds(Stepped, 128));
        Assert.Equal(Seconds(Smooth, 257), Seconds(Stepped, 257), 1e-15);
    }

    [Fact]
    public void A_multiple_lifts_no_share_above_the_datasheet()
    {
        var fast = Stepped.Slower(0.1, 0.1, 1);
        Assert.All([fast.Read, fast.Arithmetic, fast.Sustained, .. fast.Tiles.Select(tile => tile.Arithmetic)], share => Assert.Equal(Ratio.One, share));
    }

    private static double Seconds(MultiplyLaw law, double tokens) => law.Seconds(tokens, 2 * Weights, 2 * Weights, 0, Peak, Bandwidth);
}
