namespace Mtok.Planning;

/// <summary>How often the winner stays the cheapest when throughput varies within its interval and prices are fixed.</summary>
/// <typeparam name="TCost">The cost that options are ranked by.</typeparam>
/// <param name="Draws">How many draws were made.</param>
/// <param name="Stays">The share of draws in which the winner is the cheapest.</param>
/// <param name="Near">The share of draws in which it costs at most 5 % more than the cheapest.</param>
/// <param name="Regret">What it costs more than the cheapest, on average over the draws in which it is not.</param>
/// <param name="Rival">The option that wins most of the other draws; null where there are none.</param>
public sealed record Confidence<TCost>(int Draws, Ratio Stays, Ratio Near, TCost Regret, string? Rival)
    where TCost : struct;

/// <summary>Draws the throughput of every deployment from its interval and counts which option is cheapest; the same seed gives the same result.</summary>
internal static class Confidence
{
    private const int AllDraws = 10_000;

    /// <summary>Counts over the draws; one draw for each deployment, shared by all that use it.</summary>
    /// <param name="contenders">Those ranked by cost, the winner first.</param>
    /// <param name="cost">Dollars as the cost ranked by.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static Confidence<TCost> Of<TCost>(IEnumerable<Contender> contenders, Func<decimal, TCost> cost, int seed)
        where TCost : struct
    {
        var rivals = WhoCanWin([.. contenders]);
        var deployments = rivals.Select(rival => rival.Deployment).Distinct().ToList();
        var indexes = rivals.Select(rival => deployments.IndexOf(rival.Deployment)).ToArray();
        var random = new Random(seed);
        var (normals, costs, wins) = (new double[deployments.Count], new decimal[rivals.Count], new int[rivals.Count]);
        var (regret, near) = (0m, 0);
        for (var draw = 0; draw < AllDraws; draw++)
        {
            for (var deployment = 0; deployment < normals.Length; deployment++)
            {
                normals[deployment] = Spread.Normal(random);
            }

            var best = 0;
            for (var index = 0; index < costs.Length; index++)
            {
                costs[index] = rivals[index].CostAt(normals[indexes[index]]);
                best = costs[index] < costs[best] ? index : best;
            }

            wins[best]++;
            regret += costs[0] - costs[best];
            near += costs[0] <= costs[best] * (decimal)RobustnessDraws.Near ? 1 : 0;
        }

        var losses = AllDraws - wins[0];
        var rivalName = losses == 0
            ? null
            : rivals[Enumerable.Range(1, rivals.Count - 1).MaxBy(index => wins[index])].Name;
        return new(
            AllDraws, Ratio.FromValue(wins[0] / (double)AllDraws), Ratio.FromValue(near / (double)AllDraws),
            cost(losses == 0 ? 0 : regret / losses), rivalName);
    }

    /// <summary>
    /// Without those that even at their best cost more than the winner at its worst, or in every draw as much as another of their
    /// deployment.
    /// </summary>
    private static List<Contender> WhoCanWin(List<Contender> contenders)
    {
        var worst = contenders[0].Worst;
        var left = new List<Contender>();
        foreach (var contender in contenders.Where(contender => contender.Best <= worst))
        {
            if (!left.Exists(other => other.Deployment == contender.Deployment && other.NeverDearerThan(contender)))
            {
                left.Add(contender);
            }
        }

        return left;
    }
}
