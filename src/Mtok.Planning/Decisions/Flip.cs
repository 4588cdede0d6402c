namespace Mtok.Planning;

/// <summary>A side of the decision between buying tokens and running machines.</summary>
public enum Side
{
    /// <summary>An API alone.</summary>
    Api,

    /// <summary>Machines alone.</summary>
    Machines,
}

/// <summary>One input whose change would change the answer between an API and machines, everything else unchanged.</summary>
public abstract record Flip
{
    private Flip(Side to) => To = to;

    /// <summary>The side that is cheaper past the threshold.</summary>
    public Side To { get; }

    /// <summary>Inputs are searched from 1 / this to this multiple of today's figure.</summary>
    public static Ratio Farthest { get; } = Ratio.FromValue(1000);

    /// <summary>Whether the input is a volume, which a curve against volume answers too.</summary>
    public bool IsOfVolume => this is Volume or VolumeStays or MixVolume;

    /// <summary>The volume from which machines, by the hour and of several kinds if that is cheaper, cost less than the API for the first time.</summary>
    /// <param name="Today">Tokens a month.</param>
    /// <param name="Threshold">Tokens a month at the crossing; null where there is none.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record Volume(Tokens Today, Tokens? Threshold, Side To) : Flip(To);

    /// <summary>The volume above which such machines always cost less than the API.</summary>
    /// <param name="Today">Tokens a month.</param>
    /// <param name="Threshold">Tokens a month; null where machines never stay cheaper.</param>
    /// <param name="Never">Why they do not; null where they do.</param>
    public sealed record VolumeStays(Tokens Today, Tokens? Threshold, NoBreakEven? Never) : Flip(Side.Machines);

    /// <summary>The volume at which a baseline fleet with API overflow stops being the cheapest.</summary>
    /// <param name="Upwards">Whether the volume grows; otherwise it shrinks.</param>
    /// <param name="Today">Tokens a month.</param>
    /// <param name="Threshold">The nearest such volume, tokens a month; null where there is none.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record MixVolume(bool Upwards, Tokens Today, Tokens? Threshold, Side To) : Flip(To);

    /// <summary>The prices of the cheapest API.</summary>
    /// <param name="Today">Its price of the mix.</param>
    /// <param name="Threshold">The price at which it costs as much as the cheapest machines.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record ApiPrice(UsdPerMtok Today, UsdPerMtok Threshold, Side To) : Flip(To);

    /// <summary>The prices of all machines.</summary>
    /// <param name="Today">The price of one GPU of the cheapest fleet.</param>
    /// <param name="Threshold">The price at which machines cost as much as the API; null where even free ones cost more.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record GpuPrice(UsdPerHour Today, UsdPerHour? Threshold, Side To) : Flip(To);

    /// <summary>The throughput of all machines.</summary>
    /// <param name="Today">Tokens per second of one GPU of the cheapest fleet.</param>
    /// <param name="Threshold">The nearest throughput at which the other side is cheaper; null where there is none.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record Throughput(TokensPerSecond Today, TokensPerSecond? Threshold, Side To) : Flip(To);

    /// <summary>The work of people that machines take beyond an API.</summary>
    /// <param name="Today">A month, as counted.</param>
    /// <param name="Threshold">The work at which the best way with machines costs as much as the API; null where even none costs more.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record Work(Duration Today, Duration? Threshold, Side To) : Flip(To);

    /// <summary>The utilisation of the cheapest machines (C10).</summary>
    /// <param name="Machines">Those machines.</param>
    /// <param name="Today">Their utilisation for this workload.</param>
    /// <param name="Needed">Their cost fully used / the API's price: the utilisation at which both cost the same, above one where none suffices.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record Utilization(string Machines, Ratio Today, Ratio Needed, Side To) : Flip(To)
    {
        /// <summary>The utilisation at which both cost the same; null where none suffices.</summary>
        public Ratio? Threshold => Needed <= Ratio.One ? Needed : null;
    }

    /// <summary>The peak hour / the mean hour, on a day with one busy hour.</summary>
    /// <param name="Today">The workload's.</param>
    /// <param name="Threshold">The ratio nearest to today's at which the cheaper side changes; null where it never does.</param>
    /// <param name="Below">The side that is cheaper just below it.</param>
    /// <param name="To">The side that is cheaper past it.</param>
    public sealed record PeakRatio(Ratio Today, Ratio? Threshold, Side Below, Side To) : Flip(To);
}
