namespace Mtok.Planning;

/// <summary>
/// What is left of a figure that was chosen among others (U10): the best of many estimates is too good on average, so it is shrunk towards their mean by
/// the share of their spread that is error (empirical Bayes; the optimizer's curse, Management Science 52(3), 2006).
/// </summary>
internal static class Selection
{
    /// <summary>Fewer deployments tell nothing of their spread.</summary>
    private const int LeastDeployments = 4;

    /// <summary>The part of an error that not all deployments share: what they share moves all of them and chooses none.</summary>
    private const double Apart = 1 - ThroughputFactors.UserShare;

    /// <summary>The machines, each with what it may be counted on for beside the others of its model that serve all of the demand.</summary>
    public static IReadOnlyList<MachineChoice> Among(IReadOnlyList<MachineChoice> machines, Demand demand)
    {
        double[] means = [.. demand.Classes.Select((_, kind) => demand.Mean(kind).PerSecond)];
        var rated = machines.Select(machine => (Machine: machine, Cost: CostOf(machine, demand, means))).ToList();
        var models = rated.Where(pair => pair.Cost is not null).GroupBy(pair => pair.Machine.Model?.Id ?? "", StringComparer.Ordinal)
            .ToDictionary(model => model.Key, model => Population.Of([.. model
                .GroupBy(pair => pair.Machine.Deployment)
                .Select(of => of.MinBy(pair => pair.Cost))
                .Select(pair => (pair.Cost!.Value, ErrorOf(pair.Machine)))]), StringComparer.Ordinal);
        return
        [
            .. rated.Select(pair => pair.Cost is { } cost && models[pair.Machine.Model?.Id ?? ""] is { } others
                ? pair.Machine with { Chosen = others.Chosen(cost, ErrorOf(pair.Machine)) }
                : pair.Machine),
        ];
    }

    /// <summary>ln of what serving the demand takes of it in $; null where it does not serve all.</summary>
    private static double? CostOf(MachineChoice machine, Demand demand, double[] means) => machine.ServesAll(demand) && machine.Price.Dollars > 0
        ? Math.Log((double)machine.Price.Dollars * means.Select((mean, kind) => mean / machine.Rates[kind].PerSecond).Sum())
        : null;

    /// <summary>The standard deviation of the error of ln(throughput), downwards.</summary>
    private static double ErrorOf(MachineChoice machine) => Spread.Of(machine.Throughput.Low, machine.Throughput.High).Down / Spread.Ends;

    /// <summary>The figures that one was chosen from.</summary>
    /// <param name="Mean">The mean of their true ln(cost).</param>
    /// <param name="Variance">Its variance, without errors.</param>
    private sealed record Population(double Mean, double Variance)
    {
        /// <summary>Deployments that differ by a factor of 50 at one standard deviation.</summary>
        private const double MostVariance = 16;

        public static Population? Of(IReadOnlyList<(double Cost, double Error)> figures)
        {
            if (figures.Count < LeastDeployments)
            {
                return null;
            }

            // Paule and Mandel 1982: the variance at which squared distances from the mean are as large as variance and errors say.
            var (low, high) = (0.0, MostVariance);
            for (var step = 0; step < 40; step++)
            {
                var middle = (low + high) / 2;
                (low, high) = Distance(figures, middle) > figures.Count - 1 ? (middle, high) : (low, middle);
            }

            return new(MeanOf(figures, low), low);
        }

        private static double Distance(IReadOnlyList<(double Cost, double Error)> figures, double variance)
        {
            var mean = MeanOf(figures, variance);
            return figures.Sum(figure => (figure.Cost - mean) * (figure.Cost - mean) * Weight(figure.Error, variance));
        }

        private static double MeanOf(IReadOnlyList<(double Cost, double Error)> figures, double variance) =>
            figures.Sum(figure => figure.Cost * Weight(figure.Error, variance)) / figures.Sum(figure => Weight(figure.Error, variance));

        private static double Weight(double error, double variance) => 1 / (1e-12 + variance + (Apart * error * error));

        /// <summary>
        /// The throughput at the mean of the bills that are left: their middle is shrunk towards the mean of all, and the mean of a log-normal bill lies
        /// half its variance above its middle.
        /// </summary>
        public Ratio Chosen(double cost, double error)
        {
            var (apart, common) = (Apart * error * error, (1 - Apart) * error * error);
            var own = apart == 0 ? 1 : Variance / (Variance + apart);
            return Ratio.FromValue(Math.Exp(-(((1 - own) * (Mean - cost)) + ((common + (own * apart)) / 2))));
        }
    }
}
