using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Reports what was used, what it cost and what a million tokens cost.</summary>
public static class TrackReport
{
    private const int MostWarnings = 12;

    /// <summary>Columns of the main table about tokens; those about cost follow.</summary>
    private const int UsageColumns = 7;
    private static readonly CostKind[] Served = [CostKind.Busy, CostKind.Idle, CostKind.ColdStart, CostKind.Failed];

    /// <summary>The words for each kind of cost, in reports and JSON.</summary>
    internal static IReadOnlyDictionary<CostKind, string> KindWords { get; } = new Dictionary<CostKind, string>
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

    /// <summary>The report of an answer.</summary>
    /// <param name="answer">What was tracked.</param>
    /// <param name="show">Rows of the text's tables; JSON and CSV have all rows.</param>
    public static Report Of(TrackAnswer answer, int show)
    {
        var table = UsageTable(answer);
        List<Block> blocks = [new Block.Line(Summary(answer), Strong: true)];
        if (answer.Bills.Count > 0)
        {
            blocks.Add(new Block.Rows(BillTable(answer)));
        }

        if (answer.Usage.Count > 0)
        {
            blocks.Add(new Block.Rows(Shown(Part(table, "Usage", answer.By.Count, 0, UsageColumns), show)));
        }

        if (answer.Cost.Count > 0)
        {
            blocks.Add(new Block.Rows(Shown(Part(table, "Cost", answer.By.Count, UsageColumns, int.MaxValue), show)));
        }

        blocks.Add(new Block.Rows(Shown(FileTable(answer), show)));
        Add(blocks, "Coverage", answer.Coverage.Select(Text));
        Add(blocks, "Not observed", answer.Unobserved.Where(each => each.Of == CounterOf.Tokens).Select(Text).Take(MostWarnings));
        Add(blocks, "To know", Warnings(answer));
        return new("Tracked usage and cost", blocks, table, Json(answer));
    }

    private static void Add(List<Block> blocks, string title, IEnumerable<string> lines)
    {
        if (lines.ToList() is { Count: > 0 } all)
        {
            blocks.Add(new Block.List(title, all));
        }
    }

    private static string Summary(TrackAnswer answer)
    {
        var tokens = answer.Usage.Aggregate(TokenClasses.Unknown, (sum, group) => sum + group.Tokens);
        var requests = answer.Usage.Any(group => group.Requests is not null) ? answer.Usage.Sum(group => group.Requests ?? 0) : (long?)null;
        var used = tokens.Total is { } total
            ? $"{Tokens.FromCount(total)} ({Known(tokens.Input)} in, {Known(tokens.Output)} out)"
                + (requests is { } count ? $" in {CountText.Of(count, "request")}" : "")
            : "no usage stated";
        var billed = answer.Bills.Count == 0
            ? "no bill" + Estimated(answer)
            : string.Join(" and ", answer.Bills.Select(bill => $"{Exact(bill.Effective.Amount)} {bill.Effective.Currency}"));
        var all = UnitCost(answer, tokens);
        return $"{used}; {(answer.Bills.Count == 0 ? billed : billed + " paid for" + Estimated(answer))}"
            + (all is { } price ? $"; {price}, idle included." : ".");
    }

    /// <summary>What machines cost at dated prices, where no bill covers their hours.</summary>
    private static string Estimated(TrackAnswer answer) => string.Concat(answer.Cost.Where(cost => cost.IsEstimate)
        .GroupBy(cost => cost.Amount.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $", {Cents(group.Sum(cost => cost.Amount.Amount))} {group.Key} at dated prices"));

    private static UsdPerMtok? UnitCost(TrackAnswer answer, TokenClasses tokens) =>
        tokens is { Input: not null, Output: not null, Total: > 0 and { } total }
            && answer.Cost.All(cost => cost.Amount.Currency == "USD")
            && answer.Cost.Any(cost => Served.Contains(cost.Kind))
            ? Usd.FromDollars(answer.Cost.Where(cost => Served.Contains(cost.Kind)).Sum(cost => cost.Amount.Amount)) / Tokens.FromCount(total)
            : null;

    private static Table UsageTable(TrackAnswer answer)
    {
        var keys = answer.Usage.Select(group => group.Key).Concat(answer.Cost.Select(cost => cost.Key)).Distinct().Order(GroupKey.Order).ToList();
        var usage = answer.Usage.ToDictionary(group => group.Key);
        var cost = answer.Cost.ToLookup(group => group.Key);
        var units = answer.UnitCosts.ToDictionary(unit => unit.Key);
        return new(
            "",
            [
                .. answer.By.Select(by => new Column(by.ToString())),
                new("Requests", Numbers: true), new("Failed", Numbers: true), new("Input tok", Numbers: true), new("Cached", Numbers: true),
                new("Written", Numbers: true, Wide: true), new("Output tok", Numbers: true), new("Reasoning", Numbers: true, Wide: true),
                new("Busy", Numbers: true), new("Idle", Numbers: true), new("Cold start", Numbers: true, Wide: true),
                new("Failed work", Numbers: true, Wide: true), new("Rest", Numbers: true), new("$/Mtok", Numbers: true), new("Busy $/Mtok", Numbers: true),
            ],
            [.. keys.Select(key => Row(key, usage.GetValueOrDefault(key), [.. cost[key]], units.GetValueOrDefault(key)))]);
    }

