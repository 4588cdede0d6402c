using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>The optimiser's curse: the best of many estimates is too good, and the bill to count on covers that (U10).</summary>
public sealed class SelectionTests
{
    /// <summary>
    /// True costs of 4 to 150 deployments, log-normal; estimates err by their own interval, apart or together with all of an engine and of a device. Of
    /// those chosen by the bill to count on, the true bill is on average at most that bill; without U10 it is 8 % above, so the law can fail.
    /// </summary>
    [Fact]
    public void The_true_bill_of_the_chosen_way_is_on_average_at_most_the_bill_to_count_on()
    {
        var (alone, counted) = (new List<double>(), new List<double>());
        for (var seed = 0; seed < 400; seed++)
        {
            var (machines, truths) = Instance(new Random(seed));
            alone.Add(TrueBill([.. machines.Select(machine => machine with { Chosen = Ratio.FromValue(double.PositiveInfinity) })], truths));
            counted.Add(TrueBill(machines, truths));
        }

        Assert.True(counted.Average() <= 1, $"{counted.Average()}");
        Assert.True(alone.Average() > 1.03, $"{alone.Average()}");
        Assert.InRange(counted.Average(), 0.8, 1);
    }

    /// <summary>A deployment is counted on alike whatever else a file leaves out: with fewer precisions a bill was lower.</summary>
    [Fact]
    public void A_precision_that_is_named_changes_no_figure_of_those_that_stay()
    {
        Dictionary<string, double> CountedOn(string limit)
        {
            var workload = KeyMatrixTests.Read(KeyTable.Workload($"models=[\"qwen3-32b\"]; allow.kinds=[\"on_demand\"]{limit}"));
            return PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity).Machines
                .DistinctBy(machine => machine.Name).ToDictionary(machine => machine.Name, machine => machine.CountedOn.Value);
        }

        var (free, bound) = (CountedOn(""), CountedOn("; allow.precisions=[\"fp8\"]"));
        Assert.NotEmpty(bound);
        Assert.All(bound, one => Assert.Equal(free[one.Key], one.Value, 1e-12));
    }

    [Fact]
    public void What_is_known_exactly_or_has_few_others_keeps_its_own_interval()
    {
        var few = Among([.. Enumerable.Range(0, 3).Select(at => Machine(at, 10 + at, 0.3))]);
        Assert.All(few, machine => Assert.Equal(Spread.Of(machine.Throughput.Low, machine.Throughput.High).At(-Spread.EightyPercent), machine.CountedOn.Value));
        var exact = Among([.. Enumerable.Range(0, 30).Select(at => Machine(at, 10 + at, 0))]);
        Assert.All(exact, machine => Assert.Equal(1, machine.CountedOn.Value, 1e-6));
    }

    /// <summary>Of equal intervals the one that stands out most loses most, and none gains.</summary>
    [Fact]
    public void The_farther_one_stands_out_the_more_is_taken_off_and_their_order_stays()
    {
        var machines = Among([.. Enumerable.Range(0, 40).Select(at => Machine(at, 10 * Math.Exp(at / 20.0), 0.3))]);
        double Counted(MachineChoice machine) => machine.Rates[0].PerSecond * machine.CountedOn.Value;
        Assert.All(machines.Zip(machines.Skip(1)), pair => Assert.True(Counted(pair.First) < Counted(pair.Second) && pair.First.CountedOn >= pair.Second.CountedOn));
        Assert.True(machines[^1].CountedOn < machines[0].CountedOn);
        Assert.All(machines, machine => Assert.True(machine.CountedOn.Value <= Spread.Of(machine.Throughput.Low, machine.Throughput.High).At(-Spread.EightyPercent)));
    }

    /// <summary>The true bill of the one chosen / the bill to count on that was printed.</summary>
    private static double TrueBill(IReadOnlyList<MachineChoice> machines, double[] truths)
    {
        var best = machines.Index().MaxBy(machine => machine.Item.Rates[0].PerSecond * machine.Item.CountedOn.Value);
        return best.Item.Rates[0].PerSecond * best.Item.CountedOn.Value / truths[best.Index];
    }

    private static (IReadOnlyList<MachineChoice> Machines, double[] Truths) Instance(Random random)
    {
        double Normal() => Spread.Normal(random);
        var (count, apart, user) = (random.Next(4, 151), 0.1 + (0.6 * random.NextDouble()), Normal());
        double[] engines = [.. Enumerable.Range(0, 3).Select(_ => Normal())];
        double[] devices = [.. Enumerable.Range(0, 12).Select(_ => Normal())];
        var (machines, truths) = (new List<MachineChoice>(), new double[count]);
        var own = Math.Sqrt(1 - ThroughputFactors.UserShare - ThroughputFactors.EraShare - ThroughputFactors.DeviceShare);
        for (var at = 0; at < count; at++)
        {
            truths[at] = 10 * Math.Exp(apart * Normal());
            var error = 0.05 + (0.4 * random.NextDouble());
            var normal = (Math.Sqrt(ThroughputFactors.UserShare) * user) + (Math.Sqrt(ThroughputFactors.EraShare) * engines[at % 3])
                + (Math.Sqrt(ThroughputFactors.DeviceShare) * devices[at % 12]) + (own * Normal());
            machines.Add(Machine(at, truths[at] * Math.Exp(error * normal), error));
        }

        return (Among(machines), truths);
    }

    private static IReadOnlyList<MachineChoice> Among(IReadOnlyList<MachineChoice> machines) => Selection.Among(machines, machines.Select(machine =>
        Selection.FigureOf(machine.Model?.Id ?? "", machine.Deployment, machine.Price, machine.Rates[0], machine.Throughput)));

    private static MachineChoice Machine(int at, double rate, double error)
    {
        var machine = SmallFleets.Machine($"m{at}", Pricing.OnDemand, 2, rate, 1, 1);
        var far = Math.Exp(Spread.Ends * error);
        return machine with
        {
            Deployment = machine.Deployment with { Engine = $"engine {at}" },
            Throughput = new(Ratio.FromValue(1 / far), Ratio.One, Ratio.FromValue(far), Evidence.Modelled),
        };
    }
}
