using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Reports what was used, what it cost and what a million tokens cost.</summary>
public static class TrackReport
{
    private const int MostWarnings = 12;
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

        blocks.Add(new Block.Rows(Shown(table, show)));
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
            ? $"{Tokens.FromCount(total)} ({Told(tokens.Input)} in, {Told(tokens.Output)} out)"
                + (requests is { } count ? $" in {CountText.Of(count, "request")}" : "")
            : "no usage told";
        var billed = answer.Bills.Count == 0
            ? "no bill"
            : string.Join(" and ", answer.Bills.Select(bill => $"{Exact(bill.Effective.Amount)} {bill.Effective.Currency}"));
        var all = UnitCost(answer, tokens);
        return $"{used}; {(answer.Bills.Count == 0 ? billed : billed + " paid for")}"
            + (all is { } price ? $"; {price} of tokens, idle included." : ".");
    }

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
                new("Requests", Numbers: true), new("Input tok", Numbers: true), new("Cached", Numbers: true, Wide: true),
                new("Written", Numbers: true, Wide: true), new("Output tok", Numbers: true), new("Reasoning", Numbers: true, Wide: true),
                new("Busy", Numbers: true), new("Idle", Numbers: true), new("Other", Numbers: true, Wide: true), new("$/Mtok", Numbers: true),
                new("Usage $/Mtok", Numbers: true, Wide: true),
            ],
            [.. keys.Select(key => Row(key, usage.GetValueOrDefault(key), [.. cost[key]], units.GetValueOrDefault(key)))]);
    }

    private static string[] Row(GroupKey key, UsageGroup? usage, IReadOnlyList<CostGroup> cost, UnitCostOf? unit)
    {
        var tokens = usage?.Tokens ?? TokenClasses.Unknown;
        return
        [
            .. key.Values.Select(value => value.Length == 0 ? "(not told)" : value),
            Told(usage?.Requests), Told(tokens.Input), Told(tokens.CacheRead),
            Told(Written(tokens)), Told(tokens.Output), Told(tokens.Reasoning),
            Amounts(cost.Where(each => each.Kind == CostKind.Busy)), Amounts(cost.Where(each => each.Kind == CostKind.Idle)),
            Amounts(cost.Where(each => each.Kind is not (CostKind.Busy or CostKind.Idle))),
            MoneyText.Price(unit?.Allocation), MoneyText.Price(unit?.Usage),
        ];
    }

    private static long? Written(TokenClasses tokens) =>
        tokens is { CacheWrite5m: null, CacheWrite1h: null, CacheWriteUnsplit: null }
            ? null
            : (tokens.CacheWrite5m ?? 0) + (tokens.CacheWrite1h ?? 0) + (tokens.CacheWriteUnsplit ?? 0);

    private static string Amounts(IEnumerable<CostGroup> cost) =>
        string.Join(
            " + ",
            cost.GroupBy(each => each.Amount.Currency, StringComparer.Ordinal)
                .Select(group => (group.Key, Sum: group.Sum(each => each.Amount.Amount)))
                .Select(sum => sum.Key == "USD" ? "$" + Cents(sum.Sum) : $"{Cents(sum.Sum)} {sum.Key}"));

    private static Table BillTable(TrackAnswer answer) => new(
        "Bill",
        [new("Currency"), new("Billed", Numbers: true), new("Effective", Numbers: true), .. KindWords.Values.Select(word => new Column(word, Numbers: true, Wide: word is "tax" or "credit" or "other" or "failed"))],
        [
            .. answer.Bills.Select(bill => new[] { bill.Billed.Currency, Exact(bill.Billed.Amount), Exact(bill.Effective.Amount) }
                .Concat(KindWords.Keys.Select(kind => Exact(answer.Cost.Where(cost => cost.Kind == kind && cost.Amount.Currency == bill.Billed.Currency)
                    .Sum(cost => cost.Amount.Amount)))).ToArray()),
        ]);

    private static Table FileTable(TrackAnswer answer) => new(
        "Read",
        [new("File"), new("What it is"), new("Rows", Numbers: true), new("Left out", Wide: true)],
        [
            .. answer.Files.Select(file => new[]
            {
                file.Path,
                file.SameAs is { } same ? $"the same bytes as {same}, counted there" : file.Kind ?? "not known, not read",
                CountText.Of(file.Rows),
                string.Join("; ", file.LeftOut.Select(left => $"{CountText.Of(left.Count)}: {left.Reason}")),
            }),
        ]);

    private static Table Shown(Table table, int show) => table.Rows.Count <= show
        ? table
        : table with { Title = $"{(table.Title.Length > 0 ? table.Title + ": " : "")}{show} of {table.Rows.Count} rows (--show N for more)", Rows = [.. table.Rows.Take(show)] };

    private static string Text(Coverage coverage) =>
        $"{(coverage.Deployment.Length > 0 ? coverage.Deployment + ", " : "")}{coverage.Model}: "
            + $"{(coverage.Share is { } share ? share.ToString() : "an unknown share")} of what the engines counted is claimed by a log";

    private static string Text(Unobserved unobserved) =>
        $"{unobserved.Series}: {unobserved.Length} after {unobserved.From.ToString("u", CultureInfo.InvariantCulture)} ({Reason(unobserved.Why)})"
            + (unobserved is { Of: CounterOf.Tokens, AtMost: { } most } ? $", at most {Tokens.FromCount(most)} missing" : "");

    private static string Reason(EpochChange why) => why switch
    {
        EpochChange.Reset => "restarted",
        EpochChange.StartChanged => "started anew",
        EpochChange.Stale => "ended",
        _ => "appeared",
    };

    private static IEnumerable<string> Warnings(TrackAnswer answer) =>
        answer.Warnings.Take(MostWarnings).Select(warning => $"{warning.First}: {warning.Message}{(warning.Count > 1 ? $" ({CountText.Of(warning.Count)} times)" : "")}")
            .Concat(answer.Warnings.Count > MostWarnings ? [$"and {answer.Warnings.Count - MostWarnings} more (--format json for all)"] : []);

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
            ["left_out"] = new JsonArray([.. file.LeftOut.Select(left => new JsonObject { ["reason"] = left.Reason, ["count"] = left.Count, ["first"] = left.First.ToString() })]),
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
            ["where"] = warning.First.ToString(),
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
    };
}
