using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>Outcomes by request number, in chunks, so that growing never copies.</summary>
internal sealed class OutcomeLog
{
    public const int PieceBits = 15;
    private readonly List<Outcome[]> _pieces = [];

    public long Count { get; private set; }

    public ref Outcome this[long id] => ref _pieces[(int)(id >> PieceBits)][id & ((1 << PieceBits) - 1)];

    /// <summary>Appends an outcome and returns its number.</summary>
    public long Add(in TraceRequest request, long arrival)
    {
        var id = Count++;
        if (id >> PieceBits == _pieces.Count)
        {
            _pieces.Add(new Outcome[1 << PieceBits]);
        }

        ref var outcome = ref this[id];
        outcome.Arrival = arrival;
        outcome.Input = (int)request.Input.Count;
        outcome.Output = (int)request.Output.Count;
        outcome.Class = (byte)request.Class;
        return id;
    }

    /// <summary>All outcomes, chunk by chunk.</summary>
    public IEnumerable<ReadOnlyMemory<Outcome>> Pieces()
    {
        for (var piece = 0; piece < _pieces.Count; piece++)
        {
            yield return _pieces[piece].AsMemory(0, (int)Math.Min(1 << PieceBits, Count - ((long)piece << PieceBits)));
        }
    }
}
