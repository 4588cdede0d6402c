using CsCheck;

namespace Mtok.Tests;

/// <summary>A bill agrees with an independent computation from the rows of a list, to the last micro-dollar, whatever is used.</summary>
public sealed class BillLaws
{
    private const int Usages = 2000;
    private static readonly string[] Services = ["", "batch", "priority"];
    private static readonly double[] Tiers = [0, 128_000, 200_000];
    private static readonly string[] Times = ["", "01-04+06-10", "16:30-00:30"];

    [Fact]
    public void A_bill_is_the_sum_of_tokens_by_kind_at_the_price_of_the_row_that_applies() => Gen.Select(Lists, Usage).Sample(
        (list, usage) =>
        {
            var tariff = Assert.Single(ApiTariff.From(list.Select(Row)));
            var mix = new TokenMix(Tokens.FromCount(usage.Input), Tokens.FromCount(usage.Output), Ratio.FromValue(usage.Cached))
            {
                CacheMissShare = Ratio.FromValue(usage.Misses),
                CacheLifetime = usage.ForAnHour ? CacheLifetime.Hour : CacheLifetime.Minutes,
                ReasoningShare = Ratio.FromValue(usage.Reasoning),
            };
            var billed = tariff.PriceOf(mix, ServiceOf(usage.Service), Duration.FromMinutes(usage.Minute)).Dollars;
            Assert.Equal((double)Bill(list, usage), (double)billed, 5e-7);
        },
        iter: Usages);

    private static Gen<List<Entry>> Lists { get; } =
        Gen.Select(
            Gen.Int[0, 2].HashSet[0, 2], Gen.Int[0, 2].HashSet[0, 2], Gen.Int[0, 2].HashSet[0, 1], Gen.Int[1, 9999].Array[200], Gen.Int[0, 99].Array[300])
        .Select((services, tiers, times, amounts, blanks) =>
        {
            var (price, blank) = (0, 0);
            decimal Amount() => amounts[price++ % amounts.Length] / 100m;
            decimal? Maybe(bool must) => must || blanks[blank++ % blanks.Length] < 60 ? Amount() : null;
            return (from service in services.Append(0).Distinct()
                    from tier in tiers.Append(0).Distinct()
                    from time in times.Append(0).Distinct()
                    let isBase = service + tier + time == 0
                    where isBase || blanks[blank++ % blanks.Length] < 70
                    select new Entry(Services[service], Tiers[tier], Times[time], Maybe(true)!.Value, Maybe(true)!.Value, Maybe(false), Maybe(false), Maybe(false), Maybe(false)))
                .ToList();
        });

    private static Gen<Used> Usage { get; } =
        Gen.Select(Gen.Int[1, 400_000], Gen.Int[1, 20_000], Gen.Int[0, 10], Gen.Int[0, 8], Gen.Bool, Gen.Int[0, 10], Gen.Int[0, 2], Gen.Int[0, 10_079]).Select(
            (input, output, cached, misses, hour, reasoning, service, minute) =>
                new Used(input, output, cached / 10.0, misses / 10.0, hour, reasoning / 10.0, Services[service], minute));

    /// <summary>
    /// The law in other words: start with the usual prices and go from the usual row to the row that applies, service after tier and hours after
    /// both. Prices that a row does not state keep their proportion to its input or output.
    /// </summary>
    private static decimal Bill(List<Entry> list, Used used)
    {
        var time = list.Select(entry => entry.Time).Distinct().FirstOrDefault(text => text.Length > 0 && Holds(text, used.Minute % 1440)
            && list.Exists(entry => entry.Time == text && (entry.Service == used.Service || !list.Exists(own => own.Service == used.Service && own.Time.Length > 0)))) ?? "";
        var rates = Rates(list, used.Service, used.Input, time);
        var written = (decimal)Math.Min(1 - used.Cached, used.Cached * used.Misses / (1 - used.Misses));
        var (cached, reasoning) = ((decimal)used.Cached, (decimal)used.Reasoning);
        var input = (decimal)used.Input * ((rates[0] * (1 - cached - written)) + (rates[2] * cached) + (rates[used.ForAnHour ? 4 : 3] * written));
        return (input + ((decimal)used.Output * ((rates[1] * (1 - reasoning)) + (rates[5] * reasoning)))) / 1_000_000;
    }

