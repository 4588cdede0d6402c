using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Reports a price, a utilisation table, and a break-even.</summary>
public static class PriceReports
{
    /// <summary>C1: the price of a million tokens.</summary>
    public static Report Price(UsdPerHour price, TokensPerSecond rate, Ratio utilization, Ratio overhead, string? note = null)
    {
        var cost = UnitCost.PerMtok(price, rate, utilization, overhead);
        var json = new JsonObject
        {
            ["usd_per_hour"] = JsonFigures.Of(price.Dollars),
            ["tokens_per_second"] = JsonFigures.Of(rate.PerSecond),
            ["utilization"] = JsonFigures.Of(utilization.Value),
            ["overhead"] = JsonFigures.Of(overhead.Value),
            ["usd_per_mtok"] = JsonFigures.Of(cost.Dollars),
            ["usd_per_month"] = JsonFigures.Of((price * Duration.Month).Dollars * (decimal)overhead.Value),
            ["evidence"] = JsonFigures.Word(Evidence.Assumed),
        };
        return new(
            "Price of a million tokens",
            [
                new Block.Line($"{cost} of the tokens counted in {rate}", Strong: true),
                new Block.Line(
                    $"{price} / ({rate} x 3600 s) x 1,000,000 / {utilization} utilisation x {Multiple(overhead)} overhead (C1). The rate and "
                        + $"utilisation are yours: {JsonFigures.Word(Evidence.Assumed)}."),
                .. note is null ? SingleStream(rate) : [new Block.Line(note)],
            ],
            JsonFigures.Row(json),
            json);
    }

    /// <summary>The utilisation trap: the price at several utilisations, and where an API becomes cheaper (C6, C10).</summary>
    public static Report Utilization(UsdPerHour price, TokensPerSecond rate, IReadOnlyList<Ratio> at, Ratio overhead, UsdPerMtok? api)
    {
        var full = UnitCost.PerMtok(price, rate, Ratio.One, overhead);
        var breakEven = api is { } known ? BreakEven.Utilization(full, known) : (Ratio?)null;
        var rows = at.Select(utilization => (Utilization: utilization, Cost: UnitCost.PerMtok(price, rate, utilization, overhead))).ToList();
        Column[] columns = [new("Utilisation", Numbers: true), new("$/Mtok", Numbers: true), .. api is null
            ? Array.Empty<Column>()
            : [new("Against the API", Numbers: true)]];
        var table = new Table("", columns, [.. rows.Select(row =>
            (string[])[row.Utilization.ToString(), Number(row.Cost.Dollars), .. api is { } price
                ? [$"{(row.Cost / price).Value:0.##}x"]
                : Array.Empty<string>()])]);
        var answer = (api, breakEven) switch
        {
            (null, _) => $"{full} fully used",
            (_, { } share) when share <= Ratio.One => $"Break-even utilisation {share}: below it the API at {api} is cheaper",
            _ => $"The API at {api} is cheaper at any utilisation: fully used, these machines cost {full}",
        };
        var json = new JsonObject
        {
            ["usd_per_mtok_fully_used"] = JsonFigures.Of(full.Dollars),
            ["api_usd_per_mtok"] = JsonFigures.Of(api?.Dollars),
            ["break_even_utilization"] = breakEven is { } reached && reached <= Ratio.One ? JsonFigures.Of(reached.Value) : null,
            ["reason"] = breakEven > Ratio.One ? "the API is cheaper at any utilisation" : null,
            ["utilizations"] = new JsonArray([.. rows.Select(row => new JsonObject
            {
                ["utilization"] = JsonFigures.Of(row.Utilization.Value),
                ["usd_per_mtok"] = JsonFigures.Of(row.Cost.Dollars),
            })]),
        };
        return new(
            "The utilisation trap",
            [new Block.Line(answer, Strong: true), new Block.Rows(table), .. SingleStream(rate)],
            JsonFigures.Rows(json["utilizations"]!.AsArray()),
            json);
    }

    /// <summary>C9, linear.</summary>
    public static Report BreakEvenLinear(UsdPerMtok api, UsdPerMtok selfHosted, UsdPerMonth monthly)
    {
        var volume = BreakEven.Volume(monthly, api, selfHosted);
        var reason = volume is null ? $"a self-hosted token at {selfHosted} costs as much as the API's at {api} or more: it never breaks even" : null;
        var json = new JsonObject
        {
            ["tokens_per_month"] = JsonFigures.Of(volume?.Count),
            ["reason"] = reason,
            ["api_usd_per_mtok"] = JsonFigures.Of(api.Dollars),
            ["self_hosted_usd_per_mtok"] = JsonFigures.Of(selfHosted.Dollars),
            ["usd_per_month"] = JsonFigures.Of(monthly.Dollars),
        };
        var answer = volume is { } found
            ? $"Self-hosting is cheaper above {found} a month ({Number(found.Count)} tokens)"
            : "Never: " + reason;
        return new(
            "Break-even volume",
            [
                new Block.Line(answer, Strong: true),
                new Block.Line($"{monthly} / ({api} - {selfHosted}) (C9, linear). With whole machines the volume differs: use --workload FILE."),
            ],
            JsonFigures.Row(json),
            json);
    }

