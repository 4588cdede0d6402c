namespace Mtok.Simulation;

/// <summary>A queue of slots in order of service; requests returned to the queue go first.</summary>
internal sealed class RequestQueue
{
    private int[] _slots = new int[64];
    private int _head;

    public int Count { get; private set; }

    public int First => _slots[_head];

    public void Add(int slot)
    {
        Grow();
        _slots[(_head + Count++) & (_slots.Length - 1)] = slot;
    }

    public void Requeue(int slot)
    {
        Grow();
        _head = (_head - 1) & (_slots.Length - 1);
        _slots[_head] = slot;
        Count++;
    }

    public int Take()
    {
        var slot = _slots[_head];
        _head = (_head + 1) & (_slots.Length - 1);
        Count--;
        return slot;
    }

    private void Grow()
    {
        if (Count == _slots.Length)
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
}
