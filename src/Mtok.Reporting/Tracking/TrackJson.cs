using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>A tracked answer as JSON: everything, to the last digit.</summary>
internal static class TrackJson
{
    public static JsonObject Of(TrackAnswer answer) => new()
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
        ["total"] = Total(answer.Total),
        ["usage"] = new JsonArray([.. answer.Usage.Select(group => Keys(answer, group.Key, json =>
        {
            json["requests"] = group.Requests;
            json["failed"] = group.Failed;
            json["tokens"] = Json(group.Tokens);
        }))]),
        ["cost"] = new JsonArray([.. answer.Cost.Select(group => Keys(answer, group.Key, json =>
        {
            json["kind"] = TrackWords.Kinds[group.Kind];
            json["currency"] = group.Amount.Currency;
            json["amount"] = TrackWords.Exact(group.Amount.Amount);
            json["estimate"] = group.IsEstimate;
        }))]),
        ["bill"] = new JsonArray([.. answer.Bills.Select(bill => new JsonObject
        {
            ["currency"] = bill.Billed.Currency,
            ["billed"] = TrackWords.Exact(bill.Billed.Amount),
            ["effective"] = TrackWords.Exact(bill.Effective.Amount),
        })]),
        ["unit_cost"] = new JsonArray([.. answer.UnitCosts.Select(unit => Keys(answer, unit.Key, json => json["usd_per_mtok"] = Json(unit)))]),
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
            ["why"] = TrackNotes.Reason(unobserved.Why),
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

    private static JsonObject Total(TrackTotal total) => new()
    {
        ["requests"] = total.Usage.Requests,
        ["failed"] = total.Usage.Failed,
        ["tokens"] = Json(total.Usage.Tokens),
        ["usd_per_mtok"] = Json(total.UnitCost),
    };

    private static JsonObject Json(UnitCostOf unit) => new()
    {
        ["allocation"] = JsonFigures.Of(unit.Allocation?.Dollars),
        ["usage"] = JsonFigures.Of(unit.Usage?.Dollars),
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
