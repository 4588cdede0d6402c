using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Bills of the one reckoning against those of loops over steps.</summary>
public sealed class ReckoningTests
{
    private static readonly IReadOnlyList<SmallReckoning> AtOnce = [.. Enumerable.Range(0, 60).Select(seed => SmallReckoning.Of(seed))];

    private static readonly IReadOnlyList<SmallReckoning> Waiting = [.. Enumerable.Range(0, 60).Select(seed => SmallReckoning.Of(seed, waits: true))];

    private static readonly IReadOnlyList<SmallReckoning> InZones =
        [.. Enumerable.Range(0, 30).Select(seed => SmallReckoning.Of(seed, zones: true)), .. Enumerable.Range(0, 20).Select(seed => SmallReckoning.Of(seed, waits: true, zones: true))];

    private static readonly IReadOnlyList<SmallReckoning> All = [.. AtOnce, .. Waiting, .. InZones];

    [Fact]
    public void Machines_all_month_cost_what_the_steps_say() => Each(All, (small, growth, throughput) =>
    {
        var bills = new StepwiseBills(small, growth, throughput);
        Same(bills.AllMonthBill, small.Reckoning.Bill(small.Machines, byTheHour: false, growth, throughput));
    });

    [Fact]
    public void Machines_by_the_hour_cost_what_the_steps_say() => Each(All, (small, growth, throughput) =>
        Same(new StepwiseBills(small, growth, throughput).ByTheHourBill, small.Reckoning.Bill(small.Machines, byTheHour: true, growth, throughput)));

    [Fact]
    public void An_API_costs_what_its_requests_do() => Each(All, (small, _, _) =>
        Same(new StepwiseBills(small).Api, small.Reckoning.ApiBill(small.Api).Dollars));

    [Fact]
    public void A_mix_takes_the_number_of_machines_that_costs_least() => Each(AtOnce, (small, growth, _) =>
        Same(new StepwiseBills(small, growth).Mixed(int.MaxValue).Bill, new Reckoning(small.Problem, null).MixedBill(small.Machines, small.Api, growth)));

    [Fact]
    public void A_mix_takes_no_more_machines_than_a_quota_and_a_listing_leave() => Each(AtOnce, (small, _, throughput) =>
    {
        foreach (var most in (ReadOnlySpan<int>)[0, 1, 2, 3, 5])
        {
            var limited = small with { Problem = small.Problem with { Rules = small.Problem.Rules with { Quotas = [new(100, "", "", ""), new((2 * most) + 1, "seller", "", "")] } } };
            var listed = small with { Machines = MachineSet.Of(small.Machines.First with { Most = most }) };
            var best = new StepwiseBills(small).Mixed(most);
            foreach (var one in new[] { limited, listed })
            {
                var option = one.Reckoning.PriceMixed(one.Machines, one.Api);
                Assert.Equal(most == 0, option is null);
                Same(best.Bill, option is null ? (decimal)best.Bill : option.Cost!.Bill.Value.Dollars);
            }
        }
    });

    /// <summary>Of work of one class that may wait, what is not served by its deadline goes to the API, even where it is due in a step to which nothing comes.</summary>
    [Fact]
    public void A_mix_of_work_that_may_wait_sends_what_is_not_served_by_its_deadline() => Each(
        [.. Waiting.Where(small => small.Problem.Demand.Classes.Count == 1), SmallReckoning.Plain([8, 0, 0, 0, 0], 1)],
        (small, growth, throughput) =>
        {
            small = small with { Api = small.Api with { ByStep = [] } };
            var bills = new StepwiseBills(small, growth, throughput);
            var all = bills.Sum((span, step) => bills.Work(span, step) * bills.Hours(span));
            var spares = small.Problem.Spares;
            var best = Enumerable.Range(1, Math.Max(1, bills.AllMonth - spares)).Min(serving =>
            {
                var sent = bills.Unserved(serving) / all;
                return bills.Rent((_, _) => serving + spares) + (bills.Api * sent) + bills.Overheads((_, _) => 1 - sent);
            });
            var option = small.Reckoning.Price(small.Machines, byTheHour: false) with { Tokens = small.Api };
            Assert.Equal(best, (double)small.Reckoning.BillOf(option, growth, throughput), 1e-6 * best);
        });

