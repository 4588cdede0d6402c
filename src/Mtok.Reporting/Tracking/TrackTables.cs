using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>The tables of a tracked answer: short for people, in full for spreadsheets.</summary>
internal static class TrackTables
{
    private static readonly CostKind[] Rest = [CostKind.Unattributed, CostKind.Tax, CostKind.Credit, CostKind.Other];

    /// <summary>The parts of cost that have a column; prepaid balances are no cost of anybody's.</summary>
    private static readonly (Column Column, CostKind[] Kinds)[] Parts =
    [
        (new("Busy", Numbers: true), [CostKind.Busy]), (new("Idle", Numbers: true), [CostKind.Idle]),
        (new("Cold start", Numbers: true, Wide: true), [CostKind.ColdStart]), (new("Failed work", Numbers: true, Wide: true), [CostKind.Failed]),
        (new("Rest", Numbers: true), Rest),
    ];

    /// <summary>Everything by group, each number in full: the table that CSV writes. What is not stated is empty.</summary>
    public static Table Main(TrackAnswer answer)
    {
        var currencies = answer.Cost.Select(cost => cost.Amount.Currency).Distinct().Order(StringComparer.Ordinal).ToList();
        return new(
            "",
            [
                .. answer.By.Select(by => new Column(by.ToString())),
                new("Requests", Numbers: true), new("Failed", Numbers: true), new("Input tok", Numbers: true), new("Cached", Numbers: true),
                new("Written", Numbers: true), new("Output tok", Numbers: true), new("Reasoning", Numbers: true),
                .. currencies.SelectMany(currency => TrackWords.Kinds.Values.Select(kind => new Column($"{kind} {currency}", Numbers: true))),
                new("$/Mtok", Numbers: true), new("Busy $/Mtok", Numbers: true),
            ],
            [.. TrackRow.All(answer).OrderBy(row => row.Key, GroupKey.Order).Select(row => InFull(row, currencies))]);
    }

    /// <summary>Tokens by group, those that cost or used most first.</summary>
    public static Table Usage(TrackAnswer answer, int show)
    {
        var rows = Used(answer);
        return Shown(rows.Count, show, WithoutEmpty(answer, new(
            $"Usage by {TrackWords.By(answer)}, in tokens",
            [
                .. answer.By.Select(by => new Column(by.ToString())),
                new("Requests", Numbers: true), new("Failed", Numbers: true), new("Input", Numbers: true), new("Cached", Numbers: true),
                new("Written", Numbers: true, Wide: true), new("Output", Numbers: true), new("Reasoning", Numbers: true, Wide: true),
            ],
            [
                .. rows.Take(show).Select(row => (string[])
                [
                    .. Names(answer, row),
                    row.Usage!.Requests is { } requests ? CountText.Of(requests) : "",
                    row.Usage.Failed is > 0 and { } failed ? CountText.Of(failed) : "",
                    .. new[] { row.Tokens.Input, row.Tokens.CacheRead, row.Written, row.Tokens.Output, row.Tokens.Reasoning }.Select(Compact),
                ]),
            ])));
    }

    /// <summary>Cost by group, the dearest first.</summary>
    public static Table Cost(TrackAnswer answer, int show)
    {
        var rows = Paid(answer);
        return Shown(rows.Count, show, WithoutEmpty(answer, new(
            $"Cost by {TrackWords.By(answer)}",
            [
                .. answer.By.Select(by => new Column(by.ToString())),
                .. Parts.Select(part => part.Column),
                new("$/Mtok", Numbers: true), new("Busy $/Mtok", Numbers: true),
            ],
            [
                .. rows.Take(show).Select(row => (string[])
                [
                    .. Names(answer, row),
                    .. Parts.Select(part => Amounts(row, part.Kinds)),
                    MoneyText.Price(row.Unit?.Allocation), MoneyText.Price(row.Unit?.Usage),
                ]),
            ])));
    }

    /// <summary>What each column of <see cref="Cost"/> means, as far as it is shown.</summary>
    public static string CostWords(Table cost)
    {
        var titles = cost.Columns.Select(column => column.Title).ToHashSet();
        (string Title, string Words)[] words =
        [
            ("Busy", "Busy: work that was answered"), ("Idle", "idle: machines without work and unused commitments, which no team asked for"),
            ("Rest", "rest: unattributed, tax, credits"),
            ("$/Mtok", "$/Mtok: busy, idle, cold start and failed work / million tokens in and out"), ("Busy $/Mtok", "Busy $/Mtok: busy alone"),
        ];
        return Sentences.Of(string.Join("; ", words.Where(word => titles.Contains(word.Title)).Select(word => word.Words)));
    }

