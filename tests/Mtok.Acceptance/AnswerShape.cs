using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mtok.Acceptance;

/// <summary>What JSON answers of one kind hold: each path with the kinds of its values, and whether it is always there; learnt from answers, or read.</summary>
internal sealed partial class AnswerShape
{
    /// <summary>Objects whose keys are names of the data, such as those of models or precisions.</summary>
    private static readonly string[] NamedByData = ["dense_tflops", "shape"];

    private readonly SortedDictionary<string, (SortedSet<string> Kinds, bool IsOptional)> _paths = new(StringComparer.Ordinal);

    /// <summary>Where the server has what its answers hold.</summary>
    public static string File { get; } = Path.Combine(MtokProcess.Root, "src/Mtok.Server/Api/answers.txt");

    /// <summary>What its document says of answers, by method and path.</summary>
    public static SortedDictionary<string, AnswerShape> All()
    {
        var lines = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> own = [];
        foreach (var line in System.IO.File.ReadAllLines(File))
        {
            if (line.StartsWith(' '))
            {
                own.Add(line.Trim());
            }
            else
            {
                lines[line] = own = [];
            }
        }

        return new(lines.ToDictionary(each => each.Key, each => Read(each.Value)), StringComparer.Ordinal);
    }

    /// <summary>From the lines of <see cref="Write"/>.</summary>
    public static AnswerShape Read(IEnumerable<string> lines)
    {
        var shape = new AnswerShape();
        foreach (var line in lines)
        {
            var at = line.LastIndexOf(": ", StringComparison.Ordinal);
            var kinds = line[(at + 2)..];
            shape._paths[line[..at]] = ([.. kinds.TrimEnd(' ', '?').Split('|')], kinds.EndsWith('?'));
        }

        return shape;
    }

    /// <summary>A line for each path, in order: its kinds, and a mark where its key may be absent.</summary>
    public IEnumerable<string> Write() =>
        _paths.Select(path => $"{path.Key}: {string.Join('|', path.Value.Kinds)}{(path.Value.IsOptional ? " ?" : "")}");

    /// <summary>Takes an answer into account.</summary>
    public void Learn(JsonNode? answer) => Learn(answer, ".", isFirst: _paths.Count == 0);

    /// <summary>What an answer has that the shape does not, and lacks that the shape has; empty where they agree.</summary>
    public IReadOnlyList<string> Differences(JsonNode? answer)
    {
        var learnt = Read(Write());
        learnt.Learn(answer);
        return [.. learnt.Write().Except(Write())];
    }

    private void Learn(JsonNode? node, string path, bool isFirst)
    {
        var kind = node is null ? "null" : Word(node.GetValueKind());
        var isFirstOfKind = !_paths.TryGetValue(path, out var known) || !known.Kinds.Contains(kind);
        _paths[path] = known.Kinds is null ? ([kind], !isFirst) : known;
        _paths[path].Kinds.Add(kind);
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Learn(item, path + "[]", isFirst: true);
                }

                break;
            case JsonObject members when NamedByData.Contains(path.Split('.')[^1]):
                foreach (var (_, value) in members)
                {
                    Learn(value, path + "{}", isFirst: true);
                }

                break;
            case JsonObject members:
                LearnMembers(members, path, isFirstOfKind);
                break;
        }
    }

    /// <summary>A key that is no plain word ends in a name of the data. Another is always there where it was in every object so far.</summary>
    private void LearnMembers(JsonObject members, string path, bool isFirst)
    {
        var prefix = path == "." ? "" : path + ".";
        foreach (var (name, value) in members)
        {
            if (Plain().IsMatch(name))
            {
                Learn(value, prefix + name, isFirst);
            }
            else
            {
                Learn(value, path + "{}", isFirst: true);
            }
        }

        foreach (var absent in _paths.Keys.Where(each => IsMember(each, prefix) && !members.ContainsKey(each[prefix.Length..])).ToList())
        {
            _paths[absent] = (_paths[absent].Kinds, true);
        }
    }

    private static bool IsMember(string path, string prefix) =>
        path != "." && path.StartsWith(prefix, StringComparison.Ordinal) && path.AsSpan(prefix.Length).IndexOfAny('.', '[', '{') < 0;

    private static string Word(JsonValueKind kind) =>
        kind is JsonValueKind.True or JsonValueKind.False ? "boolean" : kind.ToString().ToLowerInvariant();

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex Plain();
}
