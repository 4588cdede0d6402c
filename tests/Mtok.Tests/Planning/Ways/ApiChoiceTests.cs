using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What requests of a demand cost at an API, by their class and the hours at which they come.</summary>
public sealed class ApiChoiceTests
{
    private static readonly Provenance Source = new(AsOf.Undated, "s", new("f", 1, 1));

    private static readonly PriceHours Day = PriceHours.TryParse("08-16", "", out var hours) ? hours! : null!;

    private static readonly ApiPrice Base = new("provider", "model", "theirs", PricesOf(10), null, null, null, default, Source);

    /// <summary>Of 24 hours those of the day have three times the requests; the second class may wait for a day.</summary>
    private static readonly Demand Demand = new(
        Duration.Hour,
        [new("now", Mix(1), true, default), new("later", Mix(2), true, Duration.FromHours(24))],
        [new("day", Ratio.One, [Rates(hour => hour is >= 8 and < 16 ? 3 : 1), Rates(hour => hour < 8 ? 2 : 1)])]);

    [Fact]
    public void One_price_at_all_hours()
    {
        var api = ApiChoice.Of(new(Base, []), Demand, [true, true]);
        Assert.Equal(("provider API theirs", 10m, 20m), (api.Name, Thousandths(api.PerRequest[0]!.Value), Thousandths(api.PerRequest[1]!.Value)));
        Assert.Empty(api.ByStep);
        Assert.Empty(api.Doubts);
        Assert.Equal(api.PerRequest[1], api.At(1, new(0, 5, Duration.Hour)));
        Assert.True(api.ServesAll);
    }

    [Fact]
    public void A_class_that_it_cannot_serve_has_no_price()
    {
        var api = ApiChoice.Of(new(Base, []), Demand, [true, false]);
        Assert.Equal([true, false], api.PerRequest.Select(price => price is not null));
        Assert.False(api.ServesAll);
        Assert.False((api with { PerRequest = [null, null] }).ServesAll);
    }

    /// <summary>At once: 30 in the day's 8 hours, which have 24 of 40 requests, and 10 at night. Those that may wait: batch prices, in one share.</summary>
    [Fact]
    public void Prices_by_the_hour_are_those_of_the_hours_at_which_requests_come()
    {
        var tariff = ApiTariff.From([Base, Base with { Hours = Day, Prices = PricesOf(30) }, Base with { Service = ApiService.Batch, Prices = PricesOf(5) }]).Single();
        var api = ApiChoice.Of(tariff, Demand, [true, true]);
        Assert.Equal(tariff, api.Tariff);
        Assert.Equal(22, (double)Thousandths(api.PerRequest[0]!.Value), 1e-9);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(hour => hour is >= 8 and < 16 ? 30.0 : 10)], At(api, 0), Near);
        var later = (double)Thousandths(api.PerRequest[1]!.Value);
        var asked = tariff.PriceOf(Mix(2), asBatch: true, Demand.HoursOf(1));
        Assert.Equal((double)Thousandths(asked), later, 1e-9);
        Assert.NotEqual((double)Thousandths(tariff.PriceOf(Mix(2), asBatch: false, Demand.HoursOf(1))), later, 1e-3);
        Assert.All(At(api, 1), price => Assert.Equal(later, price, 1e-9));
    }

    /// <summary>Less than a day of waiting gets no batch price, but is one share all the same.</summary>
    [Fact]
    public void Less_than_a_day_gets_no_batch_price()
    {
        var tariff = ApiTariff.From([Base, Base with { Hours = Day, Prices = PricesOf(30) }, Base with { Service = ApiService.Batch, Prices = PricesOf(5) }]).Single();
        var sooner = Demand with { Classes = [Demand.Classes[0], Demand.Classes[1] with { Deadline = Duration.FromHours(2) }] };
        var api = ApiChoice.Of(tariff, sooner, [true, true]);
        Assert.Equal(2 * ((10 * 24) + (30 * 8)) / 32.0, (double)Thousandths(api.PerRequest[1]!.Value), 1e-9);
        Assert.All(At(api, 1), price => Assert.Equal(30, price, 1e-9));
    }

    private static readonly IEqualityComparer<double> Near = EqualityComparer<double>.Create((one, other) => Math.Abs(one - other) < 1e-9, _ => 0);

    private static double[] At(ApiChoice api, int kind) => [.. Enumerable.Range(0, 24).Select(hour => (double)Thousandths(api.At(kind, new(0, hour, Duration.Hour))))];

    private static decimal Thousandths(Usd price) => price.Dollars * 1000;

    private static TokenPrices PricesOf(decimal input) => new(UsdPerMtok.FromDollars(input), UsdPerMtok.FromDollars(input));

    private static TokenMix Mix(int thousands) => new(Tokens.FromCount(900 * thousands), Tokens.FromCount(100 * thousands), Ratio.Zero);

    private static IReadOnlyList<RequestsPerSecond> Rates(Func<int, double> rate) => [.. Enumerable.Range(0, 24).Select(hour => RequestsPerSecond.FromPerSecond(rate(hour)))];
}
