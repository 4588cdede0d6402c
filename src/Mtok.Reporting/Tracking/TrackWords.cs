using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>The answer of tracking in sentences: what a million tokens cost, what was paid for what, what was used.</summary>
internal static class TrackWords
{
    /// <summary>The kinds that are a cost of tokens; the others are not.</summary>
    private static readonly CostKind[] Served = [CostKind.Busy, CostKind.Idle, CostKind.ColdStart, CostKind.Failed];

    /// <summary>The word for each kind of cost in JSON.</summary>
    public static IReadOnlyDictionary<CostKind, string> Kinds { get; } = new Dictionary<CostKind, string>
    {
        [CostKind.Busy] = "busy",
        [CostKind.Idle] = "idle",
        [CostKind.ColdStart] = "cold_start",
        [CostKind.Failed] = "failed",
        [CostKind.Unattributed] = "unattributed",
        [CostKind.Prepaid] = "prepaid",
        [CostKind.Tax] = "tax",
        [CostKind.Credit] = "credit",
        [CostKind.Other] = "other",
    };

    /// <summary>The same as text has it.</summary>
    public static string Of(CostKind kind) => kind == CostKind.Credit ? "credits" : Kinds[kind].Replace('_', ' ');

    /// <summary>What each kind of cost is, for whoever sees the word for the first time.</summary>
    public static string Meaning(CostKind kind) => kind switch
    {
        CostKind.Busy => "work that was answered",
        CostKind.Idle => "machines without work, and commitments that nobody used",
        CostKind.ColdStart => "machines that were starting",
        CostKind.Failed => "work for requests that failed or were cancelled",
        CostKind.Unattributed => "paid, and not known for what",
        CostKind.Prepaid => "a balance: billed and not used yet; below zero where an earlier one is used",
        CostKind.Tax => "as billed",
        CostKind.Credit => "credits and refunds",
        _ => "adjustments and fees",
    };

    /// <summary>The answer in a sentence.</summary>
    public static string Lead(TrackAnswer answer) => (answer.Total.UnitCost, answer.Bills.Count, answer.Total.Usage.Tokens.Total) switch
    {
        ({ Allocation: { } all, Usage: { } busy }, _, _) => $"A million tokens cost {Of(all)}{(HasEstimate(answer) ? " at dated prices" : "")}, "
            + (all == busy ? "none of it idle." : $"idle included; {Of(busy)} for the busy time alone."),
        (_, > 0, null) => $"{Paid(answer)} was paid; no usage is stated, so a million tokens have no cost yet.",
        (_, > 0, _) => $"{Paid(answer)} was paid; {WhyNoUnitCost(answer)}.",
        (_, _, not null) when HasEstimate(answer) => $"{Estimated(answer)} at dated prices, no bill; {WhyNoUnitCost(answer)}.",
        (_, _, { } tokens) => $"{Tokens.FromCount(tokens)} used; no bill or price says what they cost.",
        _ when HasEstimate(answer) => $"{Estimated(answer)} at dated prices; no usage is stated, so a million tokens have no cost yet.",
        _ => "Nothing that was read states tokens or money.",
    };

    /// <summary>What was paid for what, and how that compares with what was billed; and what is not billed yet.</summary>
    public static IEnumerable<string> PaidFor(TrackAnswer answer)
    {
        foreach (var bill in Stated(answer))
        {
            var paid = Spent(answer, bill);
            yield return $"Paid for {Of(paid)}{Divided([.. Parts(answer, bill).Where(cost => cost.Kind != CostKind.Prepaid)], paid)}; {Billed(bill, paid)}.";
        }

        foreach (var costs in answer.Total.Cost.Where(cost => cost.IsEstimate).GroupBy(cost => cost.Amount.Currency, StringComparer.Ordinal))
        {
            var all = new Money(costs.Sum(cost => cost.Amount.Amount), costs.Key);
            yield return $"Not billed yet, machines at dated prices: {Of(all)}{Divided([.. costs], all)}.";
        }
    }

    private static string Divided(IReadOnlyList<CostGroup> parts, Money all) => parts is [var only]
        ? $", all of it {Of(only.Kind)}"
        : string.Concat(parts.Select((cost, at) => $"{(at == 0 ? ": " : ", ")}{Of(cost.Kind)} {Of(cost.Amount)}{Share(cost.Amount, all)}"));

    /// <summary>Bills of which something is left; all where nothing is.</summary>
    public static IReadOnlyList<BillTotal> Stated(TrackAnswer answer) =>
        answer.Bills.Where(bill => Parts(answer, bill).Any()).ToList() is { Count: > 0 } stated ? stated : answer.Bills;

    /// <summary>What was paid for in the currency of a bill: everything but balances, which are for another time.</summary>
    public static Money Spent(TrackAnswer answer, BillTotal bill) =>
        new(Parts(answer, bill).Where(cost => cost.Kind != CostKind.Prepaid).Sum(cost => cost.Amount.Amount), bill.Billed.Currency);

    /// <summary>What makes up a bill.</summary>
    public static IEnumerable<CostGroup> Parts(TrackAnswer answer, BillTotal bill) =>
        answer.Total.Cost.Where(cost => !cost.IsEstimate && cost.Amount.Currency == bill.Billed.Currency && cost.Amount.Amount != 0);

