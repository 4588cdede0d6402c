namespace Mtok.Tests;

/// <summary>Why a device serves nothing is reported by one function, whichever command asks.</summary>
public sealed class WhyNotTests
{
    private static readonly CapacityAnswers Answers = new(Workloads.Capacity);

    private static readonly int[] Sizes = [1, 2, 4, 8];

    public static TheoryData<string, double, double, double?> Asked => new()
    {
        { "llama-3.3-70b", 60_000, 3000, null },
        { "llama-3.3-70b", 1000, 300, 0.001 },
        { "llama-3.1-8b", 120_000, 4000, 0.0001 },
        { "deepseek-v3", 1000, 1000, null },
        { "claude-sonnet-5", 1000, 1000, null },
        { "gpt-5.5", 1000, 1000, 0.05 },
    };

    /// <summary>decide asks of all sizes and precisions, capacity of one: what decide says is what capacity says of one of them.</summary>
    [Theory]
    [MemberData(nameof(Asked))]
    public void What_decide_says_of_a_device_is_what_capacity_says(string name, double input, double output, double? tpot)
    {
        var model = Workloads.Built.FindModel(name)!;
        var (mix, level) = (new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero), new ServiceLevel(null, tpot is { } seconds ? Duration.FromSeconds(seconds) : null));
        var refused = 0;
        foreach (var accelerator in Workloads.Built.Accelerators.Where(accelerator => !Workloads.Capacity.Find(model, mix, level, AllowedPrecisions.Default, [accelerator.Id]).Any(found => found.Deployment.AcceleratorId == accelerator.Id)))
        {
            refused++;
            var told = (from precision in Precision.Bits.Keys
                        from gpus in Sizes
                        select Answers.Of(model, accelerator, gpus, new(precision), null, mix, new(null, level)) into answer
                        where answer.Output is null
                        select answer.Sources[0]).ToList();
            var why = Workloads.Capacity.WhyNone(model, accelerator.Id, mix, level, AllowedPrecisions.Default).Words;
            Assert.Contains(why, told);
            Assert.DoesNotContain(told.Append(why), reason => reason.Contains("meets no latency limit", StringComparison.Ordinal) || reason.Contains("misses no latency limit", StringComparison.Ordinal));
        }

        Assert.True(refused > 0);
    }

    [Fact]
    public void A_long_request_is_told_that_its_context_does_not_fit()
    {
        var mix = new TokenMix(Tokens.FromCount(60_000), Tokens.FromCount(3000), Ratio.Zero);
        var why = Workloads.Capacity.WhyNone(Workloads.Built.FindModel("llama-3.3-70b")!, "a10", mix, ServiceLevel.None, AllowedPrecisions.Default).Words;
        Assert.Matches("tok of context fit beside llama-3.3-70b on 8 a10, less than a request of 60000 input", why);
    }

    [Fact]
    public void Precisions_that_cannot_be_modelled_are_told()
    {
        var why = Workloads.Capacity.WhyNone(Workloads.Built.FindModel("llama-3.3-70b")!, "l4", new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero), ServiceLevel.None, new([new("int4")])).Words;
        Assert.EndsWith("none of the precisions allowed can be modelled there", why, StringComparison.Ordinal);
    }
}
