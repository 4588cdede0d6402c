namespace Mtok;

/// <summary>How far ahead costs count, and what money costs.</summary>
/// <param name="Months">Months from now after which costs no longer count.</param>
/// <param name="CostOfCapital">Yearly; null where the workload does not say.</param>
public sealed record Horizon(int Months, Ratio? CostOfCapital)
{
    /// <summary>Three years, the usual term of a commitment: assumed.</summary>
    public static Horizon Default { get; } = new(36, null);
}

/// <summary>What demand may do at a time.</summary>
/// <param name="Months">Months from now.</param>
/// <param name="Demand">Demand then / demand before, of each branch.</param>
/// <param name="Chances">The chance of each branch; they add up to one.</param>
public sealed record GrowthStage(int Months, IReadOnlyList<Ratio> Demand, IReadOnlyList<Ratio> Chances);

/// <summary>How demand may grow.</summary>
/// <param name="Stages">What it may do at which times; empty where it follows the forecast's band.</param>
/// <param name="Yearly">The growth in a year that is expected; zero for none.</param>
public sealed record Growth(IReadOnlyList<GrowthStage> Stages, Ratio Yearly)
{
    /// <summary>None that is expected; the band of the forecast widens with time.</summary>
    public static Growth None { get; } = new([], Ratio.Zero);

    /// <summary>Months from now at which demand is looked at again, where the workload does not say: assumed.</summary>
    public static IReadOnlyList<int> UsualMonths { get; } = [6, 12];

    /// <summary>Months from now at which demand is looked at again.</summary>
    /// <param name="horizon">How far ahead costs count.</param>
    public IEnumerable<int> Looks(Horizon horizon) =>
        Stages.Count > 0 ? Stages.Select(stage => stage.Months) : UsualMonths.Where(month => month < horizon.Months);
}

/// <summary>What a change of the way of serving takes.</summary>
/// <param name="Cost">What it costs each time.</param>
/// <param name="Overlap">How long the old way is still paid beside the new one.</param>
/// <param name="Notice">How long what is left is paid for after notice; the overlap runs at the same time.</param>
/// <param name="EarlyExit">The share of what is left to pay of a commitment for which one may leave it; one where all of it has to be paid.</param>
public sealed record SwitchRules(Usd Cost, Duration Overlap, Duration Notice, Ratio EarlyExit)
{
    /// <summary>A change that takes nothing, and commitments that are paid to their end.</summary>
    public static SwitchRules Free { get; } = new(default, default, default, Ratio.One);
}
