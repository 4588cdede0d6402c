namespace Mtok.Planning;

/// <summary>How the demand of a workload or a trace is cut into steps and grown. Each property that has a range has it beside it.</summary>
public record DemandRequest
{
    /// <summary>The longest span that is planned hour by hour: 1 h to 8,784 h. The default is 168 h, a week.</summary>
    /// <remarks>Longer demand is represented by typical spans of it.</remarks>
    public Duration Hours { get; init; } = Duration.FromHours(168);

    /// <summary>The range of <see cref="Hours"/>.</summary>
    public static Limits<Duration> HoursRange { get; } = new(Duration.FromHours(1), Duration.FromHours(8784));

    /// <summary>The most typical spans: 1 to 1,000. The default is 6.</summary>
    public int Spans { get; init; } = 6;

    /// <summary>The range of <see cref="Spans"/>.</summary>
    public static Limits<int> SpansRange { get; } = new(1, 1000);

    /// <summary>How long each rate of a trace applies: 1 min to 24 h. The default is 1 h.</summary>
    /// <remarks>Without a trace it decides nothing: a workload's shape is by the hour.</remarks>
    public Duration Step { get; init; } = Duration.Hour;

    /// <summary>The range of <see cref="Step"/>.</summary>
    public static Limits<Duration> StepRange { get; } = new(Duration.FromMinutes(1), Duration.FromHours(24));

    /// <summary>How much more demand than today's: -99 % to a million times. The default is 0 %.</summary>
    public Ratio Growth { get; init; }

    /// <summary>The range of <see cref="Growth"/>.</summary>
    public static Limits<Ratio> GrowthRange { get; } = new(Ratio.FromPercent(-99), Ratio.FromValue(1e6));

    /// <summary>How far the forecast's 5 % and 95 % lie from its median: 0 % to 99 %. The default is 0 %, no forecast.</summary>
    public Ratio Band { get; init; }

    /// <summary>The range of <see cref="Band"/>.</summary>
    public static Limits<Ratio> BandRange { get; } = new(Ratio.Zero, Ratio.FromPercent(99));

    /// <summary>Reports every value that is outside its range; whether all are within.</summary>
    public virtual bool Check(RequestProblems problems)
    {
        problems.CheckRange(nameof(Hours), Hours, HoursRange);
        problems.CheckRange(nameof(Spans), Spans, SpansRange);
        problems.CheckRange(nameof(Step), Step, StepRange);
        problems.CheckRange(nameof(Growth), Growth, GrowthRange);
        problems.CheckRange(nameof(Band), Band, BandRange);
        return !problems.HasErrors;
    }

    /// <summary>Demand of today as it is asked for: grown, and with the ends of a forecast where one is.</summary>
    internal Demand Forecast(Demand today)
    {
        var demand = today.Times(Ratio.One + Growth);
        return Band.Value > 0 ? demand.Forecast(Ratio.One - Band, Ratio.One + Band) : demand;
    }
}
