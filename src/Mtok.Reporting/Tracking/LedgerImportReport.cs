using System.Text.Json.Nodes;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What an import put into a ledger.</summary>
public static class LedgerImportReport
{
    /// <summary>The report of an import.</summary>
    public static Report Of(LedgerImport import)
    {
        var table = new Table(
            "",
            [new("File"), new("What it is"), new("Rows", Numbers: true), new("Note")],
            [.. import.Files.Select(taken => new[] { taken.File.Path, taken.File.Kind ?? "not known, not read", CountText.Of(taken.File.Rows), Note(taken) })]);
        return new(
            "Imported into the ledger",
            [new Block.Line(Summary(import), Strong: true), new Block.Rows(table)],
            table,
            Json(import));
    }

    private static string Summary(LedgerImport import)
    {
        var taken = import.Files.Count(file => file.File.SameAs is null);
        var known = import.Files.Count - taken;
        return $"{CountText.Of(taken, "file")} imported{(known > 0 ? $", {CountText.Of(known)} already there" : "")}; "
            + $"{CountText.Of(import.Written, "hour")} closed{(import.Revised > 0 ? $", of them {CountText.Of(import.Revised)} again with late data" : "")}"
            + $"{(import.Open > 0 ? $"; {CountText.Of(import.Open, "row")} of hours that have not ended" : "")}.";
    }

    private static string Note(TakenFile taken) => string.Join("; ", Notes(taken));

    private static IEnumerable<string> Notes(TakenFile taken)
    {
        if (taken.File.SameAs is { } same)
        {
            yield return $"the same as {same}, already there";
        }

        if (taken.Replaces is { } earlier)
        {
            yield return $"replaces the earlier {earlier}";
        }

        foreach (var left in taken.File.LeftOut)
        {
            yield return $"{CountText.Of(left.Count)} left out: {left.Reason}";
        }
    }

    private static JsonObject Json(LedgerImport import) => new()
    {
        ["files"] = new JsonArray([.. import.Files.Select(taken => new JsonObject
        {
            ["path"] = taken.File.Path,
            ["kind"] = taken.File.Kind,
            ["rows"] = taken.File.Rows,
            ["left_out"] = new JsonArray([.. taken.File.LeftOut.Select(left => new JsonObject
            {
                ["reason"] = left.Reason,
                ["count"] = left.Count,
                ["first"] = left.First.ToString(),
            })]),
            ["same_as"] = taken.File.SameAs,
            ["replaces"] = taken.Replaces,
        })]),
        ["hours_closed"] = import.Written,
        ["hours_revised"] = import.Revised,
        ["rows_closed"] = import.Rows,
        ["rows_open"] = import.Open,
    };
}
