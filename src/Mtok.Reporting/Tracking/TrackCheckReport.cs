using System.Text.Json.Nodes;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Reports which limits are exceeded, which are kept, and what could not be checked.</summary>
public static class TrackCheckReport
{
    /// <summary>The report of checks.</summary>
    /// <param name="checks">The checks.</param>
    public static Report Of(IReadOnlyList<TrackCheck> checks)
    {
        var alerts = Lines(checks, holds: true);
        var kept = Lines(checks, holds: false);
        var not = checks.OfType<TrackCheck.Unchecked>().ToList();
        List<Block> blocks = [new Block.Line(Summary(alerts.Count, kept.Count), Strong: true)];
        AddRows(blocks, "Alerts", alerts);
        AddRows(blocks, "Within limits", kept);
        if (not.Count > 0)
        {
            blocks.Add(new Block.List("Not checked", [.. not.Select(check => $"{Title(check)}: {TrackCheckWords.Of(check)}")]));
        }

        return new("Alerts", blocks, Main(alerts, kept, not), new JsonObject
        {
            ["alerts"] = Json(alerts),
            ["within_limits"] = Json(kept),
            ["not_checked"] = new JsonArray([.. not.Select(check => new JsonObject
            {
                ["what"] = TrackCheckWords.Kind(check),
                ["where"] = check.Where.Length > 0 ? check.Where : null,
                ["why"] = TrackCheckWords.Of(check),
            })]),
        });
    }

    private static List<CheckLine> Lines(IReadOnlyList<TrackCheck> checks, bool holds) =>
        [.. checks.Where(check => check.Holds == holds).Select(TrackCheckWords.Of).OfType<CheckLine>()];

    private static string Summary(int alerts, int kept) =>
        (alerts == 0 ? "No alert holds" : alerts == 1 ? "1 alert holds" : $"{alerts} alerts hold")
            + $"; {CountText.Of(kept, "check")} within limits.";

    private static string Title(CheckLine line) => line.What + (line.Where.Length > 0 ? $" of {line.Where}" : "");

    private static string Title(TrackCheck.Unchecked check) =>
        TrackCheckWords.Kind(check) + (check.Where.Length > 0 ? $" of {check.Where}" : "");

    private static void AddRows(List<Block> blocks, string title, List<CheckLine> lines)
    {
        if (lines.Count > 0)
        {
            blocks.Add(new Block.Rows(new(title, [.. Columns.SkipLast(1)], [.. lines.Select(line => Cells(line)[..^1])])));
            blocks.Add(new Block.List("Evidence", [.. lines.Select(line => $"{Title(line)}: {line.Evidence}")]));
        }
    }

    private static IReadOnlyList<Column> Columns =>
        [new("What"), new("Where"), new("Value", Numbers: true), new("Limit", Numbers: true), new("Since"), new("Evidence")];

    private static string[] Cells(CheckLine line) =>
        [line.What, line.Where.Length > 0 ? line.Where : "-", line.ValueText, line.LimitText, Since(line), line.Evidence];

    private static string Since(CheckLine line) => line.Since is { } day ? TrackCheckWords.Day(day) : "";

    private static Table Main(List<CheckLine> alerts, List<CheckLine> kept, List<TrackCheck.Unchecked> not) => new(
        "",
        [new("State"), .. Columns],
        [
            .. alerts.Select(line => (string[])["alert", .. Cells(line)]),
            .. kept.Select(line => (string[])["within limits", .. Cells(line)]),
            .. not.Select(check => (string[])["not checked", TrackCheckWords.Kind(check), check.Where, "", "", "", TrackCheckWords.Of(check)]),
        ]);

    private static JsonArray Json(List<CheckLine> lines) => new([.. lines.Select(line => new JsonObject
    {
        ["what"] = line.What,
        ["where"] = line.Where.Length > 0 ? line.Where : null,
        ["unit"] = line.Unit,
        ["value"] = JsonFigures.Of(line.Value),
        ["low"] = JsonFigures.Of(line.Low),
        ["high"] = JsonFigures.Of(line.High),
        ["limit"] = JsonFigures.Of(line.Limit),
        ["since"] = line.Since is { } day ? TrackCheckWords.Day(day) : null,
        ["evidence"] = line.Evidence,
    })]);
}
