using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>A comparison of tracked traffic for programs; amounts are decimal strings, exact.</summary>
internal static class TrackCompareJson
{
    public static JsonObject Of(TrackedComparison compared, PlanGap? gap) => new()
    {
        ["from"] = compared.Traffic.From?.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
        ["hours"] = compared.Traffic.Hours,
        ["models"] = new JsonArray([.. compared.Models.Select(Of)]),
        ["plan"] = gap is null ? null : PlanGapReport.Json(gap),
        ["unassigned"] = new JsonArray([.. compared.Traffic.Unassigned.Select(Of)]),
        ["warnings"] = JsonFigures.Of(compared.Traffic.Warnings.Select(warning => warning.Message)),
    };

    private static JsonObject Of(ComparedModel model) => new()
    {
        ["model"] = model.Traffic.Name.Length == 0 ? null : model.Traffic.Name,
        ["known"] = model.Comparison is not null,
        ["requests"] = model.Traffic.Stated.Any(row => row.Usage.Requests is not null) ? model.Traffic.Stated.Sum(row => row.Usage.Requests ?? 0) : null,
        ["tokens"] = Of(model.Traffic.Stated.Select(row => ModelTraffic.CountsOf(row)!).Aggregate(TokenCounts.None, (sum, row) => sum + row)),
        ["tokens_without_hour"] = JsonFigures.Of(model.Comparison?.Traffic.WithoutHour.Count),
        ["tokens_without_requests"] = JsonFigures.Of(model.Comparison?.Traffic.WithoutRequests.Count),
        ["rows_not_priced"] = model.Traffic.Untold.Count,
        ["paid"] = new JsonArray([.. model.Traffic.Paid.Select(Of)]),
        ["paid_usd"] = Text(model.Paid),
        ["paid_usd_per_mtok"] = JsonFigures.Of(model.PaidPerMtok?.Dollars),
        ["best"] = model.Comparison?.Best?.Name,
        ["machines_left_out"] = model.Comparison is { Unsized: not Unsized.No and var why } ? TrackCompareNotes.Text(why) : null,
        ["options"] = new JsonArray([.. (model.Comparison?.Options ?? []).Select(option => Of(model, option))]),
        ["doubtful"] = JsonFigures.Of((model.Comparison?.Doubtful ?? []).Select(DoubtWords.Of)),
    };

    private static JsonObject Of(ComparedModel model, PastOption option) => new()
    {
        ["name"] = option.Name,
        ["kind"] = Allowed.KindWords.First(word => word.Value == option.Kind).Key,
        ["provider"] = option.Provider,
        ["feasible"] = option.Feasible,
        ["credible"] = option.Feasible ? option.MayWin : null,
        ["doubts"] = JsonFigures.Of(option.Doubts.Select(DoubtWords.Of)),
        ["usd"] = Text(option.Cost?.Value),
        ["usd_low"] = Text(option.Cost?.Low),
        ["usd_high"] = Text(option.Cost?.High),
        ["usd_per_mtok"] = JsonFigures.Of(option.Cost is { } cost ? model.Per(cost.Value)?.Dollars : null),
        ["difference_usd"] = Text(model.Difference(option)),
        ["utilization"] = JsonFigures.Of(option.Utilization?.Value),
        ["machines"] = option.Machines,
        ["machine_hours"] = JsonFigures.Of(option.MachineTime.Hours),
        ["api_share"] = JsonFigures.Of(option.ApiShare.Value),
        ["evidence"] = option.Cost is { } evident ? JsonFigures.Word(evident.Evidence) : null,
        ["price_sources"] = PriceNotes.Json(option.Prices),
        ["price_dates"] = PriceNotes.JsonDates(option.Prices),
        ["reasons"] = JsonFigures.Of(option.Refusal is { } refusal ? [RefusalWords.Of(refusal)] : option.Notes.Select(OptionNoteWords.Of)),
    };

    private static JsonObject Of(PaidFor paid) => new()
    {
        ["kind"] = TrackWords.Kinds[paid.Kind],
        ["currency"] = paid.Amount.Currency,
        ["amount"] = paid.Amount.Amount.Shown("0.############"),
        ["estimate"] = paid.IsEstimate,
    };

    private static JsonObject Of(TokenCounts tokens) => new()
    {
        ["input"] = JsonFigures.Of(tokens.AllInput.Count),
        ["input_uncached"] = JsonFigures.Of(tokens.Input.Count),
        ["cache_read"] = JsonFigures.Of(tokens.CachedInput.Count),
        ["cache_write"] = JsonFigures.Of(tokens.CacheWrite.Count),
        ["cache_write_1h"] = JsonFigures.Of(tokens.CacheWriteHour.Count),
        ["output"] = JsonFigures.Of(tokens.AllOutput.Count),
        ["reasoning"] = JsonFigures.Of(tokens.Reasoning.Count),
    };

    private static string? Text(Usd? amount) => amount?.Dollars.Shown("0.####################");
}
