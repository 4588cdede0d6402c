using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>A first move, what would change it and what it is worth, in words.</summary>
/// <param name="decision">The decision whose options it refers to.</param>
internal sealed class MoveWords(Decision decision)
{
    private const int MonthsAYear = 12;

    private readonly ShortNames _names = new(decision);

    /// <summary>What is held and used: <c>5 x owned 8x-h100-sxm (#1) and the deepinfra API (#3) for the rest</c>.</summary>
    public string Of(MoveTaken taken)
    {
        var held = string.Join(" and ", taken.Held.Select(Of));
        return held.Length == 0 ? Named(taken.Way) : taken.ServesRest ? $"{held}, the rest by {Named(taken.Way)}" : held;
    }

    /// <summary>What a policy is.</summary>
    public string Of(MoveAlternative alternative) => alternative.Style switch
    {
        MoveStyle.Best => $"begin with {Of(alternative.Now)}, then as demand shows",
        MoveStyle.CommitNow => $"commit now to {Of(alternative.Now)}",
        MoveStyle.Wait => $"commit to nothing yet: {Of(alternative.Now)}, then as demand shows",
        _ => $"never commit: {Of(alternative.Now)}",
    };

    /// <summary>What makes another move the better one.</summary>
    public string Of(MoveTrigger trigger) => trigger switch
    {
        MoveTrigger.Volume { Threshold: { } threshold, To: { } to } volume =>
            $"{Of(to)} when you {(threshold > volume.Today ? "pass" : "fall below")} {threshold} a month for two months",
        MoveTrigger.Volume => "no volume up to 64 times today's changes the first move",
        MoveTrigger.DevicePrice price =>
            $"{Of(price.To)} when an {price.AcceleratorId} of {Named(price.Option)} is {(price.Threshold < price.Today ? "under" : "over")} "
                + $"{Money(price.Threshold)} "
                + $"a year (today {Money(price.Today)})",
        _ => "",
    };

    /// <summary>The same where there is no room for names.</summary>
    public string Short(MoveTrigger trigger) => trigger switch
    {
        MoveTrigger.Volume { Threshold: { } threshold, To: { } to } volume =>
            $"to {Short(to)} {(threshold > volume.Today ? "above" : "below")} {threshold} a month for two months",
        MoveTrigger.DevicePrice price =>
            $"to {Short(price.To)} with an {price.AcceleratorId} {(price.Threshold < price.Today ? "under" : "over")} {Money(price.Threshold)} a year",
        _ => Of(trigger),
    };

    /// <summary>The same where there is no room for names: what is not made and does not pay within the horizon is left out.</summary>
    public string Short(Payback payback, MoveTerms terms) => MonthsOf(payback) switch
    {
        0 => "",
        { } months when months > terms.Months => payback.IsMade ? $"{Short(payback.Of)} does not pay back" : "",
        null => payback.IsMade ? $"{Short(payback.Of)} never pays back" : "",
        { } months => string.Create(CultureInfo.InvariantCulture, $"{Short(payback.Of)} pays back in {months:0.#} months"),
    };

    private static double? MonthsOf(Payback payback) => payback.Time is { } time ? (time / Duration.Month).Value : null;

    /// <summary>What it costs more to do the other thing, to commit now or to wait; nothing where there is nothing to commit to.</summary>
    public static string Waiting(FirstMove move)
    {
        var (style, what) = move.Now.Held.Count == 0 ? (MoveStyle.CommitNow, "to commit now") : (MoveStyle.Wait, "to wait");
        var more = move.Alternatives.FirstOrDefault(alternative => alternative.Style == style)?.PresentValue - move.PresentValue;
        return more is { } cost && Math.Round(cost.Dollars) > 0 ? $"{what} costs {Money(cost)} more" : "";
    }

    private string Short(MoveTaken taken)
    {
        string Number(RankedOption? option) => option is null ? "today's" : $"#{_names.NumberOf(option)}";
        return taken.Held.Count == 0
            ? Number(taken.Way)
            : string.Join(" + ", taken.Held.Select(held => $"{CountText.Of(held.Machines)} x {Number(held.Option)}"));
    }

    /// <summary>When it pays back.</summary>
    public string Of(Payback payback)
    {
        var against = payback.Against is null ? "what is used today" : Named(payback.Against);
        var what = payback.IsMade ? "the move" : Of(payback.Of);
        return MonthsOf(payback) switch
        {
            null => $"{what} never pays back at today's demand, against {against}",
            0 => $"{what} has nothing to pay back",
            { } months => string.Create(CultureInfo.InvariantCulture, $"{what} pays back in {months:0.#} months, against {against}"),
        };
    }

    /// <summary>How a price moves.</summary>
    public static string Of(MovingPrice price)
    {
        var what = price.AcceleratorId is { } device ? $"{device}, {(price.IsSpot ? "spot" : "on demand")}" : "tokens";
        var use = price.AcceleratorId is null || price.IsSpot ? "" : ", and commitments with them";
        return $"{what}: {PriceTrendWords.Of(price.Trend)} ({BandSourceWords.Of(price.Trend.Source)}); the mean counts{use}";
    }

    /// <summary>What waiting, a measurement, and a certain forecast are worth.</summary>
    public static string Worth(FirstMove move)
    {
        var waiting = move.WaitingIsWorth.Dollars >= 0 ? $"waiting is worth {Money(move.WaitingIsWorth)}"
            : $"waiting costs {Money(Usd.FromDollars(-move.WaitingIsWorth.Dollars))}";
        return $"over {move.Terms.Months} months at {move.Terms.CostOfCapital} a year {waiting}"
            + (move.ThroughputIsWorth.Dollars > 0 ? $", a measurement of throughput before signing {Money(move.ThroughputIsWorth)}" : "")
            + (move.DemandIsWorth.Dollars > 0 ? $", to know demand {Money(move.DemandIsWorth)}" : "");
    }

    public static string Money(Usd amount) => amount.Dollars >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"${amount.Dollars / 1_000_000:0.00} M")
        : "$" + MoneyText.Number(amount.Dollars);

    /// <summary>The months that what is chiefly used binds for; 0 for what may be left at any time.</summary>
    public static double TermMonths(MoveTaken taken) => taken.Held.Count == 0 ? 0 : (taken.Held[0].Term / Duration.FromYears(1)).Value * MonthsAYear;

    public string Named(RankedOption? option) =>
        option is null ? "what is used today" : $"{_names.Of(option)}{(_names.NumberOf(option) is { } number ? $" (#{number})" : "")}";

    private string Of(MoveHeld held) => $"{CountText.Of(held.Machines)} x {Machines(held.Option)} (#{_names.NumberOf(held.Option)})";

    /// <summary>Of a mix the machines alone.</summary>
    private string Machines(RankedOption option) => option.Api is null ? _names.Of(option) : ShortNames.Of(option.Fleet!.Offer) + Terms(option);

    private static string Terms(RankedOption option) => ShortNames.Terms(option.Fleet!.Offer.Pricing) is { Length: > 0 } terms ? $", {terms}" : "";
}
