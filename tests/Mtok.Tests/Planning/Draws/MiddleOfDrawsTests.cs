using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Draws in which nothing turns out otherwise than the figures say cost what the figures say.</summary>
public sealed class MiddleOfDrawsTests
{
    private static readonly Band Sure = new(Ratio.One, Ratio.One, new BandSource.Assumed());

    private static readonly Uncertainties Nothing = new(Sure, Sure, PriceTrends.Same(Ratio.Zero));

    private static readonly Overheads Dear = Overheads.None with
    {
        Multiplier = Ratio.FromValue(3),
        Support = UsdPerMonth.FromDollars(500),
        Storage = UsdPerMonth.FromDollars(40),
        LoadBalancer = UsdPerMonth.FromDollars(20),
        Egress = UsdPerGigabyte.FromDollars(0.09m),
        BytesPerOutputToken = Bytes.FromCount(250),
        Logs = UsdPerGigabyte.FromDollars(0.5m),
        LogBytesPerRequest = Bytes.FromCount(2000),
    };

    public static TheoryData<string, double, double, bool, bool> Cases => new()
    {
        { "steady", 20, 1, true, false },
        { "steady", 20, 3, false, false },
        { "steady", 0.05, 3, true, false },
        { "business hours", 20, 3, true, false },
        { "spiky", 200, 3, false, true },
        { "spiky", 3, 1, true, true },
    };

    /// <summary>Options that the plan may choose from and, with a problem that has no machines, options that it may not.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Cases))]
    public void Every_finalist_costs_the_bill_of_its_option(string shape, double rate, double multiplier, bool inProblem, bool classes)
    {
        var hours = shape switch { "steady" => HourlyShape.Steady, "spiky" => HourlyShape.Spiky(Ratio.FromValue(5)), _ => HourlyShape.BusinessHours };
        var asked = Workloads.Of(RequestsPerSecond.FromPerSecond(rate), hours, ServiceLevel.None) with { Overheads = Dear with { Multiplier = Ratio.FromValue(multiplier) }, Fleet = FleetRules.DefaultFor(ServiceLevel.None) with { Spares = 1 } };
        var demand = Demand.Of(asked, 168, 6);
        var workload = asked;
        if (classes)
        {
            asked = asked with { Classes = [new("fast", new(Duration.FromSeconds(1), Duration.FromMilliseconds(40)), true, default, new("w.toml", 1, 1))] };
            demand = demand with
            {
                Classes = [DemandClass.Of(asked.Mix, asked.RulesOf("fast")), DemandClass.Of(asked.Mix, asked.RulesOf("slow"))],
                Spans = [.. demand.Spans.Select(span => span with { Rates = [.. Enumerable.Repeat((IReadOnlyList<RequestsPerSecond>)[.. span.Rates[0].Select(rate => rate * Ratio.FromPercent(50))], 2)] })],
            };
            workload = DemandedWorkload.Of(asked, demand, "two classes");
        }

        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var problem = PlanChoices.For(asked, demand, Workloads.Built, Workloads.Capacity);
        var finalists = new Finalists(inProblem ? problem : problem with { Machines = [] }, new Outlook(Nothing));
        var options = decision.BestOfEachKind.Concat(decision.Options.Where(option => option.Feasible).Where((_, at) => at % 97 == 0)).ToList();
        Assert.True(options.Count > 8);
        Assert.All(options, option =>
        {
            var (bill, middle) = ((double)option.Cost!.Bill.Value.Dollars, finalists.Of(option));
            Assert.True(Math.Abs(middle.BillAt(finalists.Middle).Total - bill) <= 1e-6 * bill, $"{option.Name}: {middle.BillAt(finalists.Middle).Total} in place of {bill}");
        });
    }
}