    private static decimal[] Rates(List<Entry> list, string service, double input, string time)
    {
        var tier = list.Where(entry => entry is { Service: "", Time: "" } && input > entry.Tier).Max(entry => entry.Tier);
        var own = list.Where(entry => entry.Service == service && entry.Time.Length == 0 && input > entry.Tier).Select(entry => entry.Tier).DefaultIfEmpty(0).Max();
        return At(list, service, Math.Max(tier, own), time);
    }

    private static decimal[] At(List<Entry> list, string service, double tier, string time)
    {
        var row = list.Find(entry => entry.Service == service && entry.Tier == tier && entry.Time == time);
        if (time.Length > 0)
        {
            var always = At(list, service, tier, "");
            return row is not null ? Restated(always, row) : service.Length == 0 && tier == 0 ? always : Both(always, At(list, "", 0, time), At(list, "", 0, ""));
        }

        if (service.Length > 0)
        {
            var standard = At(list, "", tier, "");
            return row is not null ? Restated(standard, row) : tier == 0 ? standard : Both(standard, At(list, service, 0, ""), At(list, "", 0, ""));
        }

        if (tier > 0)
        {
            var lower = list.Where(entry => entry is { Service: "", Time: "" } && entry.Tier < tier).Max(entry => entry.Tier);
            return row is null ? At(list, "", lower, "") : Restated(At(list, "", lower, ""), row);
        }

        var write = row!.Write ?? row.Input;
        return [row.Input, row.Output, row.Cached ?? row.Input, write, row.WriteHour ?? write, row.Reasoning ?? row.Output];
    }

    private static decimal[] Restated(decimal[] from, Entry row)
    {
        decimal OfInput(int kind) => from[kind] * row.Input / from[0];
        return [row.Input, row.Output, row.Cached ?? OfInput(2), row.Write ?? OfInput(3), row.WriteHour ?? OfInput(4), row.Reasoning ?? from[5] * row.Output / from[1]];
    }

    private static decimal[] Both(decimal[] one, decimal[] other, decimal[] usual) => [.. one.Select((price, kind) => price * other[kind] / usual[kind])];

    private static bool Holds(string hours, int minute) => hours == Times[1]
        ? minute is (>= 60 and < 240) or (>= 360 and < 600)
        : minute is >= 990 or < 30;

    private static ApiService ServiceOf(string word) => word.Length == 0 ? ApiService.Standard : ApiPrice.ServiceWords[word];

    private static ApiPrice Row(Entry entry)
    {
        static UsdPerMtok? Price(decimal? dollars) => dollars is { } price ? UsdPerMtok.FromDollars(price) : null;
        var prices = new TokenPrices(Price(entry.Input)!.Value, Price(entry.Output)!.Value, Price(entry.Cached), Price(entry.Write))
        {
            CacheWriteHour = Price(entry.WriteHour),
            Reasoning = Price(entry.Reasoning),
        };
        Assert.True(PriceHours.TryParse(entry.Time, "", out var hours));
        return new(
            "p", "m", "pm", prices, hours, null, entry.Tier > 0 ? Tokens.FromCount(entry.Tier) : null, default,
            new(AsOf.Undated, "test", new("test", 1, 1)))
        { Service = ServiceOf(entry.Service) };
    }

    private sealed record Entry(
        string Service, double Tier, string Time, decimal Input, decimal Output, decimal? Cached, decimal? Write, decimal? WriteHour, decimal? Reasoning);

    private sealed record Used(
        double Input, double Output, double Cached, double Misses, bool ForAnHour, double Reasoning, string Service, int Minute);
}