    [Fact]
    public void Machines_are_priced_with_range_use_and_what_is_not_rent() => Each(All, (small, _, _) =>
    {
        foreach (var byTheHour in (ReadOnlySpan<bool>)[false, true])
        {
            var option = small.Reckoning.Price(small.Machines, byTheHour);
            var (cost, bills) = (option.Cost!, new StepwiseBills(small));
            double Bill(double throughput) => new StepwiseBills(small, 1, throughput) is var other && byTheHour ? other.ByTheHourBill : other.AllMonthBill;
            Same(Bill(1.5), cost.Bill.Low.Dollars);
            Same(Bill(1), cost.Bill.Value.Dollars);
            Same(Bill(0.6), cost.Bill.High.Dollars);
            Same(Bill(CountedOn), option.CountedOn!.Value.Dollars);
            var counts = byTheHour ? bills.ByTheHour : [.. small.Problem.Demand.Spans.Select(span => Enumerable.Repeat(bills.AllMonth, span.Steps).ToArray())];
            var rent = bills.Rent((span, step) => counts[span][step]);
            var hours = bills.Sum((span, step) => counts[span][step] * bills.Hours(span));
            var use = bills.Sum((span, step) => bills.Work(span, step) * bills.Hours(span)) * 0.8 / hours;
            Assert.Equal(counts.Max(span => span.Max()), cost.Machines);
            Assert.Equal(hours / 730, cost.MeanMachines, 1e-9 * cost.MeanMachines);
            Assert.Equal(use, cost.Utilization!.Value.Value, 1e-9);
            Same(bills.Overheads() + (rent * (1 - (1 / small.Problem.Multiplier.Value))), cost.Overheads.Dollars);
            Split(small, option, 1 - (rent / (double)cost.Bill.Value.Dollars * (1 - use)));
            Assert.Equal(Ratio.Zero, cost.ApiShare);
            Assert.Equal(byTheHour ? "set, by the hour" : "set", option.Name);
            Assert.Equal((OptionKind.OnDemand, "model", "seller", Evidence.Modelled), (option.Kind, option.ModelId, option.Provider, option.Evidence));
            Assert.Equal((byTheHour, Evidence.Modelled, small.Machines), (option.Fleet!.ByTheHour, cost.Bill.Evidence, option.Machines));
            Assert.Equal(new(2026, 11, 2), option.OldestPrice.From);
            var isRounded = byTheHour && small.Problem.StartOf(small.Machines.First) > small.Problem.StartUp;
            Assert.Equal(isRounded, option.Notes.Any(note => note is OptionNote.BilledInParts));
            Assert.Equal(isRounded ? 2 : 1, option.Notes.Count);
        }
    });

    [Fact]
    public void A_mix_is_priced_with_range_share_and_use() => Each(AtOnce, (small, _, _) =>
    {
        var option = small.Reckoning.PriceMixed(small.Machines, small.Api)!;
        var (cost, bills) = (option.Cost!, new StepwiseBills(small));
        var best = bills.Mixed(int.MaxValue);
        var serving = cost.Machines - small.Problem.Spares;
        Same(best.Bill, (decimal)bills.MixedBill(serving));
        Same(new StepwiseBills(small, 1, 1.5).Mixed(int.MaxValue).Bill, cost.Bill.Low.Dollars);
        Same(best.Bill, cost.Bill.Value.Dollars);
        Same(new StepwiseBills(small, 1, 0.6).Mixed(int.MaxValue).Bill, cost.Bill.High.Dollars);
        Same(new StepwiseBills(small, 1, CountedOn).Mixed(int.MaxValue).Bill, option.CountedOn!.Value.Dollars);
        var all = bills.Sum((span, step) => bills.Work(span, step) * bills.Hours(span));
        var kept = bills.Sum((span, step) => bills.Work(span, step) * bills.Hours(span) * (1 - bills.Left(serving, span, step)));
        var use = kept * 0.8 / (cost.Machines * 730);
        Assert.Equal(use, cost.Utilization!.Value.Value, 1e-9);
        Assert.Equal(1 - (kept / all), cost.ApiShare.Value, 1e-9);
        Assert.Equal(cost.Machines, cost.MeanMachines);
        Split(small, option, 1 - (bills.Rent((_, _) => cost.Machines) / best.Bill * (1 - use)));
        var overheads = bills.Overheads((span, step) => 1 - bills.Left(serving, span, step));
        Same(overheads + (bills.Rent((_, _) => cost.Machines) * (1 - (1 / small.Problem.Multiplier.Value))), cost.Overheads.Dollars);
        Assert.Equal(("set + api", OptionKind.Mixed), (option.Name, option.Kind));
        Assert.Equal((SmallReckoning.Tariff, small.Api, small.Machines.First.Fleet), (option.Api, option.Tokens, option.Fleet));
        Assert.Equal(new OptionNote.Overflow(cost.ApiShare, cost.Machines, small.Problem.ApiStandsIn), option.Notes[^1]);
        Assert.Equal(2, option.Notes.Count);
        Assert.Equal(new(2026, 10, 1), option.OldestPrice.From);
    });

