namespace Mtok.Planning;

/// <summary>
/// Finds what would change the answer: one input is moved at a time, the rest stays, and the cheapest API is compared with
/// the cheapest fleet until they cost the same.
/// </summary>
internal sealed class Flips
{
    private readonly Workload _workload;
    private readonly Pricer _pricer;
    private readonly IReadOnlyList<Fleet> _fleets;
    private readonly RankedOption _api;
    private readonly RankedOption _fleet;
    private readonly StaircaseBreakEven _forGood;
    private readonly bool _apiWins;

    /// <param name="workload">What has to be served.</param>
    /// <param name="pricer">Its prices.</param>
    /// <param name="fleets">Every fleet that may serve it.</param>
    /// <param name="api">The cheapest API.</param>
    /// <param name="fleet">The cheapest fleet.</param>
    /// <param name="forGood">Where machines stay cheaper.</param>
    public Flips(Workload workload, Pricer pricer, IReadOnlyList<Fleet> fleets, RankedOption api, RankedOption fleet, StaircaseBreakEven forGood)
    {
        _workload = workload;
        _pricer = pricer;
        _api = api;
        _fleet = fleet;
        _forGood = forGood;
        _fleets = Undominated(fleets);
        _apiWins = api.Cost!.Bill.Value <= fleet.Cost!.Bill.Value;
    }

    public IReadOnlyList<Flip> All() =>
        [Volume(), VolumeStays(), ApiPrice(), GpuPrice(), Throughput(), Utilization(), .. PeakRatio() is { } peak ? new[] { peak } : []];

    private Tokens Today => _workload.Traffic.MonthlyTokens(_workload.Mix);

    private Side OtherSide => _apiWins ? Side.Machines : Side.Api;

    private Flip Volume()
    {
        var factor = Crossing(scale => MachinesWin(_workload.Traffic.Mean * Ratio.FromValue(scale), _workload.ServedShape, Ratio.One));
        return new Flip.Volume(Today, Today * factor, OtherSide);
    }

    /// <summary>The same volume as in <see cref="StaircaseBreakEven"/>: past it no step of the staircase makes the API cheaper again.</summary>
    private Flip VolumeStays() => new Flip.VolumeStays(Today, _forGood.Best, _forGood.Never);

    /// <summary>Where a baseline fleet with API overflow wins: the volumes below and above which it no longer does.</summary>
    /// <param name="overflow">The cheapest API of each model.</param>
    /// <param name="bases">The fleets that can be a base.</param>
    public IReadOnlyList<Flip> OfMix(IReadOnlyDictionary<string, ApiTariff> overflow, IReadOnlyList<Fleet> bases)
    {
        var pairs = Undominated(bases).Select(fleet => (Fleet: fleet, Api: overflow[fleet.Capacity.Model.Id])).ToList();
        bool MixWins(double scale)
        {
            var mean = _workload.Traffic.Mean * Ratio.FromValue(scale);
            var alone = _fleets
                .Where(fleet => Pricer.IsToBeHad(fleet, mean, _workload.ServedShape, Ratio.One))
                .Select(fleet => _pricer.Bill(fleet, mean, _workload.ServedShape, Ratio.One))
                .Append(_pricer.ApiBill(_api.Api!, mean)).Min();
            return pairs.Exists(pair => _pricer.MixedBill(pair.Fleet, pair.Api, mean, Ratio.One) < alone);
        }

        Flip Edge(bool upwards)
        {
            var factor = Nearest(MixWins, [upwards ? 1 : -1]);
            var mean = _workload.Traffic.Mean * (factor ?? Ratio.One);
            return new Flip.MixVolume(upwards, Today, Today * factor, MachinesWin(mean, _workload.ServedShape, Ratio.One) ? Side.Machines : Side.Api);
        }

        return [Edge(upwards: false), Edge(upwards: true)];
    }

    private Flip ApiPrice()
    {
        var today = _api.Cost!.PerMtok.Allocation;
        return new Flip.ApiPrice(today, today * (_fleet.Cost!.Bill.Value / _api.Cost.Bill.Value), OtherSide);
    }

    /// <summary>All machines at f times their price cost as much as the API: f = (API - overheads that do not follow the price) / what does.</summary>
    private Flip GpuPrice()
    {
        var factor = _fleets.Max(fleet =>
        {
            var full = _pricer.Bill(fleet, _workload.Traffic.Mean, _workload.ServedShape, Ratio.One).Dollars;
            var rent = fleet.Bill(fleet.Use(_workload.Traffic.Mean, _workload.ServedShape, Ratio.One).MeanMachines) * _workload.Overheads.Multiplier;
            return (double)((_api.Cost!.Bill.Value.Dollars - (full - rent.Dollars)) / rent.Dollars);
        });
        var today = UsdPerHour.FromDollars(_fleet.Fleet!.Price.Dollars / _fleet.Fleet.MachineGpus);
        return new Flip.GpuPrice(today, factor > 0 ? today * Ratio.FromValue(factor) : null, OtherSide);
    }

