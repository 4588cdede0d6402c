namespace Mtok.Tracking;

/// <summary>When a series or target began, as stated over time.</summary>
internal sealed class StartTimes
{
    private readonly SampleRun _told = new();
    private CounterSample[]? _inOrder;

    /// <summary>Keeps that at a moment a start was stated; both in Unix milliseconds.</summary>
    public void Add(long at, long start) => _told.Add(new(at, start));

    /// <summary>The start as last stated at or before a moment; null where none was stated until then.</summary>
    public long? At(long at)
    {
        _inOrder ??= _told.InOrder();
        var found = Array.BinarySearch(_inOrder, new(at, 0), ByTime);
        var last = found >= 0 ? found : ~found - 1;
        return last < 0 ? null : (long)_inOrder[last].Value;
    }

    private static readonly Comparer<CounterSample> ByTime = Comparer<CounterSample>.Create((left, right) => left.At.CompareTo(right.At));
}
