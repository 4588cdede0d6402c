namespace Mtok.Planning;

/// <summary>Whether an option is there when it is needed.</summary>
public abstract record Availability
{
    private Availability()
    {
    }

    /// <summary>An API shared with others, with rate limits.</summary>
    public sealed record Shared : Availability;

    /// <summary>A spot machine that the seller interrupts.</summary>
    /// <param name="Low">The least share of machines interrupted in a month.</param>
    /// <param name="High">The most; null where the band is open.</param>
    public sealed record Interrupted(Ratio Low, Ratio? High) : Availability;

    /// <summary>A spot machine whose interruptions nobody publishes.</summary>
    public sealed record InterruptionsUnknown : Availability;

    /// <summary>An on-demand machine.</summary>
    /// <param name="Community">Whether a private host offers it.</param>
    public sealed record InStock(bool Community) : Availability;

    /// <summary>An owned machine.</summary>
    public sealed record Owned : Availability;

    /// <summary>A machine reserved for a term.</summary>
    public sealed record Reserved : Availability;
}

/// <summary>For how long an option has to be paid.</summary>
public enum Commitment
{
    /// <summary>It can be released at any time.</summary>
    None,

    /// <summary>For one year.</summary>
    OneYear,

    /// <summary>For three years.</summary>
    ThreeYears,

    /// <summary>It is bought.</summary>
    Lifetime,

    /// <summary>For five years.</summary>
    FiveYears,

    /// <summary>For a block of days or months that is booked in advance.</summary>
    Block,
}
