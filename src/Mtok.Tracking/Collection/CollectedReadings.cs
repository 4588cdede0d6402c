using System.IO.Hashing;

namespace Mtok.Tracking;

/// <summary>
/// The readings of a body. What would count again whenever it is sent again is left out: a request needs an id or a time, a sample or a level a time.
/// </summary>
internal sealed class CollectedReadings : IReadings
{
    private readonly Notes _notes = new();
    private readonly List<Reading> _all = [];

    /// <summary>The readings.</summary>
    public IReadOnlyList<Reading> All => _all;

    /// <summary>Whether any has no id of its own and is told apart by the body that it came in.</summary>
    public bool NeedsRoot { get; private set; }

    /// <inheritdoc/>
    public void Add(Reading reading)
    {
        if ((Notes.Unusable(reading) ?? Unrepeatable(reading)) is { } why)
        {
            LeaveOut(why, reading.Where);
            return;
        }

        NeedsRoot |= reading is Usage { Id.Length: 0 };
        _all.Add(reading);
    }

    /// <inheritdoc/>
    public void LeaveOut(string reason, Location where) => _notes.LeaveOut(reason, where);

    /// <inheritdoc/>
    public void Warn(Location where, string message) => _notes.Warn(where, message);

    /// <summary>What was left out, by reason.</summary>
    public IReadOnlyList<LeftOut> TakeLeftOut() => _notes.TakeLeftOut();

    /// <summary>What has to be known.</summary>
    public IReadOnlyList<TrackingWarning> TakeWarnings() => _notes.TakeWarnings();

    /// <summary>What tells the statements of a body apart from those of another.</summary>
    public static string RootOf(ReadOnlySpan<byte> bytes) => Convert.ToHexString(XxHash128.Hash(bytes));

    private static string? Unrepeatable(Reading reading) => reading switch
    {
        Usage { Id.Length: 0, At: null } => "neither an id nor a time",
        CounterPoint { At: null } => "a sample without a time",
        Level { At: null } => "a level without a time",
        BillRow => "a row of a bill: import its file",
        _ => null,
    };
}
