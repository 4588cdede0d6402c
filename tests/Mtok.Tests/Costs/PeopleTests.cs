using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>C14: the work of people is in every bill, by what a way takes, and never twice.</summary>
public sealed class PeopleTests
{
    /// <summary>The middle of what the catalog says a year costs, by the month.</summary>
    private const decimal Fte = 225_000m / 12;

    private static Workload Read(string more) => Workloads.Read(Workloads.Steady + more);

    private static Decision Decide(string more) => Decision.For(Read(more), Workloads.Built, Workloads.Capacity);

    private static RankedOption Best(Decision decision, OptionKind kind) => decision.Options.First(option => option.MayWin && option.Kind == kind);

    [Fact]
    public void An_api_takes_a_twentieth_and_machines_a_quarter_more_and_the_api_that_stands_in()
    {
        var decision = Decide("");
        Assert.Equal(Fte * 0.05m, Best(decision, OptionKind.Api).Cost!.People.Dollars, 6);
        Assert.Equal(Fte * 0.35m, Best(decision, OptionKind.OnDemand).Cost!.People.Dollars, 6);
        var alone = Decide("[allow]\nkinds = [\"on_demand\"]\n");
        Assert.Equal(Fte * 0.30m, Best(alone, OptionKind.OnDemand).Cost!.People.Dollars, 6);
    }

    [Theory]
    [InlineData("[overheads]\nmultiplier = 1.4\n", 0.10)]
    [InlineData("[people]\nfte_per_model = 1.5\nfte_per_seller = 0\n", 1.5)]
    [InlineData("[overheads]\nmultiplier = 1.4\n[people]\nfte_per_model = 1\n", 1.10)]
    public void What_is_stated_replaces_what_is_assumed(string more, double fte) =>
        Assert.Equal(Fte * (decimal)fte, Best(Decide(more), OptionKind.OnDemand).Cost!.People.Dollars, 6);

    [Fact]
    public void Engineers_that_overheads_state_are_those_who_run_the_model()
    {
        var option = Best(Decide("[overheads]\nengineer = \"$110/h\"\nengineer_time = \"40h\"\n"), OptionKind.OnDemand);
        Assert.Equal((Fte * 0.10m) + 4400, option.Cost!.People.Dollars, 6);
    }

    [Fact]
    public void More_people_cost_as_much_more_and_no_other_figure_moves()
    {
        var (none, some) = (Decide("[people]\nfte_per_model = 0\nfte_per_seller = 0\n"), Decide(""));
        foreach (var option in none.Options.Where(option => option.Feasible && option.Kind != OptionKind.Mixed))
        {
            var with = some.Options.First(other => other.Name == option.Name && other.ModelId == option.ModelId && other.Feasible);
            Assert.Equal(option.Cost!.Bill.Value.Dollars + with.Cost!.People.Dollars, with.Cost.Bill.Value.Dollars, 6);
            Assert.Equal((option.Cost.Machines, option.Cost.Utilization), (with.Cost.Machines, with.Cost.Utilization));
        }
    }

    [Fact]
    public void The_work_at_which_the_answer_changes_is_where_both_cost_the_same()
    {
        var decision = Decide("[people]\nfte_per_model = 0\n");
        var flip = decision.Flips.OfType<Flip.Work>().Single();
        string Fixed(double hours) => FormattableString.Invariant($"[people]\nfte_per_model = {hours / (2080.0 / 12):R}\n");

        // The API that stands in is part of the work today.
        var beyond = flip.Threshold!.Value.Hours - flip.Today.Hours;
        Assert.True(beyond > 0);
        Assert.NotEqual(OptionKind.Api, Decide(Fixed(beyond * 0.98)).Recommended!.Kind);
        Assert.Equal(OptionKind.Api, Decide(Fixed(beyond * 1.02)).Recommended!.Kind);
    }

    [Fact]
    public void A_plan_pays_the_people_of_an_option_of_the_same_machines()
    {
        var workload = Read("[allow]\nkinds = [\"on_demand\"]\n");
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        var plan = FleetProgram.Solve(problem, SolveLimits.Default).BestPlan!;
        var sellers = plan.Machines.Select(line => line.Choice.Offer.Seller).Distinct().Count();
        Assert.Equal(Fte * (0.25m + (0.05m * sellers)), plan.People.Dollars, 6);
    }
}
