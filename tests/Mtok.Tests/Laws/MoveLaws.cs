using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Laws of the program over time, on random trees and costs.</summary>
public sealed class MoveLaws
{
    private static readonly Gen<MoveStage[]> Stages = Gen.Select(Gen.Double[0.2, 3], Gen.Double[0.1, 1]).Array[1, 3].Array[1, 3].Select(stages => stages
        .Select((branches, at) => new MoveStage((at + 1) / 2.0, [.. branches.Select(branch => (branch.Item1, branch.Item2 / branches.Sum(other => other.Item2)))]))
        .ToArray());

    private static readonly Gen<MoveProblem> Problems = Gen.Select(
        Stages, Gen.Double[0, 0.2], Gen.Double[1, 20].Array[2], Gen.Double[1, 40].Array[2], Gen.Double[0, 30].Array[2], Gen.Double[0, 8], (stages, capital, rents, prices, fixes, loss) =>
            new MoveProblem(
                new MoveTree(1, stages, 3).WithEnds([1]),
                capital,
                [new(1, count => count * rents[0], [1, 2, 4]), new(double.PositiveInfinity, count => count * rents[1], [2, 3]) { Loss = (count, _) => count * loss }],
                2,
                (_, demand, held, way) => fixes[way] + (prices[way] * Math.Max(0, demand - (0.5 * (held[0] + held[1]))))));

    private static readonly Gen<SwitchTerms> Switches = Gen.Select(Gen.Double[0, 10], Gen.Double[0, 0.3], Gen.Double[0, 1], (cost, overlap, exit) => new SwitchTerms(cost, overlap, exit));

    private static double Value(MoveProblem problem, MoveFreedom? freedom = null) => new MoveProgram(problem, freedom).Best.Value;

    private static bool AtMost(double less, double more) => less <= more + (1e-9 * Math.Abs(more));

    [Fact]
    public void More_freedom_never_costs_more() => Gen.Select(Problems, Switches).Sample((free, terms) =>
    {
        var problem = free with { Switch = terms, Today = 0 };
        var (best, wait, never) = (Value(problem), Value(problem, new([0, 0], Later: true)), Value(problem, new([0, 0], Later: false)));
        Assert.True(AtMost(best, wait) && AtMost(wait, never) && AtMost(best, Value(problem, new([2, 0], Later: false))));
        Assert.True(AtMost(Value(problem with { Switch = terms with { Cost = 0, Overlap = 0 } }), best));
        Assert.True(AtMost(Value(problem with { Switch = terms with { EarlyExit = terms.EarlyExit / 2 } }), best));
        Assert.True(AtMost(best, Value(problem with { Switch = terms with { Cost = terms.Cost + 1 } })));
    });

    [Fact]
    public void What_is_known_from_the_beginning_costs_no_more() => Gen.Select(Problems, Switches).Sample((free, terms) =>
    {
        var problem = free with { Switch = terms, Today = 1 };
        Assert.Equal(1, problem.Tree.Paths().Sum(path => path.Chance), 1e-9);
        Assert.True(AtMost(problem.Tree.Paths().Sum(path => path.Chance * Value(problem with { Tree = path.Path })), Value(problem)));
    });

    [Fact]
    public void The_order_of_branches_does_not_matter() => Problems.Sample(problem =>
    {
        var other = problem with { Tree = problem.Tree with { Stages = [.. problem.Tree.Stages.Select(stage => stage with { Branches = [.. stage.Branches.Reverse()] })] } };
        Assert.Equal(Value(problem), Value(other), 1e-9 * Value(problem));
    });

    /// <summary>Where demand stays what it is and a change is free, what costs least in a year costs least.</summary>
    [Fact]
    public void Without_doubt_the_cheapest_year_is_held() => Problems.Sample(problem =>
    {
        var certain = problem with
        {
            Tree = new(1, [new(0.5, [(1, 1)])], 3),
            Kinds = [.. problem.Kinds.Select(kind => kind with { Loss = (_, _) => 0 })],
        };
        int[] Levels(int kind) => [0, .. certain.Kinds[kind].Levels];
        var least = Levels(0).SelectMany(one => Levels(1).SelectMany(other => Enumerable.Range(0, 2).Select(way =>
            certain.Kinds[0].Rent(one) + certain.Kinds[1].Rent(other) + certain.Bill(0, 1, [one, other], way)))).Min();
        Assert.Equal(least * PresentValue.Between(0, 3, certain.CostOfCapital), Value(certain), 1e-9 * Value(certain));
    });

    /// <summary>The same by plain recursion over every scenario, for machines that stay to the horizon, at prices that move.</summary>
    [Fact]
    public void The_value_is_that_of_plain_recursion() => Problems.Sample(problem =>
    {
        var owned = problem with
        {
            Kinds = [problem.Kinds[1] with { Price = stage => 1 + (0.2 * stage) }],
            Bill = (stage, demand, held, way) => problem.Bill(stage, demand, [0, held[0]], way) * (1 - (0.1 * stage)),
        };
        double Of(int stage, double demand, int held)
        {
            var (from, to) = (owned.Tree.YearOf(stage), owned.Tree.YearOf(stage + 1));
            return owned.Kinds[0].Levels.Where(level => level > held).Append(held).Min(count =>
                owned.Kinds[0].Loss(count, 0) - owned.Kinds[0].Loss(held, 0)
                + (0.2 * stage * (owned.Kinds[0].Rent(count) - owned.Kinds[0].Rent(held)) * PresentValue.Between(0, owned.Tree.Horizon - from, owned.CostOfCapital))
                + ((owned.Kinds[0].Rent(count) + Enumerable.Range(0, 2).Min(way => owned.Bill(stage, demand, [count], way))) * PresentValue.Between(0, to - from, owned.CostOfCapital))
                + owned.Tree.After(stage).Sum(branch =>
                    branch.Chance * PresentValue.After(to - from, owned.CostOfCapital) * Of(stage + 1, demand * branch.Demand, count)));
        }

        Assert.Equal(Of(0, 1, 0), Value(owned), 1e-9 * Value(owned));
    });

    /// <summary>Later prices that rise never make the whole cheaper, and where all rise alike from now on the value does so too.</summary>
    [Fact]
    public void Dearer_prices_later_cost_no_less() => Gen.Select(Problems, Gen.Double[0, 0.3]).Sample((problem, more) =>
    {
        var dearer = problem with
        {
            Kinds = [.. problem.Kinds.Select(kind => kind with { Price = stage => 1 + (more * stage) })],
            Bill = (stage, demand, held, way) => problem.Bill(stage, demand, held, way) * (1 + (more * stage)),
        };
        Assert.True(AtMost(Value(problem), Value(dearer)));
    });

    [Fact]
    public void A_policy_costs_what_it_says() => Problems.Sample(problem =>
    {
        var (program, tree) = (new MoveProgram(problem), problem.Tree);
        var steps = program.Policy().ToList();
        var spent = steps.Sum(step => step.Chance * PresentValue.Between(tree.YearOf(step.Stage), tree.YearOf(step.Stage + 1), problem.CostOfCapital)
            * (problem.Kinds.Select((kind, at) => kind.Rent(step.Choice.Held[at])).Sum() + problem.Bill(step.Stage, step.Demand, [.. step.Choice.Held], step.Choice.Way)));
        Assert.True(AtMost(spent, program.Best.Value));
        if (problem.Kinds.All(kind => kind.Loss(1, 1) == 0) || steps.TrueForAll(step => step.Choice.Held[1] == 0))
        {
            Assert.Equal(program.Best.Value, spent, 1e-9 * spent);
        }
    });
}