    private static string[] Row(GroupKey key, UsageGroup? usage, IReadOnlyList<CostGroup> cost, UnitCostOf? unit)
    {
        var tokens = usage?.Tokens ?? TokenClasses.Unknown;
        return
        [
            .. key.Values.Select(value => value.Length == 0 ? "-" : value),
            Told(usage?.Requests), usage?.Failed is > 0 and { } failed ? CountText.Of(failed) : "",
            Told(tokens.Input), Told(tokens.CacheRead), Told(Written(tokens)), Told(tokens.Output), Told(tokens.Reasoning),
            Amounts(cost, CostKind.Busy), Amounts(cost, CostKind.Idle), Amounts(cost, CostKind.ColdStart), Amounts(cost, CostKind.Failed),
            Amounts(cost, CostKind.Unattributed, CostKind.Prepaid, CostKind.Tax, CostKind.Credit, CostKind.Other),
            MoneyText.Price(unit?.Allocation), MoneyText.Price(unit?.Usage),
        ];
    }

    /// <summary>The keys and some of the columns after them, without those that are empty throughout.</summary>
    private static Table Part(Table table, string title, int keys, int skip, int take)
    {
        var columns = Enumerable.Range(0, table.Columns.Count)
            .Where(at => at < keys || (at >= keys + skip && at - keys - skip < take && table.Rows.Any(row => row[at].Length > 0))).ToList();
        return new(
            title,
            [.. columns.Select(at => table.Columns[at])],
            [.. table.Rows.Where(row => columns.Skip(keys).Any(at => row[at].Length > 0)).Select(row => columns.Select(at => row[at]).ToArray())]);
    }

    private static long? Written(TokenClasses tokens) =>
        tokens is { CacheWrite5m: null, CacheWrite1h: null, CacheWriteUnsplit: null }
            ? null
            : (tokens.CacheWrite5m ?? 0) + (tokens.CacheWrite1h ?? 0) + (tokens.CacheWriteUnsplit ?? 0);

    private static string Amounts(IReadOnlyList<CostGroup> cost, params CostKind[] kinds) =>
        string.Join(
            " + ",
            cost.Where(each => kinds.Contains(each.Kind) && each.Amount.Amount != 0).GroupBy(each => each.Amount.Currency, StringComparer.Ordinal)
                .Select(group => (group.Key, Sum: group.Sum(each => each.Amount.Amount)))
                .Select(sum => sum.Key == "USD" ? "$" + Cents(sum.Sum) : $"{Cents(sum.Sum)} {sum.Key}"));

    /// <summary>What each currency was paid for, down to what was billed.</summary>
    private static Table BillTable(TrackAnswer answer)
    {
        var rows = KindWords.Select(word => Line(word.Value.Replace('_', ' '), bill => answer.Cost
            .Where(cost => !cost.IsEstimate && cost.Kind == word.Key && cost.Amount.Currency == bill.Billed.Currency).Sum(cost => cost.Amount.Amount)));
        return new(
            "Bill",
            [new("Paid for"), .. answer.Bills.Select(bill => new Column(bill.Billed.Currency, Numbers: true))],
            [
                .. rows.Where(row => row.Skip(1).Any(amount => amount != "0")),
                Line("billed", bill => bill.Billed.Amount),
                Line("effective", bill => bill.Effective.Amount),
            ]);

        string[] Line(string title, Func<BillTotal, decimal> amount) => [title, .. answer.Bills.Select(bill => Exact(amount(bill)))];
    }

    private static Table FileTable(TrackAnswer answer) => new(
        "Read",
        [new("File"), new("What it is"), new("Rows", Numbers: true), new("Left out", Wide: true)],
        [
            .. answer.Files.Select(file => new[]
            {
                file.Path,
                file.SameAs is { } same ? $"the same as {same}, counted there" : file.Kind ?? "not known, not read",
                CountText.Of(file.Rows),
                string.Join("; ", file.LeftOut.Select(left => $"{CountText.Of(left.Count)}: {left.Reason}")),
            }),
        ]);

    private static Table Shown(Table table, int show) => table.Rows.Count <= show
        ? table
        : table with
        {
            Title = $"{(table.Title.Length > 0 ? table.Title + ": " : "")}{show} of {table.Rows.Count} rows (--show N for more)",
            Rows = [.. table.Rows.Take(show)],
        };

    private static string Text(Coverage coverage) =>
        $"{string.Join(", ", new[] { coverage.Deployment, coverage.Model }.Where(name => name.Length > 0))}: "
            + $"{(coverage.Share is { } share ? share.ToString() : "an unknown share")} of what was counted is claimed by a log";

    private static string Text(Unobserved unobserved) =>
        $"{unobserved.Series}: {unobserved.Length} after {unobserved.From.ToString("u", CultureInfo.InvariantCulture)} ({Reason(unobserved.Why)})"
            + (unobserved is { Of: CounterOf.Tokens, AtMost: { } most } ? $", at most {Tokens.FromCount(most)} missing" : "");

