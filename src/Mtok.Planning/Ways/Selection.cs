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

    /// <summary>
    /// The machines, each with what its throughput may be counted on for among all deployments of its model. Whatever the workload allows or asks for, the
    /// same deployments are compared, at rents by the hour and without a service level: a limit proves nothing of a throughput.
    /// </summary>
    /// <param name="machines">What a plan may take.</param>
    /// <param name="served">The workload of the demand.</param>
    /// <param name="catalog">The prices.</param>
    /// <param name="capacities">What replicas serve.</param>
    /// <param name="credibility">Which prices may be rested on.</param>
    public static IReadOnlyList<MachineChoice> Among(
        IReadOnlyList<MachineChoice> machines, Workload served, Catalog catalog, Capacities capacities, Credibility credibility)
    {
        var (usual, named) = (AllowedPrecisions.Default with { KvCache = served.Allowed.Precisions.KvCache }, served.Allowed.Precisions);
        IEnumerable<Fleet> Rented(AllowedPrecisions precisions)
        {
            var all = Allowed.All with { Kinds = [OptionKind.OnDemand], Precisions = precisions };
            return new Candidates(
                served with { Allowed = all, ServiceLevel = ServiceLevel.None, Groups = [] }, catalog, capacities, everyPlace: false, credibility).Fleets;
        }

        // Precisions that are named may be others than the usual; where they are fewer, those left out count as well.
        var rented = named.Named.Count == 0 ? Rented(usual) : Rented(usual).Concat(Rented(named));
        return Among(machines, rented.Where(fleet => fleet.IsCredible).Select(FigureOf));
    }

    /// <summary>The same among these figures; a machine without one of its own keeps what its interval says.</summary>
    public static IReadOnlyList<MachineChoice> Among(IReadOnlyList<MachineChoice> machines, IEnumerable<Figure> figures)
    {
        var chosen = figures.GroupBy(figure => figure.Model, StringComparer.Ordinal).SelectMany(Chosen).ToDictionary();
        return
        [
            .. machines.Select(machine => chosen.TryGetValue((machine.Model?.Id ?? "", machine.Deployment), out var left)
                ? machine with { Chosen = left }
                : machine),
        ];
    }

    /// <summary>The figure of a machine's deployment at its price.</summary>
    /// <param name="model">What it serves.</param>
    /// <param name="deployment">What runs on it.</param>
    /// <param name="price">What the machine costs an hour.</param>
    /// <param name="rate">What it serves.</param>
    /// <param name="throughput">What that may turn out to be.</param>
    public static Figure FigureOf(string model, Deployment deployment, UsdPerHour price, RequestsPerSecond rate, Estimate<Ratio> throughput) =>
        new(model, deployment, Math.Log((double)price.Dollars / rate.PerSecond), Spread.Of(throughput.Low, throughput.High).Down / Spread.Ends);

    private static Figure FigureOf(Fleet fleet) =>
        FigureOf(fleet.Capacity.Model.Id, fleet.Capacity.Deployment, fleet.Price, fleet.MachineRate, fleet.Throughput);

    private static IEnumerable<((string, Deployment), Ratio)> Chosen(IGrouping<string, Figure> model)
    {
        var deployments = model.GroupBy(figure => figure.Deployment).Select(of => of.MinBy(figure => figure.Cost)!).ToList();
        return Population.Of(deployments) is { } population
            ? deployments.Select(figure => ((model.Key, figure.Deployment), population.Chosen(figure.Cost, figure.Error)))
            : [];
    }

    /// <summary>What is estimated of a deployment.</summary>
    /// <param name="Model">What it serves.</param>
    /// <param name="Deployment">What runs.</param>
    /// <param name="Cost">ln of $ / request.</param>
    /// <param name="Error">The standard deviation of the error of ln(throughput), downwards.</param>
    internal sealed record Figure(string Model, Deployment Deployment, double Cost, double Error);

    /// <summary>The figures that one was chosen from.</summary>
    /// <param name="Mean">The mean of their true ln(cost).</param>
    /// <param name="Variance">Its variance, without errors.</param>
    private sealed record Population(double Mean, double Variance)
    {
        /// <summary>Deployments that differ by a factor of 50 at one standard deviation.</summary>
        private const double MostVariance = 16;

        public static Population? Of(IReadOnlyList<Figure> figures)
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

        private static double Distance(IReadOnlyList<Figure> figures, double variance)
        {
            var mean = MeanOf(figures, variance);
            return figures.Sum(figure => (figure.Cost - mean) * (figure.Cost - mean) * Weight(figure.Error, variance));
        }

        private static double MeanOf(IReadOnlyList<Figure> figures, double variance) =>
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