    [Fact]
    public void An_API_is_priced_without_a_range() => Each(All, (small, _, _) =>
    {
        var option = small.Reckoning.Price(small.Api);
        Same(new StepwiseBills(small).Api, option.Cost!.Bill.Value.Dollars);
        Assert.Equal((option.Cost.Bill.Value, option.Cost.Bill.Value), (option.Cost.Bill.Low, option.Cost.Bill.High));
        Assert.Equal(option.Cost.Bill.Value, option.CountedOn);
        Split(small, option, 1);
        Assert.Equal((Ratio.One, default), (option.Cost.ApiShare, option.Cost.Overheads));
        Assert.Equal(("api", OptionKind.Api, "model", "provider"), (option.Name, option.Kind, option.ModelId, option.Provider));
        Assert.Equal((SmallReckoning.Tariff, small.Api, Evidence.Measured), (option.Api, option.Tokens, option.Evidence));
        Assert.Equal(small.Api.Doubts, option.Doubts);
        Assert.Null(option.Cost.Utilization);
    });

    [Fact]
    public void Each_view_of_a_bill_is_that_bill() => Each(AtOnce, (small, growth, throughput) =>
    {
        var reckoning = small.Reckoning;
        var (counted, bills) = (new StepwiseBills(small, growth, throughput * CountedOn), new StepwiseBills(small, growth, throughput));
        var (month, hourly, api) = (reckoning.Price(small.Machines, false), reckoning.Price(small.Machines, true), reckoning.Price(small.Api));
        var mix = reckoning.PriceMixed(small.Machines, small.Api)!;
        Same(bills.AllMonthBill, reckoning.BillOf(month, growth, throughput));
        Same(bills.ByTheHourBill, reckoning.BillOf(hourly, growth, throughput));
        Same(bills.Api, reckoning.BillOf(api, growth, throughput));
        Same(bills.Mixed(int.MaxValue).Bill, reckoning.BillOf(mix, growth, throughput));
        Same(counted.AllMonthBill, reckoning.CountedOn(month, growth, throughput));
        Same(counted.ByTheHourBill, reckoning.CountedOn(hourly, growth, throughput));
        Same(counted.Mixed(int.MaxValue).Bill, reckoning.CountedOn(mix, growth, throughput));
        Same(bills.Api, reckoning.CountedOn(api, growth, throughput));
        Same(new StepwiseBills(small, growth, CountedOn).Mixed(int.MaxValue).Bill, reckoning.Mixed(month, api, growth));
        Assert.Equal(counted.AllMonth, reckoning.MostOf(month, growth, throughput));
        Assert.Equal(counted.ByTheHour.Max(span => span.Max()), reckoning.MostOf(hourly, growth, throughput));
        var sure = new StepwiseBills(small, 1, CountedOn);
        Same(sure.AllMonthBill - sure.Overheads(), reckoning.Rent(month));
        var (bill, most) = reckoning.SizeAt(small.Machines, byTheHour: true, growth);
        var size = new StepwiseBills(small, growth);
        Same(size.ByTheHourBill, bill);
        Assert.Equal(size.ByTheHour.Max(span => span.Max()), most);
    });

    [Fact]
    public void One_machine_serves_a_multiple_of_the_demand_and_costs_its_price_all_month() => Each(All, (small, _, _) =>
    {
        var (reckoning, bills) = (small.Reckoning, new StepwiseBills(small));
        Assert.Equal(1 / bills.LeastCapacity, reckoning.ServedByOne(small.Machines).Value, 1e-7 / bills.LeastCapacity);
        Same((double)small.Machines.First.Price.Dollars * 730, reckoning.MonthlyRent(small.Machines).Dollars);
        Assert.Equal(small.Problem.Fixed, reckoning.FixedOverheads);
        Same(bills.Overheads() - (double)small.Problem.Fixed.Dollars, reckoning.OverheadsOfRequests.Dollars);
        var tokens = bills.Sum((span, step) => small.Problem.Demand.Classes.Index().Sum(kind =>
            bills.Rate(kind.Index, span, step) * bills.Hours(span) * 3600 * (kind.Item.Mix.Input.Count + kind.Item.Mix.Output.Count)));
        Assert.Equal(tokens, reckoning.MonthlyTokens.Count, 1e-9 * tokens);
    });

    [Fact]
    public void Machines_run_by_the_hour_where_their_number_may_differ()
    {
        var reserved = MachineSet.Of(SmallReckoning.Plain([1]).Machines.First with { Offer = SmallReckoning.Plain([1]).Machines.First.Offer with { Pricing = Pricing.Block } });
        Assert.Equal([false], Manners(SmallReckoning.Plain([3, 3, 3])));
        Assert.Equal([false, true], Manners(SmallReckoning.Plain([3, 3, 2])));
        Assert.Equal([false, true], Manners(SmallReckoning.Plain([3, 3, 3], 1)));
        Assert.Equal([false], Manners(SmallReckoning.Plain([3, 1, 2]) with { Machines = reserved }));

        static IEnumerable<bool> Manners(SmallReckoning small) => small.Reckoning.Manners(small.Machines);
    }

