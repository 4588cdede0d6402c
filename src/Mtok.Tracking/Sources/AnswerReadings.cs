using System.Globalization;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>Turns answers of providers into readings.</summary>
internal sealed class AnswerReadings(IReadings readings, Problems problems)
{
    /// <summary>One usage, and one more for each turn that is billed beside it.</summary>
    public void Add(AnswerRecord answer, Location where)
    {
        var usage = new JsonFields(answer.Usage, where, problems);
        var context = new RecordContext(answer.Path, usage);
        if (UsageDialects.Of(usage, context.Usage) is not { } dialect)
        {
            readings.LeaveOut("no usage", where);
            return;
        }

        var id = context.Id;
        var reading = Read(dialect, usage, where);
        var tokens = answer.IsCut ? reading.Tokens with { Output = null, Reasoning = null } : reading.Tokens;
        var status = answer.Status ?? (answer.IsCut ? RequestStatus.Cancelled : context.Status);
        readings.Add(new Usage(where, id, context.At, context.Key, 1, tokens, status)
        {
            Billed = reading.Billed,
            StatedCost = StatedCost(usage) ?? StatedCost(context.Cost),
        });
        var number = 0;
        foreach (var (why, model, turn) in AnthropicIterations.Beside(usage))
        {
            number++;
            var own = id.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{id}/{why}/{number}");
            var key = model.Length == 0 ? context.Key : context.Key with { Model = model };
            readings.Add(new Usage(where, own, context.At, key, 0, Read(dialect, turn, where).Tokens, status));
        }
    }

    /// <summary>A record without usage: a failed request, or nothing that counts.</summary>
    public void AddWithoutUsage(JsonElement record, Location where)
    {
        IReadOnlyList<JsonElement> path =
            record.TryGetProperty("response", out var inner) && inner.ValueKind == JsonValueKind.Object ? [record, inner] : [record];
        var context = new RecordContext(path);
        if (context.Status == RequestStatus.Ok)
        {
            readings.LeaveOut("no usage", where);
            return;
        }

        readings.Add(new Usage(where, context.Id, context.At, context.Key, 1, TokenClasses.Unknown, context.Status));
    }

    private DialectReading Read(UsageDialect dialect, JsonFields usage, Location where)
    {
        var reading = DialectReading.Of(dialect, usage);
        foreach (var doubt in reading.Doubts)
        {
            readings.Warn(where, doubt);
        }

        return reading;
    }

    /// <summary>What the log says; a value that is no amount says nothing.</summary>
    private static Money? StatedCost(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? Money.Usd(amount) : null;

    /// <summary>What the gateway charges, and with a key of one's own what the upstream charges.</summary>
    private static Money? StatedCost(JsonFields usage) =>
        usage.Amount("cost") is { } cost
            ? Money.Usd(cost + (usage.IsTrue("is_byok") ? usage.Amount("cost_details.upstream_inference_cost") ?? 0 : 0))
            : null;
}
