using Mtok.Tracking;

namespace Mtok.Tests;

public sealed class CostAllocationTests
{
    private const string Fleet = """
        [teams]
        "key-1" = "search"
        [[deployment]]
        name = "chat"
        price = "$8/h"
        accelerator = "h100-sxm"
        machine_gpus = 8
        gpus = 8
        precision = "fp8"
        instances = ["i-1"]
        models = ["llama-3.3-70b", "unheard-of"]
        targets = ["gpu-*"]
        """;

    [Fact]
    public void Tokens_of_a_bill_are_costs_of_their_model()
    {
        var bill = ReadBill.Real("tracking/bills/focus_1.5draft_ai_multi_model_invoice_via_csp_marketplace.csv").Rows;
        var costs = Allocated(bill, [], DeploymentFile.Empty).Rows;
        Assert.All(costs, row => Assert.Equal(CostKind.Busy, row.Kind));
        Assert.Equal((2000m, 35m, 2.36m), (Of(costs, "solora-atlas-5.6-jupiter"), Of(costs, "solora-atlas-5.6-mars"), Of(costs, "solora-atlas-5.6-venus")));
        var venus = Assert.Single(BillUsage.Besides(bill, [], DeploymentFile.Empty), usage => usage.Key.Model == "solora-atlas-5.6-venus").Tokens;
        Assert.Equal((930_000, 750_000, 100_000, 80_000, 250_000), (venus.Input, venus.InputUncached, venus.CacheRead, venus.CacheWriteUnsplit, venus.Output));
        Assert.Null(venus.Fault);
    }

    [Fact]
    public void A_log_says_whose_the_billed_tokens_are_and_the_rest_stays_with_the_bill()
    {
        var row = new BillRow(new("bill", 2, 1), "Solora", "", At(0), At(48), BillItem.Used, new("M-1", "account", "Solora API"), Money.Usd(10), null) { Class = TokenClass.Output, Tokens = 1_000 };
        UsageHour[] usage =
        [
            Used(0, "a", 300) with { Key = new("m-1", "a", "solora") }, Used(30, "b", 500) with { Key = new("m-1", "b", "solora") },
            Used(48, "b", 900) with { Key = new("m-1", "b", "solora") }, Used(1, "", 50) with { Key = new("m-1", "", "solora") },
        ];
        var costs = Allocated([row], usage, DeploymentFile.Empty);
        Assert.Equal([(At(0), "a", 3m), (At(0), "account", 2m), (At(30), "b", 5m)], costs.Rows.OrderBy(each => each.Key.Team).Select(each => (each.Hour!.Value, each.Key.Team, each.Amount.Amount)).OrderBy(each => each.Item1).ThenBy(each => each.Item2));
        Assert.Empty(costs.Warnings);
        var fewer = Allocated([row with { Tokens = 400 }], usage, DeploymentFile.Empty);
        Assert.Equal(10m, fewer.Rows.Sum(each => each.Amount.Amount));
        Assert.Contains("more tokens than the bill", Assert.Single(fewer.Warnings).Message, StringComparison.Ordinal);
        var named = new DeploymentFile([], new Dictionary<string, string> { ["account"] = "search" });
        Assert.Equal("search", Assert.Single(Allocated([row], usage, named).Rows).Key.Team);
        Assert.Equal(150, Assert.Single(BillUsage.Besides([row], usage, named)).Tokens.Output);
        Assert.Empty(BillUsage.Besides([row with { Tokens = 850 }, row with { Class = TokenClass.InputUncached }], [.. usage.Select(used => used with { Tokens = TokenClasses.Unknown with { Output = used.Tokens.Output } })], named));
        Assert.Equal(1_000, Assert.Single(BillUsage.Besides([row], [Used(0, "a", 300) with { Key = new("m-1", "a", "chat") }], Read(Fleet))).Tokens.Output);
    }

