using System.Runtime.CompilerServices;

namespace Mtok.Simulation;

/// <summary>A queue of slots in order of service; requests returned to the queue go first.</summary>
internal sealed class RequestQueue
{
    private int[] _slots = new int[64];
    private int _head;

    public int Count { get; private set; }

    public int First => _slots[_head];

    /// <summary>The slot at a place in the queue, from 0.</summary>
    public int this[int place] => _slots[(_head + place) & (_slots.Length - 1)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int slot)
    {
        if (Count == _slots.Length)
        {
            Grow();
        }

        _slots[(_head + Count++) & (_slots.Length - 1)] = slot;
    }

    public void Requeue(int slot)
    {
        if (Count == _slots.Length)
        {
            Grow();
        }

        _head = (_head - 1) & (_slots.Length - 1);
        _slots[_head] = slot;
        Count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take()
    {
        var slot = _slots[_head];
        _head = (_head + 1) & (_slots.Length - 1);
        Count--;
        return slot;
    }

    private void Grow()
    {
        var larger = new int[2 * Count];
        for (var index = 0; index < Count; index++)
        {
            larger[index] = _slots[(_head + index) & (Count - 1)];
        }

        _slots = larger;
        _head = 0;
    }
}
