namespace Mtok.Tracking;

/// <summary>What became of a body.</summary>
public abstract record CollectorAnswer
{
    private CollectorAnswer()
    {
    }

    /// <summary>It is on disk.</summary>
    /// <param name="Events">Requests, samples and levels taken from it; those that were there already among them.</param>
    /// <param name="LeftOut">Rows understood and not used, by reason.</param>
    public sealed record Stored(int Events, IReadOnlyList<LeftOut> LeftOut) : CollectorAnswer;

    /// <summary>Nothing was taken, since too much is waiting to be stored: send it again.</summary>
    /// <param name="RetryAfter">When.</param>
    public sealed record Busy(TimeSpan RetryAfter) : CollectorAnswer;

    /// <summary>It is damaged, too large or of another format: sending it again does not help.</summary>
    /// <param name="Problems">What is wrong, at least one.</param>
    public sealed record Bad(IReadOnlyList<Problem> Problems) : CollectorAnswer;

    /// <summary>It cannot be stored now (a full disk): nothing of it is in the ledger; send it again.</summary>
    /// <param name="Why">Why, in words.</param>
    public sealed record Failed(string Why) : CollectorAnswer;
}