    [Fact]
    public void What_is_paid_in_advance_is_a_balance_and_no_cost()
    {
        var costs = Allocated(ReadBill.Real("tracking/bills/focus_1.5draft_ai_drawdown_via_prepayment.csv").Rows, [], DeploymentFile.Empty).Rows;
        Assert.Equal((50m, 499_950m, 500_000m), (Of(costs, CostKind.Busy), Of(costs, CostKind.Prepaid), costs.Sum(row => row.Amount.Amount)));
    }

    [Fact]
    public void What_a_commitment_leaves_unused_is_idle()
    {
        var costs = Allocated(ReadBill.Real("tracking/bills/focus_1.4draft_aws_savings_plan_underutilised_50pct_compute_rows.csv").Rows, [], DeploymentFile.Empty).Rows;
        Assert.Equal((949.32m, 949.32m, 691_101.36m), (Of(costs, CostKind.Idle), Of(costs, CostKind.Unattributed), Of(costs, CostKind.Prepaid)));
        Assert.Equal(693_000m, costs.Sum(row => row.Amount.Amount));
    }

    [Fact]
    public void A_mixed_bill_adds_up_with_credits_and_what_nobody_claims()
    {
        var bill = ReadBill.Real("tracking/bills/focus_1.0_sample_dev.csv").Rows;
        var costs = Allocated(bill, [], Read("[[deployment]]\nname = \"gpu\"\nbill = \"*g5.4xlarge*\"\n")).Rows;
        Assert.Equal(15.98766126931m, costs.Sum(row => row.Amount.Amount));
        Assert.Equal(-2.62660769932m, Of(costs, CostKind.Credit));
        Assert.Equal(0.08m, Of(costs, CostKind.Other));
        Assert.Equal(9.230635736m, costs.Where(row => row.Key.Deployment == "gpu").Sum(row => row.Amount.Amount));
    }

    [Fact]
    public void Machines_cost_their_price_until_the_bill_comes()
    {
        var fleet = Read(Fleet);
        var usage = new[] { Used(0, "a", 100), Used(3, "a", 100) };
        var before = Allocated([], usage, fleet).Rows;
        Assert.Equal(32m, before.Sum(row => row.Amount.Amount));
        Assert.All(before, row => Assert.True(row.IsEstimate));
        var after = Allocated([Machine(0, 2, 20)], usage, fleet).Rows;
        Assert.Equal((20m, 16m), (after.Where(row => !row.IsEstimate).Sum(row => row.Amount.Amount), after.Where(row => row.IsEstimate).Sum(row => row.Amount.Amount)));
        Assert.All(after, row => Assert.Equal(row.Hour >= At(2), row.IsEstimate));
    }