    /// <summary>What each currency was paid for, to the last digit, down to what was billed.</summary>
    public static Table Bill(TrackAnswer answer)
    {
        var bills = TrackWords.Stated(answer);
        var rows = TrackWords.Kinds.Keys.Select(kind => Line(
            TrackWords.Of(kind), bill => TrackWords.Parts(answer, bill).Where(cost => cost.Kind == kind).Sum(cost => cost.Amount.Amount))).ToList();
        return new(
            "Bill",
            [new("Paid for"), .. bills.Select(bill => new Column(bill.Billed.Currency, Numbers: true))],
            [
                .. rows.Where(row => row.Skip(1).Any(amount => amount != "0")),
                Line("= billed", bill => bill.Billed.Amount),
                .. rows.Any(row => row[0] == TrackWords.Of(CostKind.Prepaid) && row.Skip(1).Any(amount => amount != "0"))
                    ? new[] { Line("less prepaid", bill => TrackWords.Spent(answer, bill).Amount) }
                    : [],
            ]);

        string[] Line(string title, Func<BillTotal, decimal> amount) => [title, .. bills.Select(bill => TrackWords.Exact(amount(bill)))];
    }

    /// <summary>The groups of <see cref="Usage"/>, in its order.</summary>
    public static List<TrackRow> Used(TrackAnswer answer) => [.. Ordered(answer).Where(row => row.Usage is not null)];

    /// <summary>The groups of <see cref="Cost"/>, in its order.</summary>
    public static List<TrackRow> Paid(TrackAnswer answer) => [.. Ordered(answer).Where(row => row.Cost.Any(cost => cost.Kind != CostKind.Prepaid))];

    /// <summary>Times stay in their order; of other groups the dearest comes first, then the one that used most.</summary>
    private static IEnumerable<TrackRow> Ordered(TrackAnswer answer) => answer.By.Any(by => by is TrackBy.Hour or TrackBy.Day)
        ? TrackRow.All(answer)
        : TrackRow.All(answer).OrderByDescending(row => row.Dollars).ThenByDescending(row => row.Tokens.Total ?? -1).ThenBy(row => row.Key, GroupKey.Order);

    private static IEnumerable<string> Names(TrackAnswer answer, TrackRow row) => answer.By.Zip(row.Key.Values, TrackWords.Named);

    private static string Compact(long? count) => count is { } known ? TrackWords.Short(known) : "";

    private static string[] InFull(TrackRow row, IReadOnlyList<string> currencies)
    {
        string Full(long? count) => count is { } known ? CountText.Of(known) : "";
        return
        [
            .. row.Key.Values,
            Full(row.Usage?.Requests), Full(row.Usage?.Failed), Full(row.Tokens.Input), Full(row.Tokens.CacheRead), Full(row.Written),
            Full(row.Tokens.Output), Full(row.Tokens.Reasoning),
            .. currencies.SelectMany(currency => TrackWords.Kinds.Keys.Select(kind =>
                row.Cost.Where(cost => cost.Amount.Currency == currency && cost.Kind == kind).ToList() is { Count: > 0 } costs
                    ? TrackWords.Exact(costs.Sum(cost => cost.Amount.Amount))
                    : "")),
            MoneyText.Price(row.Unit?.Allocation), MoneyText.Price(row.Unit?.Usage),
        ];
    }

    private static string Amounts(TrackRow row, CostKind[] kinds) => string.Join(
        '\n',
        row.Cost.Where(each => kinds.Contains(each.Kind) && each.Amount.Amount != 0).GroupBy(each => each.Amount.Currency, StringComparer.Ordinal)
            .Select(group => TrackWords.Short(new Money(group.Sum(each => each.Amount.Amount), group.Key))));

    /// <summary>Without the columns in which nothing is stated, but for the first.</summary>
    private static Table WithoutEmpty(TrackAnswer answer, Table table)
    {
        var kept = Enumerable.Range(0, table.Columns.Count).Where(at => table.Rows.Any(row => at < answer.By.Count
            ? row[at] != TrackWords.Named(answer.By[at], "")
            : row[at].Length > 0) || (at == 0 && answer.By.Count == 1)).ToList();
        return table with { Columns = [.. kept.Select(at => table.Columns[at])], Rows = [.. table.Rows.Select(row => kept.Select(at => row[at]).ToArray())] };
    }

    private static Table Shown(int of, int show, Table table) =>
        of <= show ? table : table with { Title = $"{table.Title}: {show} of {CountText.Of(of)} rows (--show N for more)" };
}
