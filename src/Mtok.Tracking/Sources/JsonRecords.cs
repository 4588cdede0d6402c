using System.Text;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>
/// The records of a JSON file: each line of JSON lines, or of one document the elements of its array, or itself. A line or document that
/// is damaged is reported and the next one read.
/// </summary>
internal static class JsonRecords
{
    /// <summary>Reads each record with its line; records are valid only until the next.</summary>
    public static void Read(SourceFile file, Problems problems, Action<JsonElement, Location> read)
    {
        if (IsLines(file))
        {
            foreach (var (text, where) in file.Lines())
            {
                Parse(text, where, problems, read);
            }
        }
        else
        {
            Document(file, problems, read);
        }
    }

    /// <summary>One record, or the elements of an array, from its text; damage is reported.</summary>
    public static void Parse(string text, Location where, Problems problems, Action<JsonElement, Location> read)
    {
        if (!JsonText.IsUnicode(text))
        {
            problems.Error(where, "broken-json", "text that is not valid Unicode");
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            Each(document.RootElement, where, read);
        }
        catch (JsonException exception)
        {
            problems.Error(where with { Column = (int)(exception.BytePositionInLine ?? 0) + 1 }, "broken-json", "not valid JSON: " + Reason(exception));
        }
    }

    /// <summary>The cause without the position, which the location tells.</summary>
    public static string Reason(JsonException exception) =>
        exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.', ' ');

    private static void Each(JsonElement root, Location where, Action<JsonElement, Location> read)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            read(root, where);
            return;
        }

        foreach (var element in root.EnumerateArray())
        {
            read(element, where);
        }
    }

    /// <summary>Whether each line is a value of its own. A first line that is damaged does not make a document of JSON lines.</summary>
    private static bool IsLines(SourceFile file)
    {
        var lines = file.HeadText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0 || lines[0][0] == '[' || lines[0].Length <= 2)
        {
            return false;
        }

        return IsWhole(lines[0])
            || (lines.Length == 1
                ? !file.IsWhole
                : !(file.IsWhole && IsWhole(file.HeadText)) && lines.Take(20).Any(line => line[0] == '{' && IsWhole(line)));
    }

    private static bool IsWhole(string line)
    {
        try
        {
            using var _ = JsonDocument.Parse(line);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A document over several lines: the elements of an array one by one, each with its own line.</summary>
    private static void Document(SourceFile file, Problems problems, Action<JsonElement, Location> read)
    {
        var bytes = Encoding.UTF8.GetBytes(file.Text());
        var line = new LineCount(bytes);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: true, state: default);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                Element(ref reader, file.At(line.Of(reader.TokenStartIndex)), problems, read);
                reader.Read();
                return;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Element(ref reader, file.At(line.Of(reader.TokenStartIndex)), problems, read);
            }
        }
        catch (JsonException exception)
        {
            var where = new Location(file.Path, (int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1);
            problems.Error(where, "broken-json", "not valid JSON: " + Reason(exception));
        }
    }

    private static void Element(ref Utf8JsonReader reader, Location where, Problems problems, Action<JsonElement, Location> read)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (JsonText.IsUnicode(document.RootElement.GetRawText()))
        {
            read(document.RootElement, where);
        }
        else
        {
            problems.Error(where, "broken-json", "text that is not valid Unicode");
        }
    }

    /// <summary>Counts lines forwards, each byte once.</summary>
    private sealed class LineCount(byte[] bytes)
    {
        private int _line = 1;
        private int _at;

        public int Of(long position)
        {
            var until = (int)Math.Clamp(position, _at, bytes.Length);
            _line += bytes.AsSpan(_at, until - _at).Count((byte)'\n');
            _at = until;
            return _line;
        }
    }
}
