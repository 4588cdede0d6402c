namespace Mtok.Imports;

/// <summary>The result of a request to an address.</summary>
internal abstract record Fetched
{
    private Fetched()
    {
    }

    /// <summary>The full content.</summary>
    /// <param name="Bytes">The content.</param>
    /// <param name="Tag">The server's tag of this content (ETag); empty if there is none, or if it covers only one page.</param>
    /// <param name="Pages">The number of pages it was combined from.</param>
    public sealed record New(byte[] Bytes, string Tag, int Pages = 1) : Fetched;

    /// <summary>The content is unchanged since the given tag.</summary>
    public sealed record Unchanged : Fetched;

    /// <summary>The content could not be fetched.</summary>
    /// <param name="Why">The reason.</param>
    public sealed record Failed(string Why) : Fetched
    {
        /// <summary>How long the server asks to wait before the next attempt (Retry-After); null where it does not.</summary>
        public TimeSpan? After { get; init; }

        /// <summary>Whether the host was not reached at all.</summary>
        public bool IsOutOfReach { get; init; }
    }
}

/// <summary>Limits of fetching: timeouts, retries and sizes.</summary>
internal sealed record FetchLimits
{
    /// <summary>The timeout of one attempt, from the request to the last byte; 60 s by default.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The maximum number of attempts; 4 by default.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The wait after the first failure, doubled after each further one, with jitter between 0.5 and 1.5 times; 0.5 s by default.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait that a server may ask for; one that asks for more is given up. 60 s by default.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The maximum size of all pages together, in bytes; 128 MiB by default.</summary>
    public int Largest { get; init; } = 128 * 1024 * 1024;

    /// <summary>The maximum number of pages of one list; 500 by default.</summary>
    public int MostPages { get; init; } = 500;
}