    /// <summary>C9 over whole machines, for each fleet of a workload against its cheapest API.</summary>
    public static Report BreakEvenStaircase(StaircaseBreakEven answer, int show)
    {
        Column[] columns =
        [
            new("Machine"), new("Model", Wide: true), new("$/month each", Numbers: true), new("Full at", Numbers: true),
            new("$/Mtok full", Numbers: true), new("Cheaper above", Numbers: true),
        ];
        var table = new Table("", columns, [.. answer.Steps.Select(Row)]);
        var best = answer.Best;
        var crossings = answer.Crossings;
        var reason = crossings.Never is { } never ? NoBreakEvenWords.Of(never) : null;
        var json = AffordableWords.With(crossings.Affordable, new()
        {
            ["tokens_per_month"] = JsonFigures.Of(crossings.Stays?.Count),
            ["first_tokens_per_month"] = JsonFigures.Of(crossings.First?.Count),
            ["reason"] = reason,
            ["machine"] = best?.Name,
            ["api"] = answer.Api is { } api ? Describe(api) : null,
            ["api_usd_per_mtok"] = JsonFigures.Of(answer.ApiPrice?.Dollars),
            ["today_tokens_per_month"] = JsonFigures.Of(crossings.Today.Count),
            ["machines"] = Json(answer.Steps),
        });
        if (answer.Provisioned.Count > 0)
        {
            json["provisioned"] = Json(answer.Provisioned);
        }

        var line = (crossings.First, crossings.Stays) switch
        {
            ({ } first, { } stays) when first == stays => $"Machines cost less above {stays} a month, and stay cheaper",
            ({ } first, { } stays) => $"Machines first cost less at {first} a month; above {stays} they stay cheaper",
            ({ } first, null) => $"Machines first cost less at {first} a month; no volume above which they stay cheaper: {reason}",
            _ => $"No break-even: {reason}",
        };
        return new(
            "Break-even volume over whole machines",
            [
                new Block.Line(line, Strong: true),
                .. crossings.Affordable is { } affordable ? [new Block.Line(AffordableWords.Of(affordable))] : Array.Empty<Block>(),
                new Block.Line(
                    $"Against {(answer.Api is { } cheapest ? $"{Describe(cheapest)} at {answer.ApiPrice}" : "no API")} of input and output "
                        + $"together; today {crossings.Today} a month. Machines are of several kinds, and by the hour, where that is cheaper, as in "
                        + "mtok decide and --curve; below, each kind alone, running all month, sized for the busiest hour at the "
                        + "throughput one can count on (C9)."),
                new Block.Rows(table with { Rows = [.. table.Rows.Take(show)] }),
                .. answer.Provisioned.Count == 0
                    ? Array.Empty<Block>()
                    : [
                        new Block.Rows(new(
                            "Provisioned throughput (C11), $/month of one unit; the fewest units that are sold count",
                            [new("Provisioned"), .. columns[1..]],
                            [.. answer.Provisioned.Take(show).Select(Row)])),
                    ],
            ],
            JsonFigures.Rows(json["machines"]!.AsArray()),
            json);
    }

    private static string[] Row(MachineBreakEven step) =>
    [
        step.Name, step.ModelId, Number(step.Machine.Dollars), step.TokensPerMachine.ToString(), Number((step.Machine / step.TokensPerMachine).Dollars),
        step.Volume is { } tokens ? tokens + "/month" : "never",
    ];

    private static JsonArray Json(IReadOnlyList<MachineBreakEven> steps) => new([.. steps.Select(step => new JsonObject
    {
        ["name"] = step.Name,
        ["usd_per_month"] = JsonFigures.Of(step.Machine.Dollars),
        ["tokens_per_machine_month"] = JsonFigures.Of(step.TokensPerMachine.Count),
        ["tokens_per_month"] = JsonFigures.Of(step.Volume?.Count),
    })]);

    /// <summary>A rate near that of one stream is likely to be one, not a machine's.</summary>
    private static IEnumerable<Block> SingleStream(TokensPerSecond rate) =>
        rate < TokensPerSecond.FromPerSecond(200)
            ? [
                new Block.Line(
                    $"Note: {rate} is what one user sees. A machine serves many at once, often 10 to 100 times that: is this the whole machine's rate?"),
            ]
            : [];

    private static string Describe(ApiTariff api) => $"{api.Base.Provider} {api.Base.ProviderModel}";

    private static string Multiple(Ratio ratio) => ratio.Value.Shown("0.####");

    private static string Number(decimal value) => value.ToString(Math.Abs(value) >= 1 ? "#,##0.##" : "0.######", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1 ? "#,##0.#" : "0.######", CultureInfo.InvariantCulture);
}
