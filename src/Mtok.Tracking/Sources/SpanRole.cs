namespace Mtok.Tracking;

/// <summary>What a span stands for, as far as usage goes.</summary>
internal enum SpanRole
{
    /// <summary>No call of a model.</summary>
    Other,

    /// <summary>One call of a model.</summary>
    Call,

    /// <summary>Something that holds calls: an agent, a workflow, a chain. Its tokens repeat theirs.</summary>
    Holder,
}

/// <summary>Tells what a span stands for by the attributes of each convention.</summary>
internal static class SpanRoles
{
    private static readonly string[] Calls =
        ["chat", "text_completion", "completion", "generate_content", "embeddings", "embedding", "responses", "rerank", "converse", "invoke_model"];

    private static readonly string[] Holders =
        ["invoke_agent", "create_agent", "invoke_workflow", "execute_tool", "fetch_response", "plan", "workflow", "agent", "task", "tool", "chain"];

    /// <summary>An operation's role by its name in the GenAI conventions; an unknown one tells nothing.</summary>
    public static SpanRole OfOperation(string name) =>
        Calls.Contains(name, StringComparer.OrdinalIgnoreCase) ? SpanRole.Call
        : Holders.Contains(name, StringComparer.OrdinalIgnoreCase) ? SpanRole.Holder
        : SpanRole.Other;

    /// <summary>A span's role.</summary>
    public static SpanRole Of(OtlpSpan span)
    {
        if (OfOperation(span.Text("gen_ai.operation.name")) is not SpanRole.Other and var operation)
        {
            return operation;
        }

        if (span.Text("openinference.span.kind", "langfuse.observation.type") is { Length: > 0 } kind)
        {
            return kind.ToUpperInvariant() is "LLM" or "EMBEDDING" or "RERANKER" or "GENERATION" ? SpanRole.Call : SpanRole.Holder;
        }

        if (span.Text("traceloop.span.kind") is { Length: > 0 })
        {
            return SpanRole.Holder;
        }

        if (span.Text("ai.operationId") is { Length: > 0 } sdk)
        {
            return sdk.Contains(".do", StringComparison.Ordinal) ? SpanRole.Call : SpanRole.Holder;
        }

        return span.Text("llm.request.type").Length > 0 ? SpanRole.Call : SpanRole.Other;
    }
}
