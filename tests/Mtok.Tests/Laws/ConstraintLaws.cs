using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Whatever limit is added to a workload, its bill is never lower: neither that of the best option, nor that of the plan.</summary>
public sealed class ConstraintLaws
{
    private static readonly DateOnly Today = new(2026, 11, 28);

    private static readonly SolveLimits Limits = new(Ratio.FromPercent(0.5), Duration.FromSeconds(2));

    private static readonly string[] Constraints =
    [
        "quota.gpus=4", "quota.gpus=2; quota.seller=\"digitalocean\"", "quota.gpus=1; quota.accelerator=\"h200-sxm\"", "quota.gpus=8; quota.region=\"EU\"",
        "plan.budget=1500", "plan.budget=20000", "plan.kinds_at_most=1", "plan.sellers_at_most=1", "plan.minimum_run=\"6h\"", "plan.scale_up=1", "plan.scale_up=0",
        "allow.regions=[\"EU\"]", "allow.regions=[\"US\", \"Canada\"]", "allow.exclude_providers=[\"verda\", \"lambda\"]", "allow.providers=[\"verda\", \"azure\", \"oci\"]",
        "allow.longest_commitment=\"none\"", "allow.longest_commitment=\"1y\"", "allow.precisions=[\"fp8\"]",
        "fleet.spares=1", "fleet.spares=2; fleet.api_is_spare=true", "fleet.spares_by=\"zone\"", "fleet.api_is_spare=false", "fleet.peak_utilization=0.5", "fleet.provision=\"6h\"", "fleet.load=\"2h\"",
        "fleet.lost_work=\"24h\"", "fleet.spot_dry=0.5", "service_level.ttft=\"300ms\"", "service_level.tpot=\"30ms\"", "service_level.share=0.999",
        "service_level.ttft={ p99 = \"2s\", mean = \"150ms\" }", "overheads.load_balancer=300", "overheads.multiplier=1.4; people.fte_per_model=0.25", "overheads.egress=0.2",
    ];

    private static readonly Gen<string> Workloads = Gen.Select(
        Gen.Double[3, 7],
        OneOf("\"steady\"; traffic.peak_ratio=-", "\"business-hours\"; traffic.peak_ratio=-", "\"spiky\"; traffic.peak_ratio=3", "\"spiky\"; traffic.peak_ratio=12"),
        OneOf("llama-3.3-70b", "llama-3.1-8b", "qwen3-32b"),
        OneOf("-", "[\"on_demand\"]", "[\"on_demand\", \"reserved\"]", "[\"spot\", \"on_demand\"]; work.interruptible=true", "[\"api\", \"on_demand\", \"mixed\"]"),
        OneOf("", "; work.deferrable=true", "; fleet.load=0; fleet.provision=0", "; plan.kinds_at_most=4")).Select((size, shape, model, kinds, other) => FormattableString.Invariant(
            $"traffic.requests_per_day={Math.Pow(10, size):0}; traffic.shape={shape}; models=[\"{model}\"]; allow.kinds={kinds}{other}"));

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_limit_more_never_lowers_the_bill() => Gen.Select(Workloads, OneOf(Constraints)).Sample(
        (workload, limit) =>
        {
            var (free, bound) = (KeyMatrixTests.Read(KeyTable.Workload(workload)), KeyMatrixTests.Read(KeyTable.Workload($"{workload}; {limit}")));
            var (least, most) = (Best(free), Best(bound));
            Assert.True(most >= least * 0.999999m, $"{least} for {workload}, and {most} with {limit}");
            var (any, kept) = (Plan(free), Plan(bound));
            Assert.True(kept.BestPlan is not { Bill: var bill } || bill.Dollars >= any.LowerBound!.Value.Dollars * 0.999999m, $"{any.LowerBound} for {workload}, and {kept.BestPlan?.Bill} with {limit}");
        },
        iter: int.TryParse(Environment.GetEnvironmentVariable("MTOK_RANDOM_LIMITS"), out var most) ? most : 20, threads: 1);

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);

    private static decimal Best(Workload workload) =>
        Decision.For(workload, KeyMatrixTests.Few.Value.Catalog, KeyMatrixTests.Few.Value, Today).Recommended?.CountedOn?.Dollars ?? decimal.MaxValue / 2;

    private static PlanOutcome Plan(Workload workload)
    {
        var few = KeyMatrixTests.Few.Value;
        return FleetProgram.Solve(PlanChoices.For(workload, Demand.Of(workload, 24, 1), few.Catalog, few, Today), Limits);
    }
}
