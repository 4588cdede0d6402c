using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>
/// Answers of providers' usage and cost APIs: pages of buckets, each with its time and its results. A file may hold several pages, one
/// after the other.
/// </summary>
internal static class UsagePages
{
    /// <summary>Reads every result with its bucket; says where the last page of a file is not the last of the answer.</summary>
    public static void Read(
        SourceFile file, IReadings readings, Problems problems, IReadOnlyList<string> begins, IReadOnlyList<string> ends, Action<JsonFields, Bucket> result)
    {
        var next = (Where: file.At(1), Page: (string?)null);
        JsonRecords.Read(file, problems, (page, where) =>
        {
            var fields = new JsonFields([page], where, problems);
            if (page.ValueKind != JsonValueKind.Object || !fields.Has("data"))
            {
                problems.Error(where, "bad-page", "a page must be an object with \"data\"");
                return;
            }

            foreach (var bucket in Objects(fields.Array("data")).Select(fields.Of))
            {
                var results = Objects(bucket.Array("results")).ToList();
                if (results.Count == 0)
                {
                    readings.LeaveOut("an empty bucket", where);
                }

                foreach (var one in results)
                {
                    result(bucket.Of(one), new(bucket.Time(begins), bucket.Time(ends), where));
                }
            }

            next = (where, fields.IsTrue("has_more") ? fields.Text("next_page") : null);
        });
        if (next.Page is { } page)
        {
            readings.Warn(next.Where, $"the answer goes on: a next page \"{page}\" was not asked for");
        }
    }

    private static IEnumerable<JsonElement> Objects(IEnumerable<JsonElement> list) => list.Where(element => element.ValueKind == JsonValueKind.Object);

    /// <summary>The time that results cover.</summary>
    internal sealed record Bucket(DateTimeOffset? From, DateTimeOffset? Until, Location Where)
    {
        /// <summary>What tells a result from every other of its provider, so that an answer asked for twice counts once.</summary>
        public string IdOf(string of, JsonFields result, IEnumerable<string> groups) =>
            $"{of}/{From:yyyy-MM-ddTHH:mm:ssZ}/{Until:yyyy-MM-ddTHH:mm:ssZ}/{string.Join('/', groups.Select(group => result.Text(group)))}";

        /// <summary>The month that it is billed in.</summary>
        public string Period => From?.ToString("yyyy-MM-01", System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
