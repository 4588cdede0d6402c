using System.Runtime.CompilerServices;
using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>
/// Outcomes by request number, in pieces, so that growing never copies. Once there are more than fit in memory, those that no longer change are
/// forgotten.
/// </summary>
/// <param name="most">Outcomes that fit in memory.</param>
internal sealed class OutcomeLog(long most = OutcomeLog.MostHeld)
{
    /// <summary>As many as requests of a trace that is held in memory; 200 MB.</summary>
    public const long MostHeld = 1 << 22;

    private const int PieceBits = 10;
    private const int MostSpare = 64;
    private readonly List<Outcome[]> _pieces = [];
    private readonly Stack<Outcome[]> _spare = [];
    private int _taken;
    private int _forgotten;

    public long Count { get; private set; }

    /// <summary>Whether none is forgotten.</summary>
    public bool IsWhole => _forgotten == 0;

    public ref Outcome this[long id]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pieces[(int)(id >> PieceBits)][id & ((1 << PieceBits) - 1)];
    }

    /// <summary>Appends an outcome and returns its number.</summary>
    public long Add(in TraceRequest request, long arrival)
    {
        var id = Count++;
        if (id >> PieceBits == _pieces.Count)
        {
            _pieces.Add(_spare.TryPop(out var spare) ? spare : new Outcome[1 << PieceBits]);
        }

        ref var outcome = ref this[id];
        outcome = default;
        outcome.Arrival = arrival;
        outcome.Input = (int)request.Input.Count;
        outcome.Output = (int)request.Output.Count;
        outcome.Class = (byte)request.Class;
        return id;
    }

    /// <summary>The outcomes from the first that was never taken, as far as whole pieces no longer change.</summary>
    /// <param name="open">The first outcome that may still change; the number of all where none does.</param>
    public IEnumerable<ReadOnlyMemory<Outcome>> Take(long open)
    {
        for (; End(_taken) <= open && _taken < _pieces.Count; _taken++)
        {
            yield return Piece(_taken);
        }

        for (; Count > most && _forgotten < _taken; _forgotten++)
        {
            if (_spare.Count < MostSpare)
            {
                _spare.Push(_pieces[_forgotten]);
            }

            _pieces[_forgotten] = [];
        }
    }

    /// <summary>All outcomes, if none is forgotten.</summary>
    public IEnumerable<ReadOnlyMemory<Outcome>> All() => Enumerable.Range(0, _pieces.Count).Select(Piece);

    private ReadOnlyMemory<Outcome> Piece(int piece) => _pieces[piece].AsMemory(0, (int)(End(piece) - ((long)piece << PieceBits)));

    private long End(int piece) => Math.Min(Count, (piece + 1L) << PieceBits);
}
