using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>A fact that stands beside the numbers of a record.</summary>
internal enum RecordField
{
    RequestId,
    ResponseId,
    Time,
    Team,
    Model,
    Deployment,
    Provider,
    Status,
    Cost,
}

/// <summary>The facts that one object of a record tells, each by the first of its spellings that has a value; found in one pass.</summary>
internal sealed class RecordFields
{
    private static readonly Dictionary<string, List<(RecordField Field, int Rank)>> ByName = Names();
    private static readonly int Fields = Enum.GetValues<RecordField>().Length;

    /// <summary>Objects that logs keep the team in.</summary>
    private static readonly HashSet<string> HolderNames = new(StringComparer.Ordinal) { "metadata", "tags", "labels", "user", "identity" };

    private readonly (string Text, int Rank)[] _told = new (string, int)[Fields];

    /// <summary>Objects inside that may tell the team.</summary>
    public List<JsonElement> Holders { get; } = [];

    /// <summary>The facts of an object.</summary>
    public static RecordFields Of(JsonElement value)
    {
        var fields = new RecordFields();
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            if (ByName.TryGetValue(name, out var known) && TextOf(property.Value) is { Length: > 0 } text)
            {
                foreach (var (field, rank) in known)
                {
                    fields.Tell(field, rank, text);
                }
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && HolderNames.Contains(name))
            {
                fields.Holders.Add(property.Value);
            }
        }

        return fields;
    }

    /// <summary>What a fact is; empty where it is not stated.</summary>
    public string Text(RecordField field) => _told[(int)field].Text ?? "";

    private void Tell(RecordField field, int rank, string text)
    {
        ref var stated = ref _told[(int)field];
        if (stated.Text is null || rank < stated.Rank)
        {
            stated = (text, rank);
        }
    }

    /// <summary>Text or a number; of an error that is an object its type. Empty for others.</summary>
    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object => ErrorOf(value),
        _ => "",
    };

    private static string ErrorOf(JsonElement value) =>
        value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString()!.Contains("error", StringComparison.Ordinal)
            ? type.GetString()!
            : value.TryGetProperty("message", out _) && value.TryGetProperty("code", out _) ? "error" : "";

    private static Dictionary<string, List<(RecordField Field, int Rank)>> Names()
    {
        var names = new Dictionary<string, List<(RecordField Field, int Rank)>>(StringComparer.Ordinal);
        foreach (var (field, spellings) in (ReadOnlySpan<(RecordField, IReadOnlyList<string>)>)
        [
            (RecordField.RequestId, UsageNames.RequestId), (RecordField.ResponseId, UsageNames.ResponseId), (RecordField.Time, UsageNames.Time),
            (RecordField.Team, UsageNames.Team), (RecordField.Model, UsageNames.Model), (RecordField.Deployment, UsageNames.Deployment),
            (RecordField.Provider, UsageNames.Provider), (RecordField.Status, UsageNames.Status), (RecordField.Cost, UsageNames.Cost),
        ])
        {
            for (var rank = 0; rank < spellings.Count; rank++)
            {
                if (!names.TryGetValue(spellings[rank], out var known))
                {
                    names[spellings[rank]] = known = [];
                }

                known.Add((field, rank));
            }
        }

        return names;
    }
}
