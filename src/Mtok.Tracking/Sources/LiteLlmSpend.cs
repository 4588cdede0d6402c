using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mtok.Tracking;

/// <summary>
/// The spend log of a LiteLLM proxy, as JSON, JSON lines or CSV. Its prompt_tokens hold the cached ones; how many is in
/// <c>metadata.usage_object</c>. Its <c>cache_hit</c> is the proxy's own cache of answers, not a provider's of prompts.
/// </summary>
internal static class LiteLlmSpend
{
    private static readonly string[] Needed = ["request_id", "spend", "prompt_tokens"];
    private static readonly string[] OneOf = ["call_type", "api_key", "startTime", "starttime", "cache_hit", "model_group"];

    public static Source Source { get; } = new("LiteLLM spend log", Fits, Read);

    private static bool Fits(SourceFile file)
    {
        var names = IsJson(file) ? [.. JsonNames.In(file)] : CsvRecords.Header(file);
        return Needed.All(names.Contains) && OneOf.Any(names.Contains);
    }

    private static bool IsJson(SourceFile file) => file.HeadText.AsSpan().TrimStart() is ['{' or '[', ..];

    private static void Read(SourceFile file, IReadings readings, Problems problems)
    {
        if (IsJson(file))
        {
            JsonRecords.Read(file, problems, (record, where) => AddAll(record, where, readings, problems));
            return;
        }

        CsvRecords.Read(file, problems, (reader, where) =>
        {
            var row = new JsonObject(Enumerable.Range(0, reader.FieldCount).DistinctBy(reader.GetName)
                .Select(at => KeyValuePair.Create(reader.GetName(at), (JsonNode?)reader.GetString(at))));
            using var text = JsonDocument.Parse(row.ToJsonString());
            Add(text.RootElement, where, readings, problems);
        });
    }

    /// <summary>A row, or a page of rows as the proxy's API answers.</summary>
    private static void AddAll(JsonElement record, Location where, IReadings readings, Problems problems)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            problems.Error(where, "broken-json", "a row must be an object");
        }
        else if (record.TryGetProperty("data", out var rows) && rows.ValueKind == JsonValueKind.Array)
        {
            foreach (var row in rows.EnumerateArray())
            {
                AddAll(row, where, readings, problems);
            }
        }
        else
        {
            Add(record, where, readings, problems);
        }
    }

    private static void Add(JsonElement record, Location where, IReadings readings, Problems problems)
    {
        var row = new JsonFields([record], where, problems);
        var metadata = row.Of(Nested(record, "metadata"));
        if (row.IsTrue("cache_hit"))
        {
            readings.LeaveOut("answered from the proxy's own cache", where);
            return;
        }

        var status = StatusOf(row, metadata);
        var tokens = TokensOf(row, metadata, where, readings);
        if (tokens.Total is null && status == RequestStatus.Ok)
        {
            readings.LeaveOut("no usage", where);
            return;
        }

        readings.Add(new Usage(where, row.Text("request_id"), row.Time("startTime", "starttime", "start_time"), KeyOf(row, metadata), 1, tokens, status)
        {
            StatedCost = row.Amount("spend") is { } spend ? Money.Usd(spend) : null,
        });
    }

    /// <summary>The provider's usage object where it was kept; else the totals, whose cached part is not stated.</summary>
    private static TokenClasses TokensOf(JsonFields row, JsonFields metadata, Location where, IReadings readings)
    {
        var totals = TokenClasses.Unknown with { Input = row.Count("prompt_tokens"), Output = row.Count("completion_tokens") };
        if (metadata.Object("usage_object") is not { } kept || UsageDialects.Of(row.Of(kept), new("", "", null)) is not { } dialect)
        {
            foreach (var doubt in TokenDoubts.Of(totals))
            {
                readings.Warn(where, doubt);
            }

            return totals;
        }

        var reading = DialectReading.Of(dialect, row.Of(kept));
        var doubts = reading.Tokens.Input != totals.Input || reading.Tokens.Output != totals.Output
            ? reading.Doubts.Append($"usage_object tells {reading.Tokens.Input} and {reading.Tokens.Output} tokens, the row {totals.Input} and {totals.Output}")
            : reading.Doubts;
        foreach (var doubt in doubts)
        {
            readings.Warn(where, doubt);
        }

        return reading.Tokens;
    }

    private static UsageKey KeyOf(JsonFields row, JsonFields metadata)
    {
        var team = metadata.Text("user_api_key_team_alias");
        team = team.Length > 0 ? team : row.Text("team_alias", "team_id");
        team = team.Length > 0 ? team : metadata.Text("user_api_key_team_id", "user_api_key_alias");
        team = team.Length > 0 ? team : row.Text("end_user", "user", "api_key");
        return new(row.Text("model", "model_group"), team, row.Text("custom_llm_provider", "api_base"));
    }

    private static RequestStatus StatusOf(JsonFields row, JsonFields metadata)
    {
        var status = row.Text("status");
        return RequestOutcome.Of(status.Length > 0 ? status : metadata.Text("status"));
    }

    /// <summary>An object, also where the log keeps it as text; empty where it is neither.</summary>
    private static JsonElement Nested(JsonElement record, string name) =>
        !record.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String ? value : JsonText.Object(value.GetString()!) ?? default;
}
