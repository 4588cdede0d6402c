using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mtok.Tracking;

/// <summary>The list of a ledger's segments: what counts. A reader that has it needs no lock, since no listed file changes.</summary>
/// <param name="Segments">The segments that count, each place once.</param>
/// <param name="Open">Rows of hours that are not closed yet, in the database.</param>
internal sealed record SegmentList(IReadOnlyList<Segment> Segments, long Open)
{
    /// <summary>The file of the list in a ledger's folder.</summary>
    public const string Name = "segments.json";

    private const string Mark = "closed";

    /// <summary>No segments.</summary>
    public static SegmentList Empty { get; } = new([], 0);

    /// <summary>The segments of a kind, in order of place.</summary>
    public IEnumerable<Segment> Of(string kind) => Segments.Where(segment => segment.Kind == kind);

    /// <summary>The rows of segments, as a table to select from.</summary>
    public static string Parquet(string folder, IEnumerable<Segment> segments) =>
        $"read_parquet({LedgerDatabase.Quoted(segments.Select(segment => Path.Combine(folder, segment.Path)))}, union_by_name = true)";

    /// <summary>Whether a folder has a list.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <summary>The list in a folder; null with the problem where it cannot be read.</summary>
    public static SegmentList? Read(string folder, Problems problems)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            if (!File.Exists(path))
            {
                return IsMissing(folder, problems) ? null : Empty;
            }

            return Parse(path, File.ReadAllText(path), problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Broken(path, exception.Message, problems);
        }
    }

    /// <summary>The list in a text; null with the problem where it is none.</summary>
    public static SegmentList? Parse(string path, string text, Problems problems)
    {
        try
        {
            return Of(JsonNode.Parse(text)!.AsObject());
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return Broken(path, exception.Message, problems);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            return Broken(path, "it is not as mtok writes it", problems);
        }
    }

    /// <summary>Writes the list beside the old one and renames it, once it is on disk.</summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, Name);
        using (var stream = File.Create(path + ".partial"))
        {
            using (var writer = new StreamWriter(stream, leaveOpen: true))
            {
                writer.Write($"{{\"form\":{LedgerSchema.Form},\"open\":{Open},\"segments\":[");
                writer.Write(string.Concat(Segments.Select((segment, at) => (at > 0 ? ",\n" : "\n") + Json(segment).ToJsonString())));
                writer.Write("\n]}\n");
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".partial", path, overwrite: true);
        File.WriteAllBytes(Path.Combine(folder, Mark), []);
    }

    /// <summary>Whether a ledger had a list once and has none now: its segments are there, and nobody knows which count.</summary>
    private static bool IsMissing(string folder, Problems problems)
    {
        var had = File.Exists(Path.Combine(folder, Mark));
        if (had)
        {
            var path = Path.Combine(folder, Name);
            problems.Error(new(path, 0, 0), "broken-ledger", "the list of segments is missing; restore it, or import the files into another ledger");
        }

        return had;
    }

    private static SegmentList? Broken(string path, string why, Problems problems)
    {
        problems.Error(new(path, 0, 0), "broken-ledger", $"the list of segments cannot be read: {why}");
        return null;
    }

    private static SegmentList Of(JsonObject json) => json["form"]!.GetValue<int>() is > LedgerSchema.Form and var form
        ? throw new FormatException($"form {form} is of a later version of mtok")
        : new([.. json["segments"]!.AsArray().Select(each => SegmentOf(each!.AsObject()))], json["open"]!.GetValue<long>());

    private static JsonObject Json(Segment segment) => new()
    {
        ["kind"] = segment.Kind,
        ["hour"] = segment.Hour,
        ["source"] = segment.Source,
        ["revision"] = segment.Revision,
        ["path"] = segment.Path,
        ["rows"] = segment.Rows,
        ["sha256"] = segment.Sha256,
        ["sums"] = new JsonObject(segment.Sums.Select(sum => KeyValuePair.Create(sum.Key, (JsonNode?)sum.Value))),
    };

    private static Segment SegmentOf(JsonObject json) => new(
        json["kind"]!.GetValue<string>(),
        json["hour"]?.GetValue<int>(),
        json["source"]!.GetValue<string>(),
        json["revision"]!.GetValue<int>(),
        json["path"]!.GetValue<string>(),
        json["rows"]!.GetValue<long>(),
        json["sha256"]!.GetValue<string>())
    {
        Sums = json["sums"]!.AsObject().ToDictionary(sum => sum.Key, sum => sum.Value?.GetValue<string>()),
    };
}
