using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>Reports a <see cref="VolumeCurve"/>: the volume above which machines are cheaper, and $/Mtok against volume.</summary>
public static class VolumeCurveReport
{
    private const int MostRows = 16;

    private static readonly Column[] Columns =
    [
        new("Tokens/month", Numbers: true), new("Requests/day", Numbers: true), new("API", Numbers: true), new("Machines", Numbers: true), new("Best",
            Numbers: true),
        new("Count", Numbers: true),
    ];

    /// <summary>The report as text, table, JSON and chart.</summary>
    /// <param name="name">The name of the demand.</param>
    /// <param name="curve">The curve.</param>
    public static Report Of(string name, VolumeCurve curve)
    {
        var json = Json(curve);
        var title = $"{name}: $/Mtok against volume";
        return new(title, [.. Blocks(curve)], JsonFigures.Rows(json["points"]!.AsArray()), json, () => curve.Points.Count > 0 ? Drawn(title, curve) : null);
    }

    /// <summary>The answer, how it was found, and the table, as parts of a longer report.</summary>
    public static IEnumerable<Block> Blocks(VolumeCurve curve)
    {
        yield return new Block.Line(Answer(curve), Strong: true);
        yield return new Block.Line(
            $"Today {curve.Today} a month, {Requests(curve.TodayRate)} requests a day. At every volume, APIs alone, machines alone and both "
                + $"together are re-solved for the same shape and mix, with machines at the throughput that one can count on "
                + $"(80% of chances exceed it); costs rise in steps of whole machines and are at most {curve.Gap} above the cheapest.");
        if (curve.Affordable is { } affordable)
        {
            yield return new Block.Line(AffordableWords.Of(affordable));
        }

        yield return new Block.Rows(new("$/Mtok one can count on by volume, and machines of the busiest step", Columns, [.. Shown(curve).Select(point => new[]
        {
            point.Volume.ToString(), Requests(point.Rate), Price(point.Api), Price(point.Fleet), Price(point.Mix), point.FleetMachines == 0
                ? ""
                : point.FleetMachines.ToString(CultureInfo.InvariantCulture),
        })]));
    }

    /// <summary>The curve as JSON; crossings that do not exist are null.</summary>
    public static JsonObject Json(VolumeCurve curve) => AffordableWords.With(curve.Affordable, new()
    {
        ["today_tokens_per_month"] = JsonFigures.Of(curve.Today.Count),
        ["today_requests_per_day"] = JsonFigures.Of(curve.TodayRate.PerDay),
        ["first_tokens_per_month"] = JsonFigures.Of(curve.First?.Count),
        ["first_requests_per_day"] = JsonFigures.Of(PerDay(curve, curve.First)),
        ["stays_tokens_per_month"] = JsonFigures.Of(curve.Stays?.Count),
        ["stays_requests_per_day"] = JsonFigures.Of(PerDay(curve, curve.Stays)),
        ["gap"] = JsonFigures.Of(curve.Gap.Value),
        ["reason"] = curve.Never is { } never ? NoBreakEvenWords.Of(never) : null,
        ["points"] = new JsonArray([.. curve.Points.Select(point => new JsonObject
        {
            ["tokens_per_month"] = JsonFigures.Of(point.Volume.Count),
            ["requests_per_day"] = JsonFigures.Of(point.Rate.PerDay),
            ["api_usd_per_mtok"] = JsonFigures.Of(point.Api?.Dollars),
            ["machines_usd_per_mtok"] = JsonFigures.Of(point.Fleet?.Dollars),
            ["best_usd_per_mtok"] = JsonFigures.Of(point.Mix?.Dollars),
            ["machines"] = point.FleetMachines,
        })]),
    });

    /// <summary>The chart: a line each for APIs, machines and the cheapest of all, on logarithmic axes.</summary>
    public static Chart Drawn(string title, VolumeCurve curve)
    {
        ChartSeries?[] series =
        [
            Line("API alone", point => point.Api),
            Line("machines alone", point => point.Fleet),
            Line("the cheapest of all, mixes included", point => point.Mix),
        ];
        ReferenceLine?[] lines =
        [
            At("today", curve.Today),
            At("machines first cheaper", curve.First),
            curve.Stays == curve.First ? null : At("and stay cheaper", curve.Stays),
            At("the budget is enough", curve.Affordable?.Volume),
        ];
        return new(
            title, new("Volume, input and output together", "tokens/month", Logarithmic: true), new("Total cost / tokens served", "$/Mtok", Logarithmic: true),
            [.. series.OfType<ChartSeries>()], [.. lines.OfType<ReferenceLine>()],
            $"Each volume re-solved with whole machines at the throughput one can count on, at most {curve.Gap} above the cheapest. {Never(curve)}".TrimEnd());

        ChartSeries? Line(string name, Func<VolumePoint, UsdPerMtok?> price) =>
            curve.Points
                .Where(point => price(point) is { Dollars: > 0 })
                .Select(point => new ChartPoint(point.Volume.Count, (double)price(point)!.Value.Dollars))
                .ToList() is { Count: > 0 } points
                ? new(name, points)
                : null;

        ReferenceLine? At(string what, Tokens? volume) =>
            volume is { } known && known >= curve.Points[0].Volume && known <= curve.Points[^1].Volume ? new(what, ReferenceAxis.X, known.Count) : null;
    }

    internal static string Answer(VolumeCurve curve) => (curve.First, curve.Stays) switch
    {
        (null, _) => $"Machines alone are never cheaper: {Never(curve)}.",
        ({ } first, null) => $"Machines alone are first cheaper at {Volume(curve, first)}; {Never(curve)}.",
        ({ } first, { } stays) when first == stays => $"Machines alone are cheaper above {Volume(curve, stays)}, and stay so.",
        ({ } first, { } stays) => $"Machines alone are first cheaper at {Volume(curve, first)}; above {Volume(curve, stays)} they stay so.",
    };

    private static string Never(VolumeCurve curve) => curve.Never is { } reason ? NoBreakEvenWords.Of(reason) : "";

    private static string Volume(VolumeCurve curve, Tokens volume) => $"{volume} a month ({Requests(curve.RateAt(volume))} requests a day)";

    /// <summary>Thinned to fit a screen; today and the crossings stay.</summary>
    private static IEnumerable<VolumePoint> Shown(VolumeCurve curve)
    {
        var every = Math.Max(1, (int)Math.Ceiling(curve.Points.Count / (double)MostRows));
        return curve.Points.Where((point, at) => at % every == 0
            || at == curve.Points.Count - 1
            || point.Volume == curve.Today
            || point.Volume == curve.First
            || point.Volume == curve.Stays);
    }

    private static double? PerDay(VolumeCurve curve, Tokens? volume) => volume is { } known ? curve.RateAt(known).PerDay : null;

    private static string Requests(RequestsPerSecond rate) => rate.PerDay.Shown(rate.PerDay < 100 ? "0.##" : "#,##0");
}
