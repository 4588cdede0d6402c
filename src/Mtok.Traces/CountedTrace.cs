namespace Mtok.Traces;

/// <summary>A trace that is counted as it passes to whoever reads it, so that writing it and describing it take one reading.</summary>
/// <param name="trace">The trace.</param>
public sealed class CountedTrace(Trace trace)
{
    private TraceCount _count = new();

    /// <summary>The trace; what was counted is of the last time it was read.</summary>
    public Trace Trace => trace with { Requests = Counted() };

    /// <summary>What passed.</summary>
    public TraceSummary Summary => _count.Summary(trace);

    /// <summary>Reads it for the count alone.</summary>
    public void ReadAll()
    {
        using var requests = Counted().GetEnumerator();
        while (requests.MoveNext())
        {
        }
    }

    private IEnumerable<TraceRequest> Counted()
    {
        _count = new();
        foreach (var request in trace.Requests)
        {
            _count.Add(request);
            yield return request;
        }
    }
}
