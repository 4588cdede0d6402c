using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What a check says: its figures with their units, and what they rest on.</summary>
internal static class TrackCheckWords
{
    private static readonly Dictionary<AlertKind, string> Kinds = new()
    {
        [AlertKind.Budget] = "budget",
        [AlertKind.BreakEven] = "break-even",
        [AlertKind.Jump] = "jump",
        [AlertKind.Price] = "no price",
        [AlertKind.Coverage] = "coverage",
    };

    /// <summary>The figures and evidence of a check; null of one that could not be made.</summary>
    public static CheckLine? Of(TrackCheck check) => check switch
    {
        TrackCheck.Budget budget => Line(AlertKind.Budget, check, "$", budget.Value.Dollars, budget.Limit.Dollars, Dollars, budget.Since, Evidence(budget))
            with
        { Low = budget.Forecast?.Low.Dollars, High = budget.Forecast?.High.Dollars },
        TrackCheck.BreakEven even => Line(
            AlertKind.BreakEven, check, "utilization", Share(even.Utilization), Share(even.Limit), Percent, SinceOf(even), Evidence(even)),
        TrackCheck.CostJump jump => Line(
            AlertKind.Jump, check, "$/Mtok", jump.Value.Dollars, jump.Limit.Dollars, Price, jump.Since, Evidence(jump)),
        TrackCheck.Unpriced model => new(
            Kinds[AlertKind.Price], model.Model.Length > 0 ? model.Model : "a model without a name", "tokens", (decimal?)model.Used?.Count, null,
            model.Used?.ToString() ?? "", "", model.Since, "no bill, no machine's price and no API price of the catalog covers it"),
        TrackCheck.AllPriced all => new(
            Kinds[AlertKind.Price], "", "tokens", null, null, "", "", null,
            $"{CountText.Of(all.Models, "model")}: each is billed, or sold by an API of the catalog"),
        TrackCheck.LowCoverage low => Line(
            AlertKind.Coverage, check, "share", Share(low.Share), Share(low.Limit), Percent, null,
            $"{low.Of.Model}: {CountText.Of(low.Of.Claimed ?? 0)} of {CountText.Of(low.Of.Counted ?? 0)} counted tokens are claimed by a log"),
        _ => null,
    };

    /// <summary>The name of what could not be checked.</summary>
    public static string Kind(TrackCheck.Unchecked check) => Kinds[check.Kind];

    /// <summary>Why it could not be.</summary>
    public static string Of(TrackCheck.Unchecked check) => check.Why switch
    {
        UncheckedReason.NoLimit => check.Kind switch
        {
            AlertKind.Budget => "no --budget is given",
            AlertKind.Jump => "no --jump is given",
            _ => "no --min-coverage is given",
        },
        UncheckedReason.NoCost => "no bill and no price says what it cost",
        UncheckedReason.OtherCurrency => $"it is not paid in US dollars{(check.What.Length > 0 ? $" but in {check.What}" : "")}",
        UncheckedReason.TooFewDays => $"too few days: {check.What} are needed",
        UncheckedReason.NoUsage => check.What.Length > 0 ? $"tokens or requests of {check.What} are not stated" : "no usage with its tokens is stated",
        UncheckedReason.UnknownModel => $"the catalog does not know the model {check.What}",
        UncheckedReason.NoApi => $"no credible API sells {check.What}",
        UncheckedReason.NoDeployment => "no deployments file describes machines",
        _ => "no engine counts what a log claims",
    };

    private static CheckLine Line(
        AlertKind kind, TrackCheck check, string unit, decimal value, decimal limit, Func<decimal, string> text, DateOnly? since, string evidence) =>
        new(Kinds[kind], check.Where.Length > 0 ? check.Where : "not named", unit, value, limit, text(value), text(limit), since, evidence);

    private static string Evidence(TrackCheck.Budget budget) =>
        (budget.Forecast is not { } forecast
            ? $"{Dollars(budget.Spent.Dollars)} spent"
            : $"{Dollars(budget.Spent.Dollars)} spent; at the month's end {Dollars(forecast.Low.Dollars)} to {Dollars(forecast.High.Dollars)} (90 %), "
                + $"from {CountText.Of(forecast.Days, "whole day")}{(forecast.IsByWeekday ? " by weekday" : "")}")
            + (budget.HasOtherCurrencies ? "; other currencies are not in it" : "");

    private static string Evidence(TrackCheck.BreakEven even) =>
        $"{even.Own} for all it cost, {even.Work} for its work alone; {string.Join(" and ", even.Apis.Select(Text))} {even.Api} for the same tokens";

    private static DateOnly? SinceOf(TrackCheck.BreakEven even) => even.Holds == true ? even.Since : null;

    private static string Text(ApiRival api) => $"{api.Name} ({api.AsOf})";

    private static string Evidence(TrackCheck.CostJump jump) =>
        (jump.Until > jump.Since ? $"worst day up to {Day(jump.Until)}; " : "")
            + $"the median of {CountText.Of(jump.DaysBefore, "day")} before is {jump.Median}";

    private static decimal Share(Ratio ratio) => (decimal)ratio.Value;

    private static string Dollars(decimal amount) => "$" + amount.Shown("#,##0.00");

    private static string Price(decimal amount) => UsdPerMtok.FromDollars(amount).ToString();

    private static string Percent(decimal share) => Ratio.FromValue((double)share).ToString();

    /// <summary><c>2026-09-01</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A check as a row.</summary>
/// <param name="What">What is checked.</param>
/// <param name="Where">The month, deployment or model.</param>
/// <param name="Unit">The unit of value and limit.</param>
/// <param name="Value">The figure; null where there is none.</param>
/// <param name="Limit">Its limit; null where there is none.</param>
/// <param name="ValueText">The figure as it is read.</param>
/// <param name="LimitText">The limit as it is read.</param>
/// <param name="Since">Since when; null where not known.</param>
/// <param name="Evidence">What it rests on.</param>
internal sealed record CheckLine(
    string What, string Where, string Unit, decimal? Value, decimal? Limit, string ValueText, string LimitText, DateOnly? Since, string Evidence)
{
    /// <summary>The lower end of a forecast's interval; null where it is none.</summary>
    public decimal? Low { get; init; }

    /// <summary>Its upper end.</summary>
    public decimal? High { get; init; }
}
