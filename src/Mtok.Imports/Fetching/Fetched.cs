namespace Mtok.Imports;

/// <summary>What came of asking an address.</summary>
internal abstract record Fetched
{
    private Fetched()
    {
    }

    /// <summary>Its content, whole.</summary>
    /// <param name="Bytes">The content.</param>
    /// <param name="Tag">The server's name of this content (ETag); empty where it gives none, or names a page only.</param>
    /// <param name="Pages">How many pages it was put together from.</param>
    public sealed record New(byte[] Bytes, string Tag, int Pages = 1) : Fetched;

    /// <summary>The content is what it was when the tag was given.</summary>
    public sealed record Unchanged : Fetched;

    /// <summary>Nothing that could be used.</summary>
    /// <param name="Why">Why not.</param>
    public sealed record Failed(string Why) : Fetched;
}

/// <summary>How long and how often is waited, and how much is taken.</summary>
internal sealed record FetchLimits
{
    /// <summary>How long one attempt may take from the question to the last byte.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often is asked.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The wait after the first failure, doubled after each further one and spread by half to one and a half.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The largest content taken, all pages together, in bytes.</summary>
    public int Largest { get; init; } = 128 * 1024 * 1024;

    /// <summary>How many pages of one answer are asked for.</summary>
    public int MostPages { get; init; } = 500;
}
