using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Imports;

namespace Mtok.Reporting;

/// <summary>Reports an update of the catalog: each source as added, unchanged or refused.</summary>
public static class UpdateReport
{
    /// <summary>The report.</summary>
    public static Report Of(IReadOnlyList<SourceUpdate> updates)
    {
        var table = new Table("", [new("Source"), new("Outcome"), new("Rows", Numbers: true), new("Copy"), new("Checksum", Wide: true)],
            [
                .. updates.Select(update => new[] { update.Source, Word(update.Outcome), Rows(update), Age(update), update.Outcome == UpdateOutcome.Taken
                    ? update.Detail[..12]
                    : "" }),
            ]);
        var failed = updates.Where(update => update.Outcome == UpdateOutcome.Failed).ToList();
        List<Block> blocks = [new Block.Rows(table)];
        if (failed.Count > 0)
        {
            blocks.Add(new Block.List(
                "Failed: earlier rows stay in use",
                [
                    .. failed.GroupBy(update => (update.Detail, Age(update))).Select(same =>
                        $"{string.Join(", ", same.Select(update => update.Source))}: {same.Key.Detail}; {Copy(same.Key.Item2, same.Count())}"),
                ]));
        }

        var json = new JsonArray([.. updates.Select(update => new JsonObject
        {
            ["source"] = update.Source,
            ["outcome"] = Word(update.Outcome),
            ["rows"] = update.Rows,
            ["copy_age_days"] = update.Age is { } age ? JsonFigures.Of((decimal?)age.Hours / 24) : null,
            ["told"] = update.Detail,
        })]);
        return new("Update of the catalog", blocks, table, json);
    }

    /// <summary>A source as soon as it is done: <c>openrouter: 312 rows stored</c>.</summary>
    public static string Line(SourceUpdate update) => update.Outcome switch
    {
        UpdateOutcome.Taken => $"{update.Source}: {CountText.Of(update.Rows, "row")} stored",
        UpdateOutcome.Unchanged => $"{update.Source}: unchanged",
        _ => $"{update.Source}: failed: {update.Detail}",
    };

    /// <summary>What an update that was ended before its end has done and not done.</summary>
    /// <param name="done">The sources that are done.</param>
    /// <param name="sources">All sources that were asked for.</param>
    public static string Stopped(IReadOnlyList<SourceUpdate> done, IReadOnlyList<string> sources)
    {
        var (stored, unchanged) = (Of(UpdateOutcome.Taken), Of(UpdateOutcome.Unchanged));
        var not = sources.Except(stored).Except(unchanged).ToList();
        var said = new[] { (stored, "stored"), (unchanged, "unchanged"), (not, "not stored, earlier rows stay in use") };
        return string.Join("; ", said.Where(part => part.Item1.Count > 0).Select(part => $"{part.Item2}: {string.Join(", ", part.Item1)}"));

        List<string> Of(UpdateOutcome outcome) => [.. done.Where(update => update.Outcome == outcome).Select(update => update.Source)];
    }

    private static string Copy(string age, int sources) =>
        age.Length == 0 ? "there is no stored copy" : sources == 1 ? $"its last good copy is {age}" : $"the last good copies are {age}";

    private static string Rows(SourceUpdate update) => update.Outcome == UpdateOutcome.Failed ? "" : update.Rows.ToString(CultureInfo.InvariantCulture);

    private static string Age(SourceUpdate update) => update.Age switch
    {
        null => "",
        { Hours: 0 } => "from today",
        { } age => $"{CountText.Of((long)Math.Round(age.Hours / 24), "day")} old",
    };

    private static string Word(UpdateOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
