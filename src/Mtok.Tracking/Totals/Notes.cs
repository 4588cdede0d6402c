namespace Mtok.Tracking;

/// <summary>What was left out of a file, and what the reader of an answer has to know; each once, with how often it was met.</summary>
internal sealed class Notes
{
    private readonly Dictionary<string, LeftOut> _leftOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TrackingWarning> _warnings = new(StringComparer.Ordinal);

    /// <summary>What has to be known, in order of files and lines.</summary>
    public IReadOnlyList<TrackingWarning> Warnings =>
        [.. _warnings.Values.OrderBy(warning => warning.First.File, StringComparer.Ordinal).ThenBy(warning => warning.First.Line)];

    /// <summary>Why a reading cannot count, whatever its format: fewer than no tokens; null where it can.</summary>
    public static string? Unusable(Reading reading) => reading is Usage { Tokens.Fault: TokenFault.Negative } ? "a token count below zero" : null;

    /// <summary>Counts a row that is understood and not used.</summary>
    public void LeaveOut(string reason, Location where) =>
        _leftOut[reason] = _leftOut.TryGetValue(reason, out var known) ? known with { Count = known.Count + 1 } : new(reason, 1, where);

    /// <summary>Counts something that has to be known.</summary>
    public void Warn(Location where, string message) => Warn(new(where, message, 1));

    /// <summary>Counts something that has to be known, as often as it was met before.</summary>
    public void Warn(TrackingWarning warning) => _warnings[warning.Message] =
        _warnings.TryGetValue(warning.Message, out var known) ? known with { Count = known.Count + warning.Count } : warning;

    /// <summary>What was left out of the file that ends, by reason; the next begins with nothing.</summary>
    public IReadOnlyList<LeftOut> TakeLeftOut()
    {
        IReadOnlyList<LeftOut> all = [.. _leftOut.Values.OrderBy(left => left.Reason, StringComparer.Ordinal)];
        _leftOut.Clear();
        return all;
    }

    /// <summary>Everything that has to be known so far; what follows is counted apart.</summary>
    public IReadOnlyList<TrackingWarning> TakeWarnings()
    {
        var all = Warnings;
        _warnings.Clear();
        return all;
    }
}
