using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Imports;

namespace Mtok.Reporting;

/// <summary>Reports what was read from price files, what was left out and why, and where it was stored.</summary>
public static class PriceImportReport
{
    /// <summary>The report.</summary>
    /// <param name="imports">What was read.</param>
    /// <param name="stored">What is stored.</param>
    /// <param name="isStored">Whether a folder to store in was given.</param>
    /// <param name="catalog">The catalog, for what a name may mean.</param>
    /// <param name="show">Unknown names shown of each file.</param>
    public static Report Of(IReadOnlyList<PriceImport> imports, IReadOnlyList<StoredPrices> stored, bool isStored, Catalog catalog, int show)
    {
        var table = new Table(
            "",
            [
                new("File"), new("Format"), new("Offers", Numbers: true), new("APIs", Numbers: true), new("Bands", Numbers: true),
                new("Left out", Numbers: true), new("Unmapped", Numbers: true),
            ],
            [.. imports.Select(import => new[]
            {
                Path.GetFileName(import.File), import.Format, Count(import.Offers.Count), Count(import.Apis.Count), Count(import.Interruptions.Count),
                Count(import.Dropped.Sum(dropped => dropped.Count)), Count(import.Unmapped.Sum(name => name.Count)),
            })]);
        List<Block> blocks = [new Block.Rows(table)];
        foreach (var import in imports)
        {
            blocks.AddRange(Lists(import, catalog, show));
        }

        blocks.AddRange(isStored
            ? stored.Select(file =>
                new Block.Line(
                    $"{file.Path}: {CountText.Of(file.Added, "row")} "
                        + $"added{Also(file.Known,
                            "already known")}{Also(file.Kept, "with a price other than the first stored for that source and day, which stays")}."))
            : [new Block.Line("Nothing was stored: add --catalog DIR to store them.")]);
        return new("Imported prices", blocks, table, Json(imports, stored));
    }

    private static IEnumerable<Block> Lists(PriceImport import, Catalog catalog, int show)
    {
        var file = Path.GetFileName(import.File);
        if (import.Dropped.Count > 0)
        {
            yield return new Block.List($"{file}: left out", [.. import.Dropped.Select(Line)]);
        }

        if (import.Notes.Count > 0)
        {
            yield return new Block.List($"{file}: to check", [.. import.Notes.Select(Line)]);
        }

        if (import.Unmapped.Count > 0)
        {
            var shown = import.Unmapped.OrderByDescending(name => name.Count).ThenBy(name => name.Name, StringComparer.Ordinal).Take(show);
            var rest = import.Unmapped.Count - show;
            yield return new Block.List(
                $"{file}: names without an alias ({import.Unmapped.Count}; add those you need to aliases/*.csv)",
                [.. shown.Select(name => $"{name.Of}: {name.What} \"{name.Name}\", {CountText.Of(name.Count, "price")}{MayMean(name, catalog)}"), .. rest > 0
                    ? [$"and {rest} more (--show N, --format json)"]
                    : Array.Empty<string>()]);
        }
    }

    private static string MayMean(UnmappedName name, Catalog catalog) =>
        (name.What == "model" ? catalog.SuggestModel(name.Name) : catalog.SuggestAccelerator(name.Name)) is { } hint
            && hint.Contains("may mean", StringComparison.Ordinal)
            ? hint
            : "";

    private static string Line(DroppedRows rows) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{rows.Count:#,##0} {rows.Why}{(rows.Examples.Count == 0 ? "" : $", such as {string.Join(", ", rows.Examples)}")} (first on "
                + $"line {rows.First.Line}) [{rows.Rule}]");

    private static JsonObject Json(IReadOnlyList<PriceImport> imports, IReadOnlyList<StoredPrices> stored) => new()
    {
        ["files"] = new JsonArray([.. imports.Select(import => new JsonObject
        {
            ["file"] = import.File,
            ["format"] = import.Format,
            ["offers"] = import.Offers.Count,
            ["apis"] = import.Apis.Count,
            ["interruptions"] = import.Interruptions.Count,
            ["left_out"] = new JsonArray([.. import.Dropped.Select(Json)]),
            ["notes"] = new JsonArray([.. import.Notes.Select(Json)]),
            ["unmapped"] = new JsonArray([
                .. import.Unmapped.Select(name => new JsonObject { ["what"] = name.What, ["of"] = name.Of, ["name"] = name.Name, ["prices"] = name.Count }),
            ]),
        })]),
        ["stored"] = new JsonArray([
            .. stored.Select(file => new JsonObject { ["file"] = file.Path, ["added"] = file.Added, ["known"] = file.Known, ["kept"] = file.Kept }),
        ]),
    };

    private static JsonObject Json(DroppedRows rows) => new()
    {
        ["rule"] = rows.Rule,
        ["why"] = rows.Why,
        ["count"] = rows.Count,
        ["examples"] = JsonFigures.Of(rows.Examples),
        ["first_line"] = rows.First.Line,
    };

    private static string Also(int count, string what) => count == 0 ? "" : $", {count} {what}";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
