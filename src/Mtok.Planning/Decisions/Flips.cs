namespace Mtok.Planning;

/// <summary>One thing that would change the answer between an API and machines.</summary>
/// <param name="What">
/// What changes: volume (the crossing nearest to today), volume_stays (past it machines that run all month stay cheaper),
/// api_price, gpu_price, throughput, utilization or peak_ratio; where a mix wins, mix_volume_below and mix_volume_above.
/// </param>
/// <param name="Unit">The unit of both figures.</param>
/// <param name="Today">The figure as it is.</param>
/// <param name="Threshold">The figure at which the other side becomes cheaper; null where none does.</param>
/// <param name="To">What wins past it.</param>
/// <param name="Note">In words.</param>
public sealed record Flip(string What, string Unit, double Today, double? Threshold, string To, string Note);

/// <summary>
/// Finds what would change the answer: one input is moved at a time, the rest stays, and the cheapest API is held against
/// the cheapest fleet until they cost the same.
/// </summary>
internal sealed class Flips
{
    private const double Farthest = 1000;
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
        (_workload, _pricer, _api, _fleet, _forGood) = (workload, pricer, api, fleet, forGood);
        _fleets = Undominated(fleets);
        _apiWins = api.Cost!.Bill.Value <= fleet.Cost!.Bill.Value;
    }

    public IReadOnlyList<Flip> All() =>
        [Volume(), VolumeStays(), ApiPrice(), GpuPrice(), Throughput(), Utilization(), .. PeakRatio() is { } peak ? new[] { peak } : []];

    private string OtherSide => _apiWins ? "machines" : "an API";

    private Flip Volume()
    {
        var today = _workload.Traffic.MonthlyTokens(_workload.Mix).Count;
        var factor = Crossing(scale => MachinesWin(_workload.Traffic.Mean * Ratio.FromValue(scale), _workload.ServedShape, Ratio.One));
        var note = factor is null
            ? $"between {1 / Farthest:0.###} and {Farthest:0} times this volume the answer stays"
            : $"{OtherSide} would be cheaper at {factor.Value:0.###} times this volume, the change nearest to today";
        return new("volume", "tokens/month", today, today * factor, OtherSide, note);
    }

    /// <summary>The same volume as in <see cref="StaircaseBreakEven"/>: past it no step of the staircase makes the API cheaper again.</summary>
    private Flip VolumeStays()
    {
        var today = _workload.Traffic.MonthlyTokens(_workload.Mix).Count;
        return _forGood.Best is { Volume: { } volume, Name: var name }
            ? new("volume_stays", "tokens/month", today, volume.Count, "machines", $"above it machines that run all month stay cheaper than the API, first {name}; the volume of mtok break-even")
            : new("volume_stays", "tokens/month", today, null, "machines", "machines that run all month never stay cheaper than the API: " + _forGood.Reason);
    }

    /// <summary>Where a base fleet with API overflow wins: the volumes below and above which it does no more.</summary>
    /// <param name="overflow">The cheapest API of each model.</param>
    /// <param name="bases">The fleets that can be a base.</param>
    public IReadOnlyList<Flip> OfMix(IReadOnlyDictionary<string, ApiTariff> overflow, IReadOnlyList<Fleet> bases)
    {
        var pairs = Undominated(bases).Select(fleet => (Fleet: fleet, Api: overflow[fleet.Capacity.Model.Id])).ToList();
        bool MixWins(double scale)
        {
            var mean = _workload.Traffic.Mean * Ratio.FromValue(scale);
            var alone = _fleets.Select(fleet => _pricer.Bill(fleet, mean, _workload.ServedShape, Ratio.One)).Append(_pricer.ApiBill(_api.Api!, mean)).Min();
            return pairs.Exists(pair => _pricer.MixedBill(pair.Fleet, pair.Api, mean, Ratio.One) < alone);
        }

        Flip Edge(string what, string word, int direction)
        {
            var today = _workload.Traffic.MonthlyTokens(_workload.Mix).Count;
            var factor = Nearest(MixWins, [direction]);
            var mean = _workload.Traffic.Mean * Ratio.FromValue(factor ?? 1);
            var to = MachinesWin(mean, _workload.ServedShape, Ratio.One) ? "machines" : "an API";
            return factor is null
                ? new(what, "tokens/month", today, null, to, $"a mix stays the cheapest {word} this volume, {(direction > 0 ? $"up to {Farthest:0} times" : $"down to {1 / Farthest:0.###} times")} it")
                : new(what, "tokens/month", today, today * factor, to, $"{to} alone would be cheaper than any mix {word} {factor.Value:0.###} times this volume, the first such");
        }

        return [Edge("mix_volume_below", "below", -1), Edge("mix_volume_above", "above", 1)];
    }

    private Flip ApiPrice()
    {
        var today = (double)_api.Cost!.PerMtok.Allocation.Dollars;
        var factor = (_fleet.Cost!.Bill.Value / _api.Cost.Bill.Value).Value;
        return new("api_price", "$/Mtok", today, today * factor, OtherSide, $"{OtherSide} would be cheaper with API prices {Change(factor)}");
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
        var today = (double)(_fleet.Fleet!.Price.Dollars / _fleet.Fleet.MachineGpus);
        return factor > 0
            ? new("gpu_price", "$/GPU-hour", today, today * factor, OtherSide, $"{OtherSide} would be cheaper with machines {Change(factor)}")
            : new("gpu_price", "$/GPU-hour", today, null, OtherSide, "even free machines would not change the answer: overheads alone cost more than the API");
    }

    private Flip Throughput()
    {
        var today = _fleet.Fleet!.Capacity.TotalRate(_workload.Mix).PerSecond / _fleet.Fleet.Capacity.Deployment.Gpus;
        var factor = Crossing(scale => MachinesWin(_workload.Traffic.Mean, _workload.ServedShape, Ratio.FromValue(scale)));
        var note = factor is null
            ? $"between {1 / Farthest:0.###} and {Farthest:0} times this throughput the answer stays: one machine is the least there is"
            : $"{OtherSide} would be cheaper at {factor.Value:0.###} times the measured throughput";
        return new("throughput", "tokens/s per GPU", today, today * factor, OtherSide, note);
    }

    /// <summary>C10 on the machines that are cheapest when full, which need not be those that are cheapest at this volume.</summary>
    private Flip Utilization()
    {
        var best = _fleets.Select(_pricer.Price).MinBy(option => option.Cost!.PerMtok.Usage)!;
        var today = best.Cost!.Utilization!.Value;
        var threshold = BreakEven.Utilization(best.Cost.PerMtok.Usage, _api.Cost!.PerMtok.Allocation);
        var reached = threshold <= Ratio.One;
        var note = reached
            ? $"{best.Name}, the cheapest when full, must be {threshold} busy to cost what the API does; here it would be {today}"
            : $"even fully used, the cheapest machines cost {threshold.Value:0.##} times the API";
        return new("utilization", "share", today.Value, reached ? threshold.Value : null, OtherSide, note);
    }

    /// <summary>How uneven the day may be: peak hour / mean hour, on a day with one busy hour, from even upwards to the first change.</summary>
    private Flip? PeakRatio()
    {
        if (_workload.Deferrable)
        {
            return null;
        }

        bool Wins(double peak) => MachinesWin(_workload.Traffic.Mean, HourlyShape.Spiky(Ratio.FromValue(peak)), Ratio.One);
        var today = _workload.Traffic.Shape.Peak.Value;
        var even = Wins(1);
        for (var peak = 1.0; peak < 24; peak += 0.5)
        {
            if (Wins(peak + 0.5) != even)
            {
                var (low, high) = Bisect(peak, peak + 0.5, middle => Wins(middle) == even);
                var note = even
                    ? $"machines are cheaper up to a peak of {low:0.##} times the mean, an API beyond"
                    : $"an API is cheaper up to a peak of {low:0.##} times the mean; beyond, machines by the hour are";
                return new("peak_ratio", "peak/mean", today, high, even ? "an API" : "machines", note);
            }
        }

        return new("peak_ratio", "peak/mean", today, null, OtherSide, $"{(even ? "machines are" : "an API is")} cheaper however the day is shaped");
    }

    private bool MachinesWin(RequestsPerSecond mean, HourlyShape shape, Ratio throughput)
    {
        var api = _pricer.ApiBill(_api.Api!, mean);
        return _fleets.Any(fleet => _pricer.Bill(fleet, mean, shape, throughput) < api);
    }

    /// <summary>The multiple nearest to one at which the other side wins, found on a fine grid and then halved to.</summary>
    private double? Crossing(Func<double, bool> machinesWin) => Nearest(scale => machinesWin(scale) != _apiWins, [1, -1]);

    /// <summary>The multiple nearest to one, upwards or downwards, at which what holds at one holds no more.</summary>
    private static double? Nearest(Func<double, bool> holds, ReadOnlySpan<int> directions)
    {
        const int Steps = 60;
        for (var step = 1; step <= Steps; step++)
        {
            foreach (var direction in directions)
            {
                var near = Math.Pow(Farthest, direction * (step - 1) / (double)Steps);
                var far = Math.Pow(Farthest, direction * step / (double)Steps);
                if (!holds(far))
                {
                    return Bisect(near, far, holds).Beyond;
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

    private static string Change(double factor) => factor >= 1 ? $"{factor - 1:0.#%} higher" : $"{1 - factor:0.#%} lower";

    /// <summary>A machine that is dearer and serves no more can never win: what is left rises in price and in rate.</summary>
    private static List<Fleet> Undominated(IReadOnlyList<Fleet> fleets)
    {
        var left = new List<Fleet>();
        foreach (var alike in fleets.GroupBy(fleet => (fleet.ByTheHour, fleet.Capacity.Model.Id)))
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