    /// <summary>What was used.</summary>
    public static string Used(TrackAnswer answer)
    {
        var (tokens, requests) = (answer.Total.Usage.Tokens, answer.Total.Usage.Requests);
        if (tokens.Total is not { } total)
        {
            return "";
        }

        var cached = tokens is { CacheRead: { } read, Input: > 0 and { } all } ? $" ({Ratio.FromValue((double)read / all)} of them read from a cache)" : "";
        return $"Used: {Tokens.FromCount(total)}, {Known(tokens.Input)} in{cached} and {Known(tokens.Output)} out"
            + (requests is { } count ? $"; {CountText.Of(count, "request")}" : "") + ".";
    }

    /// <summary>The time that the answer is about; nothing where nothing is dated.</summary>
    public static string Period(TrackAnswer answer) =>
        answer.OverTime.Steps is not [var first, ..] || answer.OverTime.Steps[^1] is not { } last
            ? ""
            : answer.OverTime.Step == TimeStep.Hour
                ? $"{Text(first.From)} to {Text(last.Until)} UTC"
                : $"{Day(first.From)} to {Day(last.Until.AddDays(-1))}";

    /// <summary>What the answer is grouped by.</summary>
    public static string By(TrackAnswer answer) => answer.By.Count == 0 ? "all" : string.Join(" and ", answer.By.Select(Noun));

    /// <summary>A value of a group; where it is not stated, the words for that.</summary>
    public static string Named(TrackBy by, string value) => value.Length > 0 ? value : $"(no {(by is TrackBy.Hour or TrackBy.Day ? "time" : Noun(by))})";

    /// <summary>A group in one line: what is stated of it.</summary>
    public static string Named(TrackAnswer answer, GroupKey key) => key.Values.Any(value => value.Length > 0)
        ? string.Join(" / ", key.Values.Where(value => value.Length > 0))
        : string.Join(" / ", answer.By.Zip(key.Values, Named));

    /// <summary>An amount as people read it, to the cent.</summary>
    public static string Of(Money money) => money.Currency switch
    {
        "USD" => Dollars(Number(money)),
        "XXX" => $"{Number(money)} in no stated currency",
        _ => $"{Number(money)} {money.Currency}",
    };

    /// <summary>The same where columns are narrow: whole units from a thousand on.</summary>
    public static string Short(Money money)
    {
        var number = Math.Abs(money.Amount) >= 1000 ? money.Amount.Shown("#,##0") : Number(money);
        return money.Currency == "USD" ? Dollars(number) : $"{number} {money.Currency}";
    }

    /// <summary>A count of tokens where columns are narrow or the unit is stated: <c>1.67M</c>.</summary>
    public static string Short(long tokens) => Tokens.FromCount(tokens).ToString().Replace(" tok", "", StringComparison.Ordinal);

    /// <summary>An amount to the last digit.</summary>
    public static string Exact(decimal amount) => amount.Shown("0.############");

    private static string Noun(TrackBy by) => by.ToString().ToLowerInvariant();

    private static string Dollars(string number) => number.StartsWith('-') ? "-$" + number[1..] : "$" + number;

    /// <summary>To the cent; what is less than one, to the digits that it has.</summary>
    private static string Number(Money money) => Math.Abs(money.Amount) is 0 or >= 0.01m
        ? money.Amount.Shown("#,##0.00")
        : Usd.FromDollars(money.Amount).ToString().Replace("$", "", StringComparison.Ordinal);

    /// <summary>What a million tokens cost, without the unit.</summary>
    public static string Of(UsdPerMtok price) => price.ToString().Replace("/Mtok", "", StringComparison.Ordinal);

    private static string Known(long? count) => count is { } known ? Short(known) : "an unknown number";

    private static string Share(Money part, Money all) =>
        all.Amount > 0 && part.Amount >= all.Amount / 100 ? $" ({(100 * part.Amount / all.Amount).Shown("0")}%)" : "";

    private static string Billed(BillTotal bill, Money paid) => (paid.Amount - bill.Billed.Amount) switch
    {
        0 => "all of it billed",
        > 0 and var drawn => $"{Of(bill.Billed)} billed, {Of(new Money(drawn, bill.Billed.Currency))} prepaid before",
        var kept => $"{Of(bill.Billed)} billed, {Of(new Money(-kept, bill.Billed.Currency))} of it prepaid for later",
    };

    private static string Paid(TrackAnswer answer) => string.Join(" and ", Stated(answer).Select(bill => Of(Spent(answer, bill))));

    private static bool HasEstimate(TrackAnswer answer) => answer.Total.Cost.Any(cost => cost.IsEstimate);

    /// <summary>What machines cost at dated prices, where no bill covers their hours.</summary>
    private static string Estimated(TrackAnswer answer) => string.Join(" and ", answer.Total.Cost.Where(cost => cost.IsEstimate)
        .GroupBy(cost => cost.Amount.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => Of(new Money(group.Sum(cost => cost.Amount.Amount), group.Key))));

    private static string WhyNoUnitCost(TrackAnswer answer) => answer.Total switch
    {
        { Usage.Tokens: { Input: null } or { Output: null } } => "input or output tokens are not stated, so a million tokens have no cost",
        { Cost: var cost } when cost.Any(each => each.Amount.Currency != "USD") => "currencies are not converted, so all of it has no one $/Mtok",
        { Cost: var cost } when !cost.Any(each => Served.Contains(each.Kind)) => "none of it is known to be for these tokens, so a million tokens have no cost",
        _ => "a million tokens have no cost",
    };

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
