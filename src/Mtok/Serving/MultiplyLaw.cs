namespace Mtok;

/// <summary>
/// The time of a matrix multiply in one format (S1): launch + (read^p + arithmetic^p)^(1/p), where reading moves the weights and the
/// tokens in and out. Reading and computing overlap: the larger p, the more.
/// </summary>
/// <param name="Launch">The fixed time of a multiply.</param>
/// <param name="Read">Share of the memory bandwidth.</param>
/// <param name="Arithmetic">Share of the dense peak in a short burst, at the highest clock.</param>
/// <param name="Power">The exponent p; large for a maximum, 1 for a sum.</param>
/// <param name="Sustained">Share of the dense peak under long work, where the power limit sets the clock.</param>
public sealed record MultiplyLaw(Duration Launch, Ratio Read, Ratio Arithmetic, Ratio Power, Ratio Sustained)
{
    /// <summary>
    /// The tokens of a step at which the power limit has taken half of what it takes (H100 and H200 steps of 512 to 8,192 tokens,
    /// docs/model.md).
    /// </summary>
    private const double HalfCapped = 380;

    /// <summary>Below this power of the ratio of the two parts the root is its first term, to twelve digits.</summary>
    private const double Small = 1e-6;

    /// <summary>
    /// Numbers of tokens up to which a kernel takes as long as for the last of them, with its share of the peak there; empty if the kernel has no
    /// such steps.
    /// </summary>
    public IReadOnlyList<TileStep> Tiles { get; init; } = [];

    /// <summary>The time at these rates of the datasheet.</summary>
    /// <param name="tokens">Tokens multiplied.</param>
    /// <param name="flops">Operations of one token.</param>
    /// <param name="bytes">Bytes that move whatever the tokens: the weights.</param>
    /// <param name="bytesPerToken">Bytes of a token, in and out.</param>
    /// <param name="peak">Dense peak in the format, operations a second.</param>
    /// <param name="bandwidth">Memory bandwidth, bytes a second.</param>
    internal double Seconds(double tokens, double flops, double bytes, double bytesPerToken, double peak, double bandwidth)
    {
        var (padded, share) = Computed(tokens);
        var arithmetic = flops * padded / (share * peak);
        var read = (bytes + (bytesPerToken * tokens)) / (Read.Value * bandwidth);
        return Launch.Seconds + Joined(read, arithmetic);
    }

    /// <summary>The multiple of the times; no share exceeds 1.</summary>
    internal MultiplyLaw Slower(double arithmetic, double read, double launch) => this with
    {
        Launch = Launch * Ratio.FromValue(launch),
        Read = Share(Read, read),
        Arithmetic = Share(Arithmetic, arithmetic),
        Sustained = Share(Sustained, arithmetic),
        Tiles = [.. Tiles.Select(tile => tile with { Arithmetic = Share(tile.Arithmetic, arithmetic) })],
    };

    private static Ratio Share(Ratio share, double multiple) => Ratio.FromValue(Math.Min(1, share.Value / multiple));

    /// <summary>The tokens that the kernel computes, padded to its tile, and the share of the peak it does so at.</summary>
    private (double Tokens, double Share) Computed(double tokens)
    {
        for (var at = 0; at < Tiles.Count; at++)
        {
            if (tokens <= Tiles[at].Tokens)
            {
                return (Tiles[at].Tokens, Tiles[at].Arithmetic.Value);
            }
        }

        var long_ = tokens / HalfCapped;
        return (tokens, Sustained.Value + ((Arithmetic.Value - Sustained.Value) / (1 + (long_ * long_))));
    }

    /// <summary>(a^p + b^p)^(1/p).</summary>
    private double Joined(double one, double other)
    {
        var (small, large) = one < other ? (one, other) : (other, one);
        var both = Math.Pow(small / large, Power.Value);
        return large * (both < Small ? 1 + (both / Power.Value) : Math.Pow(1 + both, 1 / Power.Value));
    }
}

/// <summary>A step of a kernel's time: up to so many tokens it takes as long as for all of them.</summary>
/// <param name="Tokens">The last number of tokens of the step.</param>
/// <param name="Arithmetic">The share of the dense peak at that number.</param>
public sealed record TileStep(int Tokens, Ratio Arithmetic);
