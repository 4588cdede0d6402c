using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mtok.Imports;

/// <summary>The last good copy of a source.</summary>
/// <param name="Tag">The server's tag of its content (ETag); empty if it gave none.</param>
/// <param name="Sha256">The checksum of the copy.</param>
/// <param name="Stored">The date its prices were stored with.</param>
/// <param name="Rows">The number of prices in it.</param>
internal sealed record SourceCopy(string Tag, string Sha256, DateOnly Stored, int Rows);

/// <summary>The last good copies of a catalog folder, in <c>.fetched/</c>, which is not part of the catalog itself.</summary>
internal sealed class SourceCopies
{
    private const string Day = "yyyy-MM-dd";
    private readonly string _folder;
    private readonly SortedDictionary<string, SourceCopy> _copies = new(StringComparer.Ordinal);

    /// <param name="catalogFolder">The user's catalog folder.</param>
    public SourceCopies(string catalogFolder)
    {
        _folder = Path.Combine(catalogFolder, ".fetched");
        foreach (var (id, copy) in Read(ListPath))
        {
            _copies[id] = copy;
        }
    }

    private string ListPath => Path.Combine(_folder, "copies.json");

    /// <summary>The copy of a source and its bytes; null if there is none or the bytes do not match the checksum.</summary>
    public (SourceCopy Copy, byte[] Bytes)? Of(string id)
    {
        var path = Path.Combine(_folder, id);
        return _copies.TryGetValue(id, out var copy) && Bytes(path) is { } bytes && Checksum(bytes) == copy.Sha256 ? (copy, bytes) : null;
    }

    /// <summary>The files that store a new copy.</summary>
    public IEnumerable<KeyValuePair<string, byte[]>> With(string id, SourceCopy copy, byte[] bytes)
    {
        var list = new SortedDictionary<string, SourceCopy>(_copies, StringComparer.Ordinal) { [id] = copy };
        var json = new JsonObject(list.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, new JsonObject
        {
            ["etag"] = entry.Value.Tag,
            ["sha256"] = entry.Value.Sha256,
            ["stored"] = entry.Value.Stored.ToString(Day, CultureInfo.InvariantCulture),
            ["rows"] = entry.Value.Rows,
        })));
        yield return KeyValuePair.Create(Path.Combine(_folder, id), bytes);
        yield return KeyValuePair.Create(ListPath, Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"));
    }

    /// <summary>Records a copy that was written.</summary>
    public void Remember(string id, SourceCopy copy) => _copies[id] = copy;

    /// <summary>The bytes of a file; null where it cannot be read, which counts as not there.</summary>
    private static byte[]? Bytes(string path)
    {
        try
        {
            return FileStatus.Of(path).Kind == FileKind.File ? File.ReadAllBytes(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads the index; one that cannot be read counts as empty, so that everything is fetched again.</summary>
    private static IEnumerable<(string, SourceCopy)> Read(string path)
    {
        JsonObject? list;
        try
        {
            list = Bytes(path) is { } bytes ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
            yield break;
        }

        foreach (var (id, node) in list ?? [])
        {
            if (node is JsonObject row
                && row["etag"] is JsonValue tag && tag.TryGetValue(out string? etag)
                && row["sha256"] is JsonValue sum && sum.TryGetValue(out string? sha256)
                && row["stored"] is JsonValue stored
                    && stored.TryGetValue(out string? day)
                    && DateOnly.TryParseExact(day, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && row["rows"] is JsonValue rows && rows.TryGetValue(out int count))
            {
                yield return (id, new(etag, sha256, date, count));
            }
        }
    }
}