    [Fact]
    public void A_bill_of_the_seller_that_names_no_machine_is_not_paid_twice()
    {
        var fleet = Read("[[deployment]]\nname = \"chat\"\noffer = \"aws/p5.48xlarge\"\nregion = \"us-east-1\"\nmachines = 1\n");
        var row = Machine(0, 2, 196) with { Provider = "Amazon Web Services", Resource = "i-9" };
        var costs = Allocated([row], [Used(0, "a", 1) with { Key = new("m", "a", "chat") }, Used(1, "a", 1) with { Key = new("m", "a", "chat") }], fleet);
        Assert.Equal(196m, costs.Rows.Sum(each => each.Amount.Amount));
        Assert.All(costs.Rows, each => Assert.Equal(CostKind.Unattributed, each.Kind));
        Assert.Contains("names none of its machines", Assert.Single(costs.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_takes_its_part_of_machine_time_and_the_rest_is_idle()
    {
        var fleet = Read(Fleet);
        static UsageHour Hour(long requests) =>
            new(At(0), new("llama-3.3-70b", "a", "gpu-1"), requests, 0, Tokens(requests * 1_000, 0, requests * 250));
        var capacity = TokenTimes.Of(Workloads.Capacity, fleet.Deployments[0].Replica!.Deployment, Workloads.Built.FindModel("llama-3.3-70b")!, new(Mtok.Tokens.FromCount(1_000), Mtok.Tokens.FromCount(250), Ratio.Zero))!;
        var full = (long)(3600 / ((1_000 * capacity.Computed.Seconds) + (250 * capacity.Output.Seconds)));
        Assert.True(full > 10_000);
        var half = Allocated([], [Hour(full / 2)], fleet).Rows;
        Assert.Equal(8m, half.Sum(row => row.Amount.Amount));
        Assert.Equal(4, (double)Of(half, CostKind.Busy), 0.001);
        Assert.Equal(4, (double)Of(half, CostKind.Idle), 0.001);
        var over = Allocated([], [Hour(full * 2)], fleet);
        Assert.Equal((8m, 0m), (Of(over.Rows, CostKind.Busy), Of(over.Rows, CostKind.Idle)));
        Assert.Contains(over.Warnings, warning => warning.Message.Contains("more work was measured", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cached_token_is_less_work_than_a_computed_one_and_that_less_than_an_output_token()
    {
        var each = TokenTimes.Of(
            Workloads.Capacity, Read(Fleet).Deployments[0].Replica!.Deployment, Workloads.Built.FindModel("llama-3.3-70b")!,
            new(Mtok.Tokens.FromCount(4_000), Mtok.Tokens.FromCount(300), Ratio.FromPercent(75)))!;
        Assert.True(each.Cached > default(Duration) && each.Cached.Seconds < each.Computed.Seconds / 3 && each.Computed < each.Output, $"{each}");
    }

    [Fact]
    public void Without_a_model_of_the_device_tokens_divide_the_cost_and_it_says_so()
    {
        var usage = new[] { Used(0, "a", 300) with { Key = new("unheard-of", "a", "gpu-1") }, Used(0, "b", 100) with { Key = new("unheard-of", "b", "gpu-2") }, Used(2, "b", 1) with { Key = new("unheard-of", "b", "gpu-2") } };
        var costs = Allocated([], usage, Read(Fleet));
        Assert.Equal(6m, costs.Rows.Single(row => row.Hour == At(0) && row.Key.Team == "a").Amount.Amount);
        Assert.Equal(2m, costs.Rows.Single(row => row.Hour == At(0) && row.Key.Team == "b").Amount.Amount);
        Assert.Equal((CostKind.Idle, 8m), (costs.Rows.Single(row => row.Hour == At(1)).Kind, costs.Rows.Single(row => row.Hour == At(1)).Amount.Amount));
        Assert.Contains("divided by tokens", Assert.Single(costs.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Starting_machines_and_failed_requests_have_rows_of_their_own()
    {
        var fleet = Read(Fleet + "\nstart = \"15min\"\n[[deployment.run]]\nfrom = \"2026-10-01T00:30:00Z\"\n");
        var usage = Used(0, "a", 100) with { Key = new("unheard-of", "a", "gpu-1"), Requests = 10, Failed = 2 };
        var costs = Allocated([], [usage], fleet).Rows;
        Assert.Equal((4m, 2m, 1.6m, 0.4m), (costs.Sum(row => row.Amount.Amount), Of(costs, CostKind.ColdStart), Of(costs, CostKind.Busy), Of(costs, CostKind.Failed)));
    }

    [Fact]
    public void What_nothing_tells_of_is_unattributed_and_not_idle()
    {
        var fleet = Read(Fleet);
        var never = Allocated([Machine(0, 2, 20)], [], fleet);
        Assert.Equal((CostKind.Unattributed, "chat"), (never.Rows[0].Kind, never.Rows[0].Key.Deployment));
        Assert.Equal(20m, never.Rows.Sum(row => row.Amount.Amount));
        Assert.Contains("no usage is stated", Assert.Single(never.Warnings).Message, StringComparison.Ordinal);
        var late = Allocated([Machine(0, 4, 40)], [Used(2, "a", 1), Used(3, "a", 1)], fleet).Rows;
        Assert.Equal(20m, Of(late, CostKind.Unattributed));
        var silent = Allocated([Machine(2, 1, 5)], [Used(2, "a", 1) with { Tokens = TokenClasses.Unknown }], fleet).Rows;
        Assert.Equal(5m, Of(silent, CostKind.Unattributed));
    }

    [Fact]
    public void Usage_without_a_time_has_its_part_of_all_hours()
    {
        var usage = new[] { Used(0, "a", 300), Used(0, "b", 100) }.Select(row => row with { Hour = null, Key = row.Key with { Model = "unheard-of" } }).ToList();
        var costs = Allocated([Machine(0, 3, 30), Machine(5, 1, 10)], usage, Read(Fleet)).Rows;
        Assert.Equal([(null, "a", 30m), (null, "b", 10m)], costs.Select(row => (row.Hour, row.Key.Team, row.Amount.Amount)));
    }

    [Fact]
    public void Currencies_are_kept_apart_and_corrections_go_to_their_hours()
    {
        var fleet = Read(Fleet);
        var usage = new[] { Used(0, "a", 10), Used(1, "a", 10) };
        BillRow[] bill =
        [
            Machine(0, 2, 20), Machine(0, 1, 7) with { Billed = new(7, "EUR") }, Machine(0, 1, -3) with { IsCorrection = true }, Machine(1, 1, -2),
        ];
        var costs = Allocated(bill, usage, fleet).Rows;
        Assert.Equal((7m, 15m), (costs.Where(row => row.Amount.Currency == "EUR").Sum(row => row.Amount.Amount), costs.Where(row => row.Amount.Currency == "USD").Sum(row => row.Amount.Amount)));
        Assert.Equal(7m, costs.Where(row => row.Hour == At(0) && row.Amount.Currency == "USD").Sum(row => row.Amount.Amount));
        Assert.Equal((CostKind.Credit, -2m), (costs.Single(row => row.Amount.Amount == -2).Kind, costs.Single(row => row.Amount.Amount == -2).Amount.Amount));
    }

    [Fact]
    public void A_key_is_its_team_in_bills_and_in_usage()
    {
        var fleet = Read(Fleet);
        var row = new BillRow(new("bill", 2, 1), "Solora", "", At(0), At(1), BillItem.Used, new("m", "person@example.com", ""), Money.Usd(1), null) { Class = TokenClass.Output, Tokens = 5, Credential = "key-1" };
        Assert.Equal("search", Assert.Single(Allocated([row], [], fleet).Rows).Key.Team);
        Assert.All(Allocated([Machine(0, 1, 1)], [Used(0, "key-1", 1)], fleet).Rows, each => Assert.True(each.Key.Team is "search" or ""));
    }

    private static AllocatedCosts Allocated(IReadOnlyList<BillRow> bill, IReadOnlyList<UsageHour> usage, DeploymentFile fleet) =>
        CostAllocation.Of(bill, usage, fleet, Workloads.Capacity);

    private static decimal Of(IEnumerable<CostRow> costs, CostKind kind) => costs.Where(row => row.Kind == kind).Sum(row => row.Amount.Amount);

    private static decimal Of(IEnumerable<CostRow> costs, string model) => costs.Where(row => row.Key.Model == model).Sum(row => row.Amount.Amount);

    private static BillRow Machine(int hour, int hours, decimal cost) =>
        new(new("bill", 2, 1), "AWS", "2026-10-01", At(hour), At(hour + hours), BillItem.Used, UsageKey.Unknown, Money.Usd(cost), null) { Resource = "i-1", Hours = Duration.FromHours(hours) };

    private static UsageHour Used(int hour, string team, long output) => new(At(hour), new("llama-3.3-70b", team, "gpu-1"), 1, 0, Tokens(0, 0, output));

    private static TokenClasses Tokens(long computed, long cached, long output) => TokenClasses.Unknown with { Input = computed + cached, InputUncached = computed, CacheRead = cached, Output = output };

    private static DateTimeOffset At(int hour) => new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour);

    private static DeploymentFile Read(string text)
    {
        var problems = new Problems();
        var file = new DeploymentReader(Workloads.Built, problems).Read("d.toml", text);
        Assert.Empty(problems.All.Select(problem => problem.ToString()));
        return file!;
    }
}
