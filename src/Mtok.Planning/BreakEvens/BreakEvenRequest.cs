namespace Mtok.Planning;

/// <summary>
/// Two ways of paying whose break-even volume is asked for (C9), as plain values. For a workload, over whole machines at real
/// prices, <see cref="StaircaseBreakEven"/> and <see cref="VolumeCurve"/> take the workload itself.
/// </summary>
public sealed record BreakEvenRequest
{
    /// <summary>Every property at its default.</summary>
    public static BreakEvenRequest Default { get; } = new();

    /// <summary>The API's price: a millionth of a dollar to $1,000,000 per million. Required where there is no workload.</summary>
    public UsdPerMtok? Api { get; init; }

    /// <summary>The range of <see cref="Api"/>.</summary>
    public static Limits<UsdPerMtok> ApiRange { get; } = RequestRanges.PerMtok;

    /// <summary>What one more million self-hosted tokens cost: $0 to $1,000,000. Required where there is no workload.</summary>
    public UsdPerMtok? SelfHosted { get; init; }

    /// <summary>The range of <see cref="SelfHosted"/>.</summary>
    public static Limits<UsdPerMtok> SelfHostedRange { get; } = new(default, RequestRanges.PerMtok.High);

    /// <summary>What self-hosting costs a month whatever the volume: $0 to a trillion dollars. Required where there is no workload.</summary>
    public UsdPerMonth? Monthly { get; init; }

    /// <summary>The range of <see cref="Monthly"/>.</summary>
    public static Limits<UsdPerMonth> MonthlyRange { get; } = RequestRanges.Monthly;

    /// <summary>With a workload: whether $/Mtok against the volume is wanted, each point solved again. The default is false.</summary>
    public bool Curve { get; init; }

    /// <summary>How many of the three figures are given.</summary>
    public int Figures => (Api is null ? 0 : 1) + (SelfHosted is null ? 0 : 1) + (Monthly is null ? 0 : 1);

    /// <summary>Reports every value that is outside its range, and figures that are missing; whether all is well.</summary>
    public bool Check(RequestProblems problems)
    {
        problems.CheckRange(nameof(Api), Api, ApiRange);
        problems.CheckRange(nameof(SelfHosted), SelfHosted, SelfHostedRange);
        problems.CheckRange(nameof(Monthly), Monthly, MonthlyRange);
        if (Figures != 3)
        {
            problems.Error(
                nameof(Api),
                $"give {problems.NameOf(nameof(Api))}, {problems.NameOf(nameof(SelfHosted))} and {problems.NameOf(nameof(Monthly))}",
                "missing-key");
        }

        return !problems.HasErrors;
    }
}
