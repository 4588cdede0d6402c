namespace Mtok.Simulation;

/// <summary>A heap of sequences by the step in which they end; ties are broken by slot, so that the order is deterministic.</summary>
internal sealed class EndHeap
{
    private const int SlotBits = 24;
    private long[] _items = new long[64];
    private int _count;

    /// <summary>The step in which the first sequence ends; <see cref="long.MaxValue"/> if the heap is empty.</summary>
    public long First { get; private set; } = long.MaxValue;

    public void Push(long step, int slot)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, 2 * _count);
        }

        Rise(_count++, (step << SlotBits) | (uint)slot);
        First = _items[0] >> SlotBits;
    }

    /// <summary>Removes the first sequence and returns its slot.</summary>
    public int Pop()
    {
        var first = (int)(_items[0] & ((1 << SlotBits) - 1));
        RemoveAt(0);
        return first;
    }

    public void Remove(long step, int slot) => RemoveAt(Array.IndexOf(_items, (step << SlotBits) | (uint)slot, 0, _count));

    private void RemoveAt(int index)
    {
        var last = _items[--_count];
        if (index < _count)
        {
            if (last < _items[index])
            {
                Rise(index, last);
            }
            else
            {
                Sink(index, last);
            }
        }

        First = _count == 0 ? long.MaxValue : _items[0] >> SlotBits;
    }

    private void Rise(int index, long item)
    {
        while (index > 0 && _items[(index - 1) >> 1] is var parent && parent > item)
        {
            _items[index] = parent;
            index = (index - 1) >> 1;
        }

        _items[index] = item;
    }

    private void Sink(int index, long item)
    {
        for (int child; (child = (2 * index) + 1) < _count; index = child)
        {
            if (child + 1 < _count && _items[child + 1] < _items[child])
            {
                child++;
            }

            if (_items[child] >= item)
            {
                break;
            }

            _items[index] = _items[child];
        }

        _items[index] = item;
    }
}
