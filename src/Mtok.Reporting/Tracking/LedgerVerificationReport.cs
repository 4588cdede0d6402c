using System.Text.Json.Nodes;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What a check of a ledger found.</summary>
public static class LedgerVerificationReport
{
    /// <summary>The report of a check.</summary>
    public static Report Of(LedgerVerification found)
    {
        var table = new Table("", [new("Segment"), new("Fault")], [.. found.Faults.Select(fault => new[] { fault.Path, fault.Fault })]);
        var summary = $"{CountText.Of(found.Segments, "segment")} with {CountText.Of(found.Rows, "row")} of closed hours: "
            + (found.Faults.Count == 0 ? "all as they were written." : $"{CountText.Of(found.Faults.Count)} not as written.");
        return new(
            "Ledger verified",
            found.Faults.Count == 0 ? [new Block.Line(summary, Strong: true)] : [new Block.Line(summary, Strong: true), new Block.Rows(table)],
            table,
            new JsonObject
            {
                ["segments"] = found.Segments,
                ["rows_closed"] = found.Rows,
                ["faults"] = new JsonArray([.. found.Faults.Select(fault => new JsonObject { ["path"] = fault.Path, ["fault"] = fault.Fault })]),
            });
    }
}
