namespace Mtok.Planning;

/// <summary>How far the winner can be trusted where throughput may lie anywhere in its interval and prices are fixed.</summary>
/// <param name="Draws">How many draws were made.</param>
/// <param name="Stays">The share of draws in which the recommended option is the cheapest.</param>
/// <param name="Regret">What it costs a month more than the cheapest, on average over the draws in which it is not.</param>
/// <param name="Rival">The option that wins most of the other draws; null where there are none.</param>
public sealed record Confidence(int Draws, Ratio Stays, UsdPerMonth Regret, string? Rival)
{
    private const int AllDraws = 10_000;
    private const int Contenders = 40;

    /// <summary>Points at which an option's bill is computed; between them it is taken from the nearest.</summary>
    private const int GridPoints = 61;

    /// <summary>z of the ends of a 90 % interval.</summary>
    private const double IntervalEnds = 1.645;

    /// <summary>Draws the throughput of every deployment from its interval and counts who is cheapest; the same seed, the same answer.</summary>
    /// <param name="options">The options by cost.</param>
    /// <param name="billAt">The bill of a fleet at a multiple of its throughput.</param>
    /// <param name="seed">The seed of the draws.</param>
    internal static Confidence Of(IReadOnlyList<RankedOption> options, Func<RankedOption, Ratio, UsdPerMonth> billAt, int seed)
    {
        var contenders = options.Where(option => option.Cost!.Bill.Low <= options[0].Cost!.Bill.High).Take(Contenders).Select(option => new Contender(option, billAt)).ToArray();
        var deployments = contenders.Select(contender => contender.Deployment).Distinct().ToList();
        var indexes = contenders.Select(contender => deployments.IndexOf(contender.Deployment)).ToArray();
        var random = new Random(seed);
        var (normals, bills, wins) = (new double[deployments.Count], new decimal[contenders.Length], new int[contenders.Length]);
        decimal regret = 0;
        for (var draw = 0; draw < AllDraws; draw++)
        {
            for (var deployment = 0; deployment < normals.Length; deployment++)
            {
                normals[deployment] = Normal(random);
            }

            var best = 0;
            for (var index = 0; index < contenders.Length; index++)
            {
                bills[index] = contenders[index].Bill(normals[indexes[index]]);
                best = bills[index] < bills[best] ? index : best;
            }

            wins[best]++;
            regret += bills[0] - bills[best];
        }

        var losses = AllDraws - wins[0];
        var rival = losses == 0 ? null : contenders[Enumerable.Range(1, contenders.Length - 1).MaxBy(index => wins[index])].Option.Name;
        return new(AllDraws, Ratio.FromValue(wins[0] / (double)AllDraws), UsdPerMonth.FromDollars(losses == 0 ? 0 : regret / losses), rival);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>An option with its bill on a grid of throughputs, from -3 to 3 standard deviations.</summary>
    private sealed class Contender
    {
        private readonly decimal[] _grid;

        public Contender(RankedOption option, Func<RankedOption, Ratio, UsdPerMonth> billAt)
        {
            Option = option;
            Deployment = option.Fleet?.Capacity.Deployment.ToString() ?? option.Name;
            var deviation = option.Fleet?.Capacity.Requests is { } requests && requests.High > requests.Value ? Math.Log((requests.High / requests.Value).Value) / IntervalEnds : 0;
            _grid = deviation == 0
                ? [option.Cost!.Bill.Value.Dollars]
                : [.. Enumerable.Range(0, GridPoints).Select(point => billAt(option, Ratio.FromValue(Math.Exp(deviation * ((point / 10.0) - 3)))).Dollars)];
        }

        public RankedOption Option { get; }

        public string Deployment { get; }

        public decimal Bill(double normal) => _grid.Length == 1 ? _grid[0] : _grid[(int)Math.Round((Math.Clamp(normal, -3, 3) + 3) * 10)];
    }
}
