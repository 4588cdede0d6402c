namespace Mtok.Tracking;

/// <summary>Turns spans into usage: one for each call of a model, and none for what only holds calls.</summary>
/// <param name="readings">Where usage goes.</param>
/// <param name="holders">
/// Spans that hold a call which was counted, so that their own tokens repeat it; children come before their parents, in the same export or one before.
/// </param>
internal sealed class OtlpSpans(IReadings readings, SpanHolders? holders = null)
{
    private readonly SpanHolders _holders = holders ?? new();

    /// <summary>Adds the spans of one export.</summary>
    public void Add(IReadOnlyList<OtlpResource> resources, Location where)
    {
        var spans = new List<ReadSpan>();
        foreach (var resource in resources)
        {
            foreach (var span in resource.Spans)
            {
                spans.Add(new(resource, span, SpanDialect.Of(span)));
            }
        }

        if (spans.Exists(span => span.Span.ParentId.Length > 0))
        {
            MarkHolders(spans);
        }

        foreach (var span in spans)
        {
            Add(span, where);
        }
    }

    private void Add(ReadSpan read, Location where)
    {
        var (resource, span, stated) = read;
        var role = SpanRoles.Of(span);
        if (role == SpanRole.Holder || _holders.Contains(span.TraceId, span.SpanId))
        {
            readings.LeaveOut(stated is null ? "a span that holds calls" : "a span that repeats the tokens of the calls it holds", where);
        }
        else if (stated is null && role == SpanRole.Other)
        {
            readings.LeaveOut("a span without usage", where);
        }
        else
        {
            foreach (var doubt in stated?.Doubts ?? [])
            {
                readings.Warn(where, doubt);
            }

            readings.Add(new Usage(where, IdOf(span), span.Start, KeyOf(span, resource), 1, stated?.Tokens ?? TokenClasses.Unknown, StatusOf(span)));
        }
    }

    /// <summary>Marks every span above one with tokens.</summary>
    private void MarkHolders(List<ReadSpan> spans)
    {
        var byId = new Dictionary<(string Trace, string Span), OtlpSpan>();
        foreach (var (_, span, _) in spans)
        {
            byId.TryAdd((span.TraceId, span.SpanId), span);
        }

        foreach (var (_, span, _) in spans.Where(read => read.Stated is not null || _holders.Contains(read.Span.TraceId, read.Span.SpanId)))
        {
            for (var below = span; below is { ParentId.Length: > 0 } && _holders.Add(below.TraceId, below.ParentId);)
            {
                below = byId.GetValueOrDefault((below.TraceId, below.ParentId));
            }
        }
    }

    private static string IdOf(OtlpSpan span)
    {
        var response = span.Text("gen_ai.response.id", "llm.response.id", "ai.response.id");
        return UsageNames.IsUnique(response) ? response : span.TraceId.Length + span.SpanId.Length == 0 ? response : $"{span.TraceId}/{span.SpanId}";
    }

    private static UsageKey KeyOf(OtlpSpan span, OtlpResource resource) =>
        new(OtlpNames.Model(span.Attributes), OtlpNames.Team(span.Attributes, resource.Attributes), OtlpNames.Deployment(resource.Attributes));

    private static RequestStatus StatusOf(OtlpSpan span)
    {
        var error = span.Text("error.type");
        return error.Length == 0 && !span.IsError ? RequestStatus.Ok : RequestOutcome.IsCancelled(error) ? RequestStatus.Cancelled : RequestStatus.Failed;
    }

    /// <summary>A span with its resource and the tokens that it states; null where it states none.</summary>
    private readonly record struct ReadSpan(OtlpResource Resource, OtlpSpan Span, (TokenClasses Tokens, IReadOnlyList<string> Doubts)? Stated);
}
