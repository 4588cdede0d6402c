using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Whatever is billed and used: the parts are the bill, to the last digit, in any order.</summary>
public sealed class AllocationLaws
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Parts_are_the_bill_to_the_last_digit_in_any_order()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var bill = Some(random, 12, BillRow);
            var usage = Some(random, 15, UsageRow).DistinctBy(row => (row.Hour, row.Key)).ToList();
            var fleet = Fleet(random);
            var costs = CostAllocation.Of(bill, usage, fleet, seed % 2 == 0 ? Workloads.Capacity : null);
            var rows = costs.Rows.Where(row => !row.IsEstimate).ToLookup(row => row.Amount.Currency);
            Assert.All(bill.GroupBy(row => row.Billed.Currency), group => Assert.Equal(group.Sum(row => row.Billed.Amount), rows[group.Key].Sum(row => row.Amount.Amount)));
            Assert.All(rows, group => Assert.Contains(group.Key, bill.Select(row => row.Billed.Currency)));
            var shuffled = CostAllocation.Of([.. bill.OrderBy(_ => random.Next())], [.. usage.OrderBy(_ => random.Next())], fleet, seed % 2 == 0 ? Workloads.Capacity : null);
            Assert.Equal(costs.Rows, shuffled.Rows);
            Assert.Equal(costs.Warnings, shuffled.Warnings);
        }
    }

    internal static List<T> Some<T>(Random random, int most, Func<Random, T> one) => [.. Enumerable.Range(0, random.Next(most)).Select(_ => one(random))];

    internal static BillRow BillRow(Random random)
    {
        var from = random.Next(8) == 0 ? (DateTimeOffset?)null : Start.AddMinutes(random.Next(-300, 3_000));
        var billed = new Money(Amount(random), Pick(random, "USD", "USD", "EUR"));
        var hours = random.Next(60);
        return new(
            new("bill", 2, 1), Pick(random, "AWS", "Microsoft"), "2026-10-01", from, random.Next(8) == 0 ? null : from?.AddMinutes(random.Next(-60, 4_000)),
            Pick(random, BillItem.Used, BillItem.Used, BillItem.Used, BillItem.UnusedCommitment, BillItem.Purchase, BillItem.Tax, BillItem.Credit, BillItem.Other),
            new(Pick(random, "", "m", "M"), Pick(random, "", "a", "b", "c"), ""), billed, random.Next(2) == 0 ? null : billed with { Amount = Amount(random) })
        {
            Resource = Pick(random, "i-1", "i-2", "i-3", ""),
            Class = random.Next(4) == 0 ? TokenClass.Output : null,
            Tokens = random.Next(1_000),
            Commitment = Pick(random, "", "", "plan"),
            IsCorrection = random.Next(4) == 0,
            Hours = random.Next(3) == 0 ? null : Duration.FromHours(hours / 7.0),
        };
    }

    private static decimal Amount(Random random) =>
        random.Next(6) == 0 ? 0 : new decimal(random.Next(), random.Next(100), 0, random.Next(5) == 0, (byte)random.Next(16));

    internal static UsageHour UsageRow(Random random) => new(
        random.Next(40) == 0 ? null : Start.AddHours(random.Next(48)),
        new(Pick(random, "llama-3.3-70b", "llama-3.3-70b", "m", ""), Pick(random, "", "a", "b"), Pick(random, "gpu-1", "gpu-2", "", "elsewhere")),
        random.Next(4) == 0 ? null : random.Next(1_000),
        random.Next(2) == 0 ? null : random.Next(10),
        new(Count(random), null, Count(random), null, null, null, Count(random), null));

    private static long? Count(Random random) => random.Next(5) == 0 ? null : random.Next(5_000_000);

    internal static DeploymentFile Fleet(Random random)
    {
        IReadOnlyList<MachineRun> runs = random.Next(3) switch
        {
            0 => [],
            1 => [new(null, null, random.Next(3))],
            _ => [new(Start.AddMinutes(random.Next(500)), Start.AddMinutes(random.Next(500, 3_000)), random.Next(4)), new(Start.AddHours(50), null, 1)],
        };
        var size = new ReplicaSize("h100-sxm", 8, 4, new("fp8"), null);
        return new(
            [
                new("one", new("d.toml", 1, 1), runs, MachinePrice.Own(Money.Usd(random.Next(1, 90) / 7m)), random.Next(3) == 0 ? null : size) { BilledAs = [new("i-1")], Targets = [new("gpu-1")], Start = Duration.FromMinutes(random.Next(90)) },
                new("two", new("d.toml", 9, 1), [], null, size) { BilledAs = [new("i-2")], Targets = [new("gpu-2")], Models = [new("m")] },
            ],
            new Dictionary<string, string> { ["a"] = "search" });
    }

    private static T Pick<T>(Random random, params T[] of) => of[random.Next(of.Length)];
}
