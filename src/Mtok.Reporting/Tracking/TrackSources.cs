using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Where tracked figures come from: the rows of bills, each with its file and line, and the files of usage.</summary>
public static class TrackSources
{
    private static readonly Column[] Columns =
        [new("Where"), new("Seller"), new("From"), new("For"), new("Billed", Numbers: true)];

    /// <summary>The rows of bills of a time and a part, the dearest first.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="span">The time.</param>
    /// <param name="part">The part; machines are billed to their deployment, whoever used them.</param>
    /// <param name="show">The most rows.</param>
    public static IReadOnlyList<Block> Bills(Tracked tracked, TrackSpan span, TrackPart part, int show)
    {
        var rows = tracked.Bills.Where(row => span.Holds(UsageHour.HourOf(row.From)) && Is(part, row, tracked.Deployments))
            .OrderByDescending(row => Math.Abs(row.Billed.Amount)).ThenBy(row => row.Where.File, StringComparer.Ordinal).ThenBy(row => row.Where.Line).ToList();
        var title = rows.Count > show ? $"Rows of bills: {show} dearest of {CountText.Of(rows.Count)}" : "Rows of bills";
        return rows.Count == 0
            ? [new Block.Line("No row of a bill is of this time and part by itself.")]
            : [new Block.Rows(new(title, Columns, [.. rows.Take(show).Select(Cells)]))];
    }

    private static bool Is(TrackPart part, BillRow row, DeploymentFile deployments) => deployments.BilledBy(row) is { } billed
        ? part.Deployment is null || part.Deployment == billed.Name
        : part.Holds(deployments.Named(row.Key));

    private static string[] Cells(BillRow row) =>
    [
        row.Where.ToString(),
        row.Provider,
        row.From is { } from ? TrackCheckWords.Day(DateOnly.FromDateTime(from.UtcDateTime)) : row.Period,
        string.Join(" ", new[] { row.Service, row.Sku, row.Resource }.Where(text => text.Length > 0)),
        TrackWords.Exact(row.Billed.Amount) + " " + row.Billed.Currency,
    ];
}
