namespace Mtok.Planning;

/// <summary>H2: the tree of scenarios of a workload.</summary>
internal static class MoveTrees
{
    private const double MonthsAYear = 12;

    /// <summary>As stated; otherwise the band of the forecast, for a year from now and widened with the root of time, moved by what is expected.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="band">How far its demand may turn out from today's.</param>
    public static MoveTree Of(Workload workload, Band band)
    {
        var stages = workload.Growth.Stages;
        var tree = new MoveTree(1, [], workload.Horizon.Months / MonthsAYear);
        if (stages is [{ Demand.Count: > 0 }, ..])
        {
            return tree with
            {
                Stages = [.. stages.Select(stage => new MoveStage(
                    stage.Months / MonthsAYear, [.. stage.Demand.Zip(stage.Chances).Select(branch => (branch.First.Value, branch.Second.Value))]))],
            };
        }

        var before = 0.0;
        var spread = new List<MoveStage>();
        foreach (var year in workload.Growth.Looks(workload.Horizon).Select(month => month / MonthsAYear))
        {
            spread.Add(new(year, Branches(band, year - before, 1 + workload.Growth.Yearly.Value)));
            before = year;
        }

        return tree with { Stages = spread };
    }

    /// <summary>The 5th, 50th and 95th percentile of what demand becomes in some years, with the chances that represent them (as L10).</summary>
    private static List<(double Demand, double Chance)> Branches(Band band, double years, double yearly)
    {
        double At(double end) => Math.Pow(band.Spread.At(end), Math.Sqrt(years)) * Math.Pow(yearly, years);
        return band.Low == band.High
            ? [(At(0), 1)]
            : [.. new[] { -Spread.Ends, 0, Spread.Ends }.Zip(Demand.ForecastShares).Select(branch => (At(branch.First), branch.Second))];
    }
}
