namespace Mtok.Tracking;

/// <summary>Spans that hold a call which was counted; of many, the last ones. From any thread.</summary>
/// <param name="most">How many are kept for certain; those before them are forgotten in time.</param>
internal sealed class SpanHolders(int most = int.MaxValue)
{
    private readonly Lock _lock = new();
    private HashSet<(string Trace, string Span)> _last = [];
    private HashSet<(string Trace, string Span)> _before = [];

    /// <summary>Whether a span is known to hold a call.</summary>
    public bool Contains((string Trace, string Span) span)
    {
        lock (_lock)
        {
            return _last.Contains(span) || _before.Contains(span);
        }
    }

    /// <summary>Takes a span that holds a call; false where it is known.</summary>
    public bool Add((string Trace, string Span) span)
    {
        lock (_lock)
        {
            if (_last.Count >= most)
            {
                (_before, _last) = (_last, []);
            }

            return _last.Add(span) && !_before.Contains(span);
        }
    }
}
