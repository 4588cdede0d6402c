namespace Mtok.Traces;

/// <summary>A trace that is counted while it is read, so that writing and summarising it take a single pass.</summary>
/// <param name="trace">The trace.</param>
public sealed class CountedTrace(Trace trace)
{
    private TraceCount _count = new();

    /// <summary>The trace; the counts are those of its last pass.</summary>
    public Trace Trace => trace with { Requests = Counted() };

    /// <summary>The summary of the last pass.</summary>
    public TraceSummary Summary => _count.Summary(trace);

    /// <summary>Reads the trace only to count it.</summary>
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
