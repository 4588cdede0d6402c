using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Options are ranked under the rules of single classes, as plans are made under them.</summary>
public sealed class ClassRulesTests
{
    private static readonly ServiceLevel Tight = new(Duration.FromMilliseconds(400), Duration.FromMilliseconds(15));

    private static readonly Workload Chat = Workloads.Of(RequestsPerSecond.FromPerSecond(4), HourlyShape.Steady, ServiceLevel.None) with
    {
        Interruptible = false,
        Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand, OptionKind.Reserved] },
    };

    /// <summary>The same limits, said of each class or of the workload, are the same limits.</summary>
    [Fact]
    public void Limits_of_every_class_rank_as_the_same_limits_of_the_workload()
    {
        var each = Ranked(Chat with { Classes = [Rules("fast", Tight), Rules("slow", Tight)] });
        var whole = Ranked(Chat with { ServiceLevel = Tight });
        Assert.Equal(whole.Recommended!.Name, each.Recommended!.Name);
        Assert.Equal(whole.Recommended.Cost!.Bill.Value, each.Recommended.Cost!.Bill.Value);
        Assert.Equal(whole.Options.Select(option => (option.Name, option.Feasible, string.Join(' ', RefusalWords.Reasons(option)))), each.Options.Select(option => (option.Name, option.Feasible, string.Join(' ', RefusalWords.Reasons(option)))));
    }

    [Fact]
    public void An_option_costs_what_the_plan_of_its_machines_alone_does()
    {
        foreach (var workload in new[]
        {
            Chat with { Classes = [Rules("fast", Tight), Rules("slow", Tight)] },
            Chat with { Classes = [Rules("fast", new(Duration.FromMilliseconds(1000), Duration.FromMilliseconds(30))), Rules("slow", ServiceLevel.None)] },
            Chat with { ServiceLevel = Tight, Classes = [Rules("slow", new(Duration.FromSeconds(5), Duration.FromMilliseconds(60)))] },
        })
        {
            var options = Ranked(workload).Options.Where(option => option is { Feasible: true, Kind: OptionKind.OnDemand }).Where((_, at) => at % 40 == 0).Take(6).ToList();
            Assert.True(options.Count >= 3);
            var problem = PlanChoices.For(workload, TwoClasses(workload), Workloads.Built, Workloads.Capacity);
            Assert.All(options, option =>
            {
                var alone = problem.Machines.Single(machine => machine.Offer.Key == option.Fleet!.Offer.Key && machine.Deployment == option.Fleet.Capacity.Deployment && machine.Gpus == option.Fleet.MachineGpus);
                var plan = FleetProgram.Solve(problem with { Machines = [alone], Apis = [] }, SolveLimits.Default with { Gap = Ratio.Zero }).BestPlan!;
                Assert.Equal((double)plan.Bill.Dollars, (double)option.Cost!.Bill.Value.Dollars, 1e-6 * (double)plan.Bill.Dollars);
            });
        }
    }

    /// <summary>Without limits this model was measured under one engine on these devices, with limits it is modelled under another: both classes go to the latter.</summary>
    [Fact]
    public void A_class_that_was_measured_under_another_engine_is_served_with_the_others()
    {
        var options = Ranked(Chat with { Classes = [Rules("fast", new(Duration.FromSeconds(1), Duration.FromMilliseconds(40)))] }).Options;
        Assert.Contains(options, option => option is { Feasible: true } && option.Fleet!.Offer.AcceleratorId == "h100-sxm");
    }

    [Fact]
    public void What_holds_for_some_classes_alone_is_not_taken_for_all()
    {
        var batch = new ClassRules("slow", ServiceLevel.None, true, Duration.FromHours(24), new("w.toml", 1, 1));
        var some = DemandedWorkload.Of(Chat with { Classes = [batch] }, TwoClasses(Chat with { Classes = [batch] }), "t");
        Assert.False(some.Interruptible || some.Deferrable);
        Assert.Equal([false, true], some.Groups.Select(group => group.Deferrable));
        var all = Chat with { Classes = [batch, batch with { Name = "fast" }] };
        Assert.True(DemandedWorkload.Of(all, TwoClasses(all), "t") is { Interruptible: true, Deferrable: true, Groups.Count: 0 });

        // An API is paid its batch price for the half that may wait.
        var tariff = Workloads.Built.Models.SelectMany(model => ApiTariff.From(Workloads.Built.ApisFor(model))).First(api => api.PriceOf(Chat.Mix, asBatch: true) < api.PriceOf(Chat.Mix, asBatch: false));
        Assert.Equal(
            (double)(tariff.PriceOf(Chat.Mix, asBatch: true) + tariff.PriceOf(Chat.Mix, asBatch: false)).Dollars / 2,
            (double)Pricer.PerRequest(tariff, some).Dollars, 1e-9);
    }

    [Fact]
    public void A_limit_that_no_machine_keeps_is_told_of_its_class()
    {
        var decision = Ranked(Chat with { Classes = [Rules("fast", new(Duration.FromMilliseconds(1), null))] });
        Assert.Null(decision.Recommended);
        Assert.Contains(decision.Options, option => option.Refusal is Refusal.NoCapacity { Why.Words: var why } && why.Contains("TTFT <= 1 ms", StringComparison.Ordinal));
    }

    private static Decision Ranked(Workload workload) => Decision.For(DemandedWorkload.Of(workload, TwoClasses(workload), "two classes"), Workloads.Built, Workloads.Capacity);

    private static ClassRules Rules(string name, ServiceLevel level) => new(name, level, false, default, new("w.toml", 1, 1));

    private static Demand TwoClasses(Workload workload) => new(
        Duration.Hour,
        [DemandClass.Of(workload.Mix, workload.RulesOf("fast")), DemandClass.Of(workload.Mix, workload.RulesOf("slow"))],
        [new("an hour", Ratio.One, [[RequestsPerSecond.FromPerSecond(2)], [RequestsPerSecond.FromPerSecond(2)]])]);
}