    [Fact]
    public void A_plan_of_an_option_runs_its_machines_and_costs_the_same() => Each(All, (small, _, _) =>
    {
        var reckoning = small.Reckoning;
        var bills = new StepwiseBills(small);
        foreach (var byTheHour in (ReadOnlySpan<bool>)[false, true])
        {
            var option = reckoning.Price(small.Machines, byTheHour);
            var plan = reckoning.PlanOf(option)!;
            Same((double)option.Cost!.Bill.Value.Dollars, plan.Bill.Dollars);
            var (counts, month) = (bills.ByTheHour, bills.AllMonth);
            Assert.All(bills.Steps, at => Assert.Equal(byTheHour ? counts[at.Span][at.Step] : month, plan.RunningAt(at.Span, at.Step)));
            Assert.All(plan.Classes, line => Assert.Equal(default, line.Cost));
        }

        var alone = reckoning.PlanOf(reckoning.Price(small.Api))!;
        Same(bills.Api, alone.Bill.Dollars);
        Assert.Empty(alone.Machines);
    });

    [Fact]
    public void A_plan_of_a_mix_sends_the_same_share_of_each_class() => Each(AtOnce, (small, _, _) =>
    {
        var (reckoning, bills) = (small.Reckoning, new StepwiseBills(small));
        var option = reckoning.PriceMixed(small.Machines, small.Api)!;
        var plan = reckoning.PlanOf(option)!;
        Same((double)option.Cost!.Bill.Value.Dollars, plan.Bill.Dollars);
        Assert.All(bills.Steps, at =>
        {
            Assert.Equal(option.Cost.Machines, plan.RunningAt(at.Span, at.Step));
            var left = bills.Left(option.Cost.Machines - small.Problem.Spares, at.Span, at.Step);
            Assert.All(plan.Classes.Index(), line =>
            {
                var rate = bills.Rate(line.Index, at.Span, at.Step);
                Assert.Equal(rate * left, line.Item.Overflow[at.Span][at.Step].PerSecond, 1e-6);
                Assert.Equal(rate, line.Item.Overflow[at.Span][at.Step].PerSecond + line.Item.Served[at.Span][at.Step].PerSecond, 1e-9);
            });
        });
        Assert.Null(SmallReckoning.Plain([3, 1], 1) is var later ? later.Reckoning.PlanOf(option with { Machines = later.Machines, Tokens = later.Api }) : null);
        Assert.Null(reckoning.PlanOf(option with { Machines = null, Tokens = null }));
    });

    [Fact]
    public void Provisioned_throughput_is_billed_by_its_units()
    {
        var small = SmallReckoning.Plain([2, 1]);
        var rates = new UnitRates(TokensPerSecond.FromPerSecond(100), null, TokensPerSecond.FromPerSecond(100), UnitLimits.Shared);
        var option = small.Reckoning.Price(new ProvisionedCandidate(SmallReckoning.Model, new(
            "p", "model", "theirs", "unit", UsdPerHour.FromDollars(2), default, rates, 1, 1, "", new(AsOf.Undated, "s", new("f", 1, 1)))));
        Same(2 * 2 * 730, option.CountedOn!.Value.Dollars);
        Same(2 * 2 * 730, small.Reckoning.BillOf(option, 3, 2));
    }

    /// <summary>The throughput that 80 % of the chances exceed, where 90 % lie between 0.6 and 1.5 (U1, U7).</summary>
    private static double CountedOn => Math.Pow(0.6, 0.8416 / 1.645);

    /// <summary>C7.</summary>
    private static void Split(SmallReckoning small, RankedOption option, double use)
    {
        var perMtok = (double)option.Cost!.Bill.Value.Dollars / small.Problem.Demand.MonthlyTokens.Count * 1e6;
        Same(perMtok, option.Cost.PerMtok.Allocation.Dollars);
        Same(perMtok * use, option.Cost.PerMtok.Usage.Dollars);
    }

    private static void Each(IReadOnlyList<SmallReckoning> cases, Action<SmallReckoning, double, double> test)
    {
        foreach (var (seed, small) in cases.Index())
        {
            try
            {
                test(small, seed % 3 == 0 ? 1 : 0.5 + (seed % 7 / 2.0), seed % 2 == 0 ? 1 : 0.75);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"case {seed}: {small}: {failure.Message}", failure);
            }
        }
    }

    private static void Same(double expected, decimal actual) => Assert.Equal(expected, (double)actual, 1e-9 * Math.Abs(expected));
}
