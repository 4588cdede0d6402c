using System.Text.Json.Nodes;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>The first move of a decision between an API, machines to buy and machines on demand.</summary>
public sealed class FirstMoveTests
{
    private static readonly ApiTariff Tariff = ApiTariff.From(Workloads.Built.ApisFor(Workloads.Built.FindModel("llama-3.3-70b")!)).First(tariff => tariff.Base.Provider == "novita");

    private static readonly OwnedMachine Box = Workloads.Built.Owned[0] with { Name = "box" };

    /// <summary>A workload with one API and, where they are told apart by what they serve, machines to buy.</summary>
    private static FirstMove Move(double rate, double served, Func<Workload, Workload>? change = null)
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(rate), HourlyShape.Steady, ServiceLevel.None) with { Owned = [Box] };
        workload = change?.Invoke(workload) ?? workload;
        var model = Workloads.Built.FindModel("llama-3.3-70b")!;
        var requests = new Estimate<RequestsPerSecond>(
            RequestsPerSecond.FromPerSecond(served * 0.7), RequestsPerSecond.FromPerSecond(served), RequestsPerSecond.FromPerSecond(served * 1.4), Evidence.Modelled);
        var capacity = new ReplicaCapacity(model, new("h100-sxm", 8, new("fp8"), "vLLM"), requests, null, 1, Ratio.One, "");
        var fleet = new Fleet(Box.AsOffer(), capacity, 8, Box.PerHour, byTheHour: false, workload.Fleet, Evidence.Modelled, []);
        var ways = Workloads.WaysOf(workload, [fleet], Tariff);
        return FirstMoveSearch.Of(ways.All(), ways.Problem, ways.Reckoning, workload, Workloads.Built, Uncertainties.Of(workload, Workloads.Built))!;
    }

    private static Workload Certain(Workload workload) => workload with { Forecast = new(Ratio.One, Ratio.One) };

    private static Workload Golden(Workload workload) => workload with
    {
        Horizon = new(60, Ratio.FromPercent(8)),
        Growth = new(
            [new(6, [Ratio.FromValue(0.3), Ratio.One, Ratio.FromValue(2)], [Ratio.FromValue(0.3), Ratio.FromValue(0.4), Ratio.FromValue(0.3)])], Ratio.Zero),
    };

    private static double ValueOf(FirstMove move, MoveStyle style) => (double)move.Alternatives.Single(alternative => alternative.Style == style).PresentValue.Dollars;

    [Fact]
    public void Without_doubt_the_cheapest_month_goes_on()
    {
        var move = Move(1, 30, Certain);
        Assert.Empty(move.Now.Held);
        Assert.Equal(OptionKind.Api, move.Now.Way!.Kind);
        Assert.Equal((0, 0), (move.DemandIsWorth.Dollars, move.Terms.Months - 36));
        Assert.Equal((double)move.Now.Bill.Dollars * 12 * PresentValue.Between(0, 3, 0.08), (double)move.PresentValue.Dollars, 1.0);
        Assert.Equal(ValueOf(move, MoveStyle.Never), ValueOf(move, MoveStyle.Best));
    }

    [Fact]
    public void Where_demand_may_shrink_fewer_are_bought_than_a_month_like_todays_asks_for()
    {
        var (certain, doubtful) = (Move(600, 100, Certain), Move(600, 100, Golden));
        int Committed(FirstMove move) => move.Alternatives.Single(alternative => alternative.Style == MoveStyle.CommitNow).Now.Held.Sum(held => held.Machines);
        Assert.Equal(Committed(certain), Committed(doubtful));
        Assert.True(doubtful.Now.Held.Sum(held => held.Machines) < Committed(doubtful));
        Assert.True(ValueOf(doubtful, MoveStyle.Best) <= ValueOf(doubtful, MoveStyle.Wait));
        Assert.Equal(ValueOf(doubtful, MoveStyle.CommitNow) - ValueOf(doubtful, MoveStyle.Wait), (double)doubtful.WaitingIsWorth.Dollars, 0.02);
        Assert.True(doubtful.DemandIsWorth.Dollars > 0);
        Assert.True(doubtful.ThroughputIsWorth.Dollars >= 0);
        Assert.Equal(1, doubtful.Policy.Where(step => Math.Abs((step.At / Duration.Month).Value - 6) < 1e-9).Sum(step => step.Chance.Value), 1e-9);
    }

    /// <summary>Beyond a trigger the first move is the one that it says; on this side it is not.</summary>
    [Fact]
    public void A_trigger_is_where_the_first_move_changes()
    {
        var move = Move(5, 100);
        Assert.Empty(move.Now.Held);
        var trigger = move.Triggers.OfType<MoveTrigger.Volume>().Single(volume => volume.Threshold > volume.Today);
        var factor = (trigger.Threshold!.Value / trigger.Today).Value;
        Assert.NotEmpty(Move(5 * factor * 1.001, 100).Now.Held);
        Assert.Empty(Move(5 * factor * 0.97, 100).Now.Held);
        Assert.NotEmpty(trigger.To!.Held);
    }

    [Fact]
    public void Machines_pay_back_their_price_by_what_they_save_without_their_capital()
    {
        var move = Move(600, 100, Certain);
        var payback = move.Payback!;
        var machines = payback.Of.Held.Sum(held => held.Machines);
        Assert.Equal((true, machines * Box.Price.Dollars), (payback.IsMade, payback.Outlay.Dollars));
        var api = Move(600, 0.01, Certain).Now.Bill;
        var capital = machines * (double)Box.CapitalPerHour.Dollars * 730;
        Assert.Equal((double)(api - payback.Of.Bill).Dollars + capital, (double)payback.Saving.Dollars, 0.1);
        Assert.Equal((double)(payback.Outlay.Dollars / payback.Saving.Dollars), (payback.Time!.Value / Duration.Month).Value, 1e-9);
    }

    [Fact]
    public void A_server_loses_the_same_share_of_its_value_every_year()
    {
        Assert.Equal(Box.Price, Box.ResaleAt(default));
        Assert.Equal((double)(Box.Price * Box.ResidualShare).Dollars, (double)Box.ResaleAt(Box.Life).Dollars, 0.01);
        Assert.InRange((Box.ResaleAt(Duration.FromYears(3)) / Box.Price).Value, 0.25, 0.35);
    }

    [Fact]
    public void What_is_used_today_is_a_way_and_leaving_it_costs()
    {
        Workload Paid(Workload workload, decimal bill, decimal cost) => Certain(workload) with
        {
            Today = new(null, "", UsdPerMonth.FromDollars(bill)),
            Switch = SwitchRules.Free with { Cost = Usd.FromDollars(cost) },
        };
        var api = Move(1, 30, Certain).Now.Bill.Dollars;
        Assert.Null(Move(1, 30, workload => Paid(workload, api / 2, 0)).Now.Option);
        var left = Move(1, 30, workload => Paid(workload, api * 2, 1000));
        Assert.Equal(OptionKind.Api, left.Now.Way!.Kind);
        Assert.Equal((1000m, true), (left.Payback!.Outlay.Dollars, left.Payback.IsMade));
        Assert.Null(Move(1, 30, workload => Paid(workload, api * 2, api * 100)).Now.Option);
    }

    public static TheoryData<string, string, string> Keys => new()
    {
        { "[horizon]\nmonths = 36", "[horizon]\nmonths = 60", "" },
        { "[horizon]\ncost_of_capital = 0.08", "[horizon]\ncost_of_capital = 0.2", "" },
        { "[growth]\nmonths = [6]", "[growth]\nmonths = [11]", "" },
        { "[growth]\ndemand = [0.3, 2]", "[growth]\ndemand = [0.3, 3]", "" },
        { "[growth]\ndemand = [0.3, 2]", "[growth]\ndemand = [0.3, 2]\nchances = [0.2, 0.8]", "" },
        { "[growth]\nyearly = 0", "[growth]\nyearly = 0.5", "" },
        { "[switch]\ncost = 0", "[switch]\ncost = 5000", "[today]\nusd_per_month = 1e6\n" },
        { "[switch]\nweeks = 0", "[switch]\nweeks = 5", "[today]\nusd_per_month = 1e6\n" },
        { "[switch]\nnotice = 0", "[switch]\nnotice = 2", "[today]\nusd_per_month = 1e6\n" },
        { "[switch]\nearly_exit = 1", "[switch]\nearly_exit = 0", "[growth]\ndemand = [0.02, 2]\n" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Each_key_of_time_changes_the_first_move(string before, string after, string others)
    {
        string Of(string tables)
        {
            var workload = KeyMatrixTests.Read(
                "models = [\"llama-3.3-70b\"]\n[traffic]\ntokens_per_day = 20e9\n[tokens]\ninput = 300\noutput = 300\n[allow]\nkinds = [\"api\", \"owned\", \"mixed\"]\n"
                    + others + tables + "\n");
            var json = new JsonObject();
            MovesReport.AddTo(json, Decision.For(workload, KeyMatrixTests.Few.Value.Catalog, KeyMatrixTests.Few.Value));
            Assert.NotNull(json["first_move"]);
            Assert.NotEmpty(json["triggers"]!.AsArray());
            return json.ToJsonString();
        }

        Assert.NotEqual(Of(before), Of(after));
    }
}
