namespace Mtok.Traces;

/// <summary>
/// xoshiro256** of Blackman and Vigna ("Scrambled linear pseudorandom number generators", 2018), seeded through SplitMix64 of Steele, Lea and
/// Flood (2014), as its authors recommend. The same seed gives the same numbers in every version of the program.
/// </summary>
internal struct SeededRandom
{
    private const double Unit = 1.0 / (1UL << 53);

    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">The seed; any value.</param>
    /// <param name="stream">The index of one of several independent sequences of that seed.</param>
    public SeededRandom(ulong seed, int stream = 0)
    {
        var state = seed;
        for (var skipped = 0; skipped < stream; skipped++)
        {
            state = SplitMix(ref state);
        }

        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    public ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A uniform number above 0 and at most 1.</summary>
    public double Share() => ((Next() >> 11) + 1) * Unit;

    private static ulong SplitMix(ref ulong state)
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