    private static string Reason(EpochChange why) => why switch
    {
        EpochChange.Reset => "restarted",
        EpochChange.StartChanged => "restarted by its stated start",
        EpochChange.Stale => "ended",
        _ => "appeared",
    };

    private static IEnumerable<string> Warnings(TrackAnswer answer) =>
        answer.Warnings.Take(MostWarnings).Select(Text)
            .Concat(answer.Warnings.Count > MostWarnings ? [$"and {answer.Warnings.Count - MostWarnings} more (--format json for all)"] : []);

    private static string Text(TrackingWarning warning) =>
        (warning.First.File.Length == 0 ? "" : $"{warning.First}: ") + warning.Message + (warning.Count > 1 ? $" ({CountText.Of(warning.Count)} times)" : "");

    private static string Known(long? count) => count is { } known ? CountText.Of(known) : "an unknown number";

    private static string Told(long? count) => count is { } known ? CountText.Of(known) : "";

    private static string Exact(decimal amount) => amount.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Cents(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static JsonObject Json(TrackAnswer answer) => new()
    {
        ["files"] = new JsonArray([.. answer.Files.Select(file => new JsonObject
        {
            ["path"] = file.Path,
            ["kind"] = file.Kind,
            ["rows"] = file.Rows,
            ["left_out"] = new JsonArray([.. file.LeftOut.Select(left => new JsonObject
            {
                ["reason"] = left.Reason,
                ["count"] = left.Count,
                ["first"] = left.First.ToString(),
            })]),
            ["same_as"] = file.SameAs,
        })]),
        ["usage"] = new JsonArray([.. answer.Usage.Select(group => Keys(answer, group.Key, json =>
        {
            json["requests"] = group.Requests;
            json["failed"] = group.Failed;
            json["tokens"] = Json(group.Tokens);
        }))]),
        ["cost"] = new JsonArray([.. answer.Cost.Select(group => Keys(answer, group.Key, json =>
        {
            json["kind"] = KindWords[group.Kind];
            json["currency"] = group.Amount.Currency;
            json["amount"] = Exact(group.Amount.Amount);
            json["estimate"] = group.IsEstimate;
        }))]),
        ["bill"] = new JsonArray([.. answer.Bills.Select(bill => new JsonObject
        {
            ["currency"] = bill.Billed.Currency,
            ["billed"] = Exact(bill.Billed.Amount),
            ["effective"] = Exact(bill.Effective.Amount),
        })]),
        ["unit_cost"] = new JsonArray([.. answer.UnitCosts.Select(unit => Keys(answer, unit.Key, json => json["usd_per_mtok"] = new JsonObject
        {
            ["allocation"] = JsonFigures.Of(unit.Allocation?.Dollars),
            ["usage"] = JsonFigures.Of(unit.Usage?.Dollars),
        }))]),
        ["coverage"] = new JsonArray([.. answer.Coverage.Select(coverage => new JsonObject
        {
            ["deployment"] = coverage.Deployment,
            ["model"] = coverage.Model,
            ["counted"] = coverage.Counted,
            ["claimed"] = coverage.Claimed,
            ["share"] = JsonFigures.Of(coverage.Share?.Value),
        })]),
        ["unobserved"] = new JsonArray([.. answer.Unobserved.Select(unobserved => new JsonObject
        {
            ["series"] = unobserved.Series,
            ["why"] = Reason(unobserved.Why),
            ["from"] = unobserved.From.ToString("o", CultureInfo.InvariantCulture),
            ["seconds"] = JsonFigures.Of(unobserved.Length.Seconds),
            ["tokens_at_most"] = unobserved.Of == CounterOf.Tokens ? unobserved.AtMost : null,
        })]),
        ["warnings"] = new JsonArray([.. answer.Warnings.Select(warning => new JsonObject
        {
            ["where"] = warning.First.File.Length == 0 ? null : warning.First.ToString(),
            ["message"] = warning.Message,
            ["count"] = warning.Count,
        })]),
    };

    private static JsonObject Keys(TrackAnswer answer, GroupKey key, Action<JsonObject> rest)
    {
        var json = new JsonObject();
        for (var at = 0; at < answer.By.Count; at++)
        {
            json[answer.By[at].ToString().ToLowerInvariant()] = key.Values[at].Length == 0 ? null : key.Values[at];
        }

        rest(json);
        return json;
    }

    private static JsonObject Json(TokenClasses tokens) => new()
    {
        ["input"] = tokens.Input,
        ["input_uncached"] = tokens.InputUncached,
        ["cache_read"] = tokens.CacheRead,
        ["cache_write_5m"] = tokens.CacheWrite5m,
        ["cache_write_1h"] = tokens.CacheWrite1h,
        ["cache_write_unsplit"] = tokens.CacheWriteUnsplit,
        ["output"] = tokens.Output,
        ["reasoning"] = tokens.Reasoning,
        ["tool_prompt"] = tokens.ToolPrompt,
    };
}