    private Flip Throughput()
    {
        var today = TokensPerSecond.FromPerSecond(_fleet.Fleet!.Capacity.TotalRate(_workload.Mix).PerSecond / _fleet.Fleet.Capacity.Deployment.Gpus);
        var factor = Crossing(scale => MachinesWin(_workload.Traffic.Mean, _workload.ServedShape, Ratio.FromValue(scale)));
        return new Flip.Throughput(today, today * factor, OtherSide);
    }

    /// <summary>C10 on the machines that are cheapest when full, which need not be those that are cheapest at this volume.</summary>
    private Flip Utilization()
    {
        var best = _fleets.Select(_pricer.Price).MinBy(option => option.Cost!.PerMtok.Usage)!;
        return new Flip.Utilization(
            best.Name, best.Cost!.Utilization!.Value, BreakEven.Utilization(best.Cost.PerMtok.Usage, _api.Cost!.PerMtok.Allocation), OtherSide);
    }

    /// <summary>How uneven the day may be: peak hour / mean hour, on a day with one busy hour, from even upwards to the first change.</summary>
    private Flip? PeakRatio()
    {
        if (_workload.Deferrable)
        {
            return null;
        }

        bool Wins(double peak) => MachinesWin(_workload.Traffic.Mean, HourlyShape.Spiky(Ratio.FromValue(peak)), Ratio.One);
        var today = _workload.Traffic.Shape.Peak;
        var even = Wins(1);
        var below = even ? Side.Machines : Side.Api;
        for (var peak = 1.0; peak < 24; peak += 0.5)
        {
            if (Wins(peak + 0.5) != even)
            {
                var high = Bisect(peak, peak + 0.5, middle => Wins(middle) == even).Beyond;
                return new Flip.PeakRatio(today, Ratio.FromValue(high), below, even ? Side.Api : Side.Machines);
            }
        }

        return new Flip.PeakRatio(today, null, below, OtherSide);
    }

    private bool MachinesWin(RequestsPerSecond mean, HourlyShape shape, Ratio throughput)
    {
        var api = _pricer.ApiBill(_api.Api!, mean);
        return _fleets.Any(fleet => Pricer.IsToBeHad(fleet, mean, shape, throughput) && _pricer.Bill(fleet, mean, shape, throughput) < api);
    }

    /// <summary>The multiple nearest to one at which the other side wins, found on a fine grid and then halved to.</summary>
    private Ratio? Crossing(Func<double, bool> machinesWin) => Nearest(scale => machinesWin(scale) != _apiWins, [1, -1]);

    /// <summary>The multiple nearest to one, upwards or downwards, at which what holds at one holds no more.</summary>
    private static Ratio? Nearest(Func<double, bool> holds, ReadOnlySpan<int> directions)
    {
        const int Steps = 60;
        for (var step = 1; step <= Steps; step++)
        {
            foreach (var direction in directions)
            {
                var near = Math.Pow(Flip.Farthest.Value, direction * (step - 1) / (double)Steps);
                var far = Math.Pow(Flip.Farthest.Value, direction * step / (double)Steps);
                if (!holds(far))
                {
                    return Ratio.FromValue(Bisect(near, far, holds).Beyond);
                }
            }
        }

        return null;
    }

    private static (double Within, double Beyond) Bisect(double within, double beyond, Func<double, bool> isWithin)
    {
        for (var step = 0; step < 30 && Math.Abs((beyond / within) - 1) > 1e-4; step++)
        {
            var middle = (within + beyond) / 2;
            (within, beyond) = isWithin(middle) ? (middle, beyond) : (within, middle);
        }

        return (within, beyond);
    }

    /// <summary>A machine that costs more and serves no more can never win: those left rise in price and in rate.</summary>
    private static List<Fleet> Undominated(IReadOnlyList<Fleet> fleets)
    {
        var left = new List<Fleet>();
        foreach (var alike in fleets.GroupBy(fleet => (fleet.ByTheHour, fleet.Capacity.Model.Id, fleet.Most)))
        {
            var best = default(RequestsPerSecond);
            foreach (var fleet in alike.OrderBy(fleet => fleet.Price).ThenByDescending(fleet => fleet.MachineRate).Where(fleet => fleet.MachineRate > best))
            {
                left.Add(fleet);
                best = fleet.MachineRate;
            }
        }

        return left;
    }
}
