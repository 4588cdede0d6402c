using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>A3: the same work by models that take different tokens for it.</summary>
public sealed class ModelWorkTests
{
    [Fact]
    public void A3_scales_input_and_output_and_tokens_of_a_task_replace_the_output()
    {
        var mix = new TokenMix(Tokens.FromCount(300), Tokens.FromCount(100), Ratio.FromPercent(50));
        var scaled = new ModelWork("m") { TokenizerRatio = Ratio.FromValue(1.2) }.Of(mix);
        Assert.Equal((360, 120, 0.5), (Math.Round(scaled.Input.Count, 9), Math.Round(scaled.Output.Count, 9), scaled.CachedShare.Value));
        Assert.Equal(700, new ModelWork("m") { TokenizerRatio = Ratio.FromValue(1.2), TokensPerTask = Tokens.FromCount(700) }.Of(mix).Output.Count, 1e-9);
        Assert.Same(mix, new ModelWork("m") { SuccessRate = Ratio.FromPercent(50) }.Of(mix));
    }

    /// <summary>Laws: a ratio r makes an API's bill r times, a success rate s makes it 1/s times, and a successful task costs the bill of its request.</summary>
    [Fact]
    public void Bills_of_APIs_follow_the_ratio_and_the_successes() => Gen.Select(Gen.Double[0.2, 5], Gen.Double[0.05, 1]).Sample((ratio, success) =>
    {
        var plain = Decide("");
        var scaled = Decide(FormattableString.Invariant($"[[model]]\nname = \"llama-3.3-70b\"\ntokenizer_ratio = {ratio:0.000000}\nsuccess_rate = {success:0.000000}"));
        var factor = Math.Round(ratio, 6) / Math.Round(success, 6);
        var both = plain.Options.Where(option => option.Feasible)
            .Join(scaled.Options.Where(option => option.Feasible), option => option.Name, option => option.Name, (before, after) => (before, after)).ToList();
        Assert.NotEmpty(both);
        Assert.All(both.Where(pair => pair.before.ApiParts.Count == 1), pair => Assert.Equal(
            Tokens(pair.before) * factor, Tokens(pair.after), 1e-6 * Tokens(pair.after)));
        static double Tokens(RankedOption option) => (double)(option.Cost!.Bill.Value - option.Cost.People).Dollars;
        var one = both[0].after;
        Assert.Equal((double)one.PerTask(scaled.Workload)!.Value.Dollars, (double)one.PerSuccessfulTask(scaled.Workload)!.Value.Dollars * Math.Round(success, 6), 1e-6 * (double)one.PerTask(scaled.Workload)!.Value.Dollars);
    }, iter: 20, threads: 1);

    [Fact]
    public void Machines_serve_as_many_tasks_fewer_as_fail()
    {
        var plain = Decide("", "on_demand");
        var half = Decide("[[model]]\nname = \"llama-3.3-70b\"\nsuccess_rate = 0.5", "on_demand");
        RankedOption Same(Decision decision, string name) => decision.Options.First(option => option.Name == name);
        var option = plain.Recommended!;
        Assert.Equal(option.Fleet!.MachineRate.PerSecond / 2, Same(half, option.Name).Fleet!.MachineRate.PerSecond, 1e-9);
    }

    [Theory]
    [InlineData("name = \"gpt-4o\"\nsuccess_rate = 0.5", "unknown-model")]
    [InlineData("name = \"llama-3.3-70b\"", "missing-key")]
    [InlineData("name = \"llama-3.3-70b\"\nsuccess_rate = 0", "out-of-range")]
    [InlineData("name = \"llama-3.3-70b\"\nsuccess_rate = 0.5\n[[model]]\nname = \"llama-3.3-70b\"\nsuccess_rate = 0.6", "duplicate-key")]
    public void A_wrong_table_is_told_with_its_line(string lines, string rule)
    {
        var problems = new Problems();
        Assert.Null(new WorkloadReader(Workloads.Built, problems).Read("w.toml", Text($"[[model]]\n{lines}", "api"), []));
        Assert.Contains(problems.All, problem => problem.Rule == rule && problem.Where.Line > 0);
    }

    private static Decision Decide(string tables, string kind = "api") =>
        Decision.For(new WorkloadReader(Workloads.Built, new Problems()).Read("w.toml", Text(tables, kind), [])!, Workloads.Built, Workloads.Capacity);

    private static string Text(string tables, string kind) =>
        $"models = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_second = 2\n[tokens]\ninput = 300\noutput = 100\n[allow]\nkinds = [\"{kind}\"]\n{tables}\n";
}
