using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>The tables of a tracked answer: short for people, in full for spreadsheets.</summary>
internal static class TrackTables
{
    private static readonly CostKind[] Rest = [CostKind.Unattributed, CostKind.Prepaid, CostKind.Tax, CostKind.Credit, CostKind.Other];

    /// <summary>The parts of cost that have a column, with its heading.</summary>
    private static readonly (string Title, CostKind[] Kinds)[] Parts =
    [
        ("Busy", [CostKind.Busy]), ("Idle", [CostKind.Idle]), ("Cold start", [CostKind.ColdStart]), ("Failed work", [CostKind.Failed]), ("Rest", Rest),
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
                .. currencies.SelectMany(currency => Parts.Select(part => new Column($"{part.Title} {currency}", Numbers: true))),
                new("$/Mtok", Numbers: true), new("Busy $/Mtok", Numbers: true),
            ],
            [.. TrackRow.All(answer).OrderBy(row => row.Key, GroupKey.Order).Select(row => InFull(row, currencies))]);
    }

    /// <summary>Tokens by group, those that cost or used most first.</summary>
    public static Table Usage(TrackAnswer answer, int show)
    {
        var rows = Ordered(answer).Where(row => row.Usage is not null).ToList();
        return Shown(rows.Count, show, WithoutEmpty(answer, new(
            $"Usage by {TrackWords.By(answer)}, in tokens",
            [
                .. answer.By.Select(by => new Column(by.ToString())),
                new("Requests", Numbers: true), new("Failed", Numbers: true), new("Input", Numbers: true), new("Cached", Numbers: true),
                new("Written", Numbers: true), new("Output", Numbers: true), new("Reasoning", Numbers: true),
            ],
            [
                .. rows.Take(show).Select(row => (string[])
                [
                    .. Names(answer, row),
                    row.Usage!.Requests is { } requests ? CountText.Of(requests) : "",
                    row.Usage.Failed is > 0 and { } failed ? CountText.Of(failed) : "",
                    .. new[] { row.Tokens.Input, row.Tokens.CacheRead, row.Written, row.Tokens.Output, row.Tokens.Reasoning }.Select(Short),
                ]),
            ])));
    }

    /// <summary>Cost by group, the dearest first.</summary>
    public static Table Cost(TrackAnswer answer, int show)
    {
        var rows = Ordered(answer).Where(row => row.Cost.Count > 0).ToList();
        return Shown(rows.Count, show, WithoutEmpty(answer, new(
            $"Cost by {TrackWords.By(answer)}",
            [
                .. answer.By.Select(by => new Column(by.ToString())),
                .. Parts.Select(part => new Column(part.Title, Numbers: true)),
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
            ("Rest", "rest: unattributed, prepaid, tax, credits"),
            ("$/Mtok", "$/Mtok: busy, idle, cold start and failed work / million tokens in and out"), ("Busy $/Mtok", "Busy $/Mtok: busy alone"),
        ];
        return Sentences.Of(string.Join("; ", words.Where(word => titles.Contains(word.Title)).Select(word => word.Words)));
    }

    /// <summary>What each currency was paid for, to the last digit, down to what was billed.</summary>
    public static Table Bill(TrackAnswer answer)
    {
        var rows = TrackWords.Kinds.Keys.Select(kind => Line(TrackWords.Of(kind), bill => answer.Cost
            .Where(cost => !cost.IsEstimate && cost.Kind == kind && cost.Amount.Currency == bill.Billed.Currency).Sum(cost => cost.Amount.Amount)));
        return new(
            "Bill",
            [new("Paid for"), .. answer.Bills.Select(bill => new Column(bill.Billed.Currency, Numbers: true))],
            [
                .. rows.Where(row => row.Skip(1).Any(amount => amount != "0")),
                Line("= billed", bill => bill.Billed.Amount),
                .. answer.Bills.All(bill => bill.Effective == bill.Billed) ? [] : new[] { Line("less prepaid", bill => bill.Effective.Amount) },
            ]);

        string[] Line(string title, Func<BillTotal, decimal> amount) => [title, .. answer.Bills.Select(bill => TrackWords.Exact(amount(bill)))];
    }

    /// <summary>Times stay in their order; of other groups the dearest comes first, then the one that used most.</summary>
    private static IEnumerable<TrackRow> Ordered(TrackAnswer answer) => answer.By.Any(by => by is TrackBy.Hour or TrackBy.Day)
        ? TrackRow.All(answer)
        : TrackRow.All(answer).OrderByDescending(row => row.Dollars).ThenByDescending(row => row.Tokens.Total ?? -1).ThenBy(row => row.Key, GroupKey.Order);

    private static IEnumerable<string> Names(TrackAnswer answer, TrackRow row) => answer.By.Zip(row.Key.Values, TrackWords.Named);

    private static string Short(long? count) =>
        count is { } known ? Tokens.FromCount(known).ToString().Replace(" tok", "", StringComparison.Ordinal) : "";

    private static string[] InFull(TrackRow row, IReadOnlyList<string> currencies)
    {
        string Told(long? count) => count is { } known ? CountText.Of(known) : "";
        return
        [
            .. row.Key.Values,
            Told(row.Usage?.Requests), Told(row.Usage?.Failed), Told(row.Tokens.Input), Told(row.Tokens.CacheRead), Told(row.Written),
            Told(row.Tokens.Output), Told(row.Tokens.Reasoning),
            .. currencies.SelectMany(currency => Parts.Select(part => row.Cost.Any(cost => cost.Amount.Currency == currency && part.Kinds.Contains(cost.Kind))
                ? TrackWords.Exact(row.Cost.Where(cost => cost.Amount.Currency == currency && part.Kinds.Contains(cost.Kind)).Sum(cost => cost.Amount.Amount))
                : "")),
            MoneyText.Price(row.Unit?.Allocation), MoneyText.Price(row.Unit?.Usage),
        ];
    }

    private static string Amounts(TrackRow row, CostKind[] kinds) => string.Join(
        '\n',
        row.Cost.Where(each => kinds.Contains(each.Kind) && each.Amount.Amount != 0).GroupBy(each => each.Amount.Currency, StringComparer.Ordinal)
            .Select(group => TrackWords.Short(new(group.Sum(each => each.Amount.Amount), group.Key))));

    /// <summary>Without the columns in which nothing is stated.</summary>
    private static Table WithoutEmpty(TrackAnswer answer, Table table)
    {
        var kept = Enumerable.Range(0, table.Columns.Count).Where(at => at < answer.By.Count || table.Rows.Any(row => row[at].Length > 0)).ToList();
        return table with { Columns = [.. kept.Select(at => table.Columns[at])], Rows = [.. table.Rows.Select(row => kept.Select(at => row[at]).ToArray())] };
    }

    private static Table Shown(int of, int show, Table table) =>
        of <= show ? table : table with { Title = $"{table.Title}: {show} of {CountText.Of(of)} rows (--show N for more)" };
}
