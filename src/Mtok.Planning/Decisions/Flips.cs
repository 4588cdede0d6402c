namespace Mtok.Planning;

/// <summary>
/// Finds what would change the answer: one input is moved at a time, the rest stays, and the cheapest API is compared with
/// the cheapest fleet until they cost the same.
/// </summary>
internal sealed class Flips
{
    private readonly RankedWays _ways;
    private readonly Workload _workload;
    private readonly Reckoning _reckoning;
    private readonly IReadOnlyList<RankedOption> _fleets;
    private readonly RankedOption _api;
    private readonly RankedOption _fleet;
    private readonly bool _apiWins;
    private readonly Lazy<VolumeCrossings> _crossings;

    /// <param name="ways">Every way of serving.</param>
    /// <param name="fleets">Machines alone that may be recommended, the cheapest first.</param>
    /// <param name="api">The cheapest API.</param>
    private Flips(RankedWays ways, IReadOnlyList<RankedOption> fleets, RankedOption api)
    {
        _ways = ways;
        _workload = ways.Served;
        _reckoning = ways.Reckoning;
        _api = api;
        _fleet = fleets[0];
        _fleets = Undominated(fleets);
        _apiWins = api.CountedOn <= _fleet.CountedOn;
        _crossings = new(() => VolumeCrossings.Of(ways.Alone));
    }

    /// <summary>What would change the answer between the cheapest API and the cheapest machines; empty where only one side can serve.</summary>
    /// <param name="ways">Every way of serving.</param>
    /// <param name="winner">The option that is recommended; null where there is none.</param>
    /// <param name="withVolumes">Whether break-even volumes are among them, which take longer to find than all others together; true by default.</param>
    public static IReadOnlyList<Flip> Of(RankedWays ways, RankedOption? winner, bool withVolumes = true)
    {
        var api = ways.Apis.FirstOrDefault(option => option.MayWin && ways.IsAsked(option));
        var alone = ways.Machines.Where(option => option.MayWin && ways.IsAsked(option)).ToList();
        if (api is null || alone.Count == 0)
        {
            return [];
        }

        var flips = new Flips(ways, alone, api);
        IReadOnlyList<Flip> others = [.. winner is { Kind: OptionKind.Mixed } ? flips.OfMix() : [], .. flips.OfFigures()];
        return withVolumes ? flips.WithVolumes(others) : others;
    }

    /// <summary>Flips without volumes, and those of volume where they belong.</summary>
    private IReadOnlyList<Flip> WithVolumes(IReadOnlyList<Flip> others) =>
        [.. others.TakeWhile(flip => flip is Flip.MixVolume), Volume(), VolumeStays(), .. others.SkipWhile(flip => flip is Flip.MixVolume)];

    private IReadOnlyList<Flip> OfFigures() =>
        [.. new[] { ApiPrice(), GpuPrice(), Throughput(), Utilization(), Work(), PeakRatio() }.OfType<Flip>()];

    private Tokens Today => _reckoning.MonthlyTokens;

    private Side OtherSide => _apiWins ? Side.Machines : Side.Api;

    /// <summary>Where machines first become cheaper: the break-even volume of every command.</summary>
    private Flip Volume() => new Flip.Volume(Today, _crossings.Value.First, _crossings.Value.First > Today ? Side.Machines : Side.Api);

    private Flip VolumeStays() => new Flip.VolumeStays(Today, _crossings.Value.Stays, _crossings.Value.Never);

    /// <summary>Where a baseline fleet with API overflow wins: the volumes below and above which it no longer does.</summary>
    private IReadOnlyList<Flip> OfMix()
    {
        var pairs = Undominated([.. _ways.Bases().Select(pair => pair.Machines)])
            .Join(_ways.Bases(), machines => machines.Name, pair => pair.Machines.Name, (_, pair) => pair).ToList();
        bool MixWins(double scale)
        {
            var alone = _fleets
                .Where(fleet => IsToBeHad(fleet, scale, 1))
                .Select(fleet => _reckoning.CountedOn(fleet, scale))
                .Append(_reckoning.CountedOn(_api, scale)).Min();
            return pairs.Exists(pair => _reckoning.Mixed(pair.Machines, pair.Api, scale) < alone);
        }

        Flip Edge(bool upwards)
        {
            var factor = Nearest(MixWins, [upwards ? 1 : -1]);
            return new Flip.MixVolume(upwards, Today, Today * factor, MachinesWin(factor?.Value ?? 1, 1) ? Side.Machines : Side.Api);
        }

        return [Edge(upwards: false), Edge(upwards: true)];
    }

    private Flip.ApiPrice ApiPrice() =>
        new(_reckoning.ApiBill(_api.Tokens!) / Today, (_fleet.CountedOn!.Value - _api.Cost!.People) / Today, OtherSide);

    /// <summary>All machines at f times their price cost as much as the API: f = (API - overheads that do not follow the price) / what does.</summary>
    private Flip GpuPrice()
    {
        var api = _api.Cost!.Bill.Value.Dollars;
        var factor = _fleets.Max(fleet =>
        {
            var rent = _reckoning.Rent(fleet);
            return (double)((api - (fleet.CountedOn!.Value.Dollars - rent)) / rent);
        });
        var today = UsdPerHour.FromDollars(_fleet.Fleet!.Price.Dollars / _fleet.Fleet.MachineGpus);
        return new Flip.GpuPrice(today, factor > 0 ? today * Ratio.FromValue(factor) : null, OtherSide);
    }

    private Flip Throughput()
    {
        var today = TokensPerSecond.FromPerSecond(_fleet.Fleet!.Capacity.TotalRate(_workload.Mix).PerSecond / _fleet.Fleet.Capacity.Deployment.Gpus);
        var factor = Nearest(scale => MachinesWin(1, scale) != _apiWins, [1, -1]);
        return new Flip.Throughput(today, today * factor, OtherSide);
    }

    /// <summary>
    /// C10 on the cheapest machines, by the bill one can count on: what does not follow the tokens, people among it, is spread over all that they
    /// could serve.
    /// </summary>
    private Flip Utilization()
    {
        var (today, perMtok) = (_fleet.Cost!.Utilization!.Value, _reckoning.OverheadsOfRequests / Today);
        var fullyUsed = (_fleet.CountedOn!.Value - _reckoning.Always - _reckoning.OverheadsOfRequests) / Today * today;
        var api = (_api.CountedOn!.Value - _reckoning.Always) / Today;
        return new Flip.Utilization(_fleet.Name, today, api > perMtok ? BreakEven.Utilization(fullyUsed, api - perMtok) : Flip.Farthest, OtherSide);
    }

    /// <summary>How much work of people the best way with machines may take; null where no hour of it has a price.</summary>
    private Flip.Work? Work()
    {
        var (people, best) = (_ways.Problem.PeopleOfMachines, _ways.All().FirstOrDefault(option => option is { MayWin: true, Machines: not null }));
        var hour = _workload.Overheads.Engineer > default(UsdPerHour) ? _workload.Overheads.Engineer : _workload.People.Hour;
        if (best is null || hour == default)
        {
            return null;
        }

        Duration Hours(UsdPerMonth cost) => Duration.FromHours((double)(cost.Dollars / hour.Dollars));
        var left = _api.CountedOn!.Value - (best.CountedOn!.Value - people);
        return new(Hours(people), left > default(UsdPerMonth) ? Hours(left) : null, left > people ? Side.Api : Side.Machines);
    }

    /// <summary>How uneven the day may be: peak hour / mean hour, on a day with one busy hour: the change nearest to today.</summary>
    private Flip? PeakRatio()
    {
        if (_ways.Problem.Demand.Classes is not [{ Deadline.Seconds: 0 } only])
        {
            return null;
        }

        bool Wins(double peak)
        {
            var day = Demand.Of(_workload with { Groups = [], Traffic = new(_ways.Problem.Demand.Mean(), HourlyShape.Spiky(Ratio.FromValue(peak))) });
            var reckoning = new Reckoning(_ways.Problem with { Demand = day with { Classes = [only] } }, _workload);
            var api = _reckoning.CountedOn(_api);
            return _fleets.Any(fleet => reckoning.MostOf(fleet, 1, 1) <= _ways.Problem.MostAllowed(fleet.Machines!) && reckoning.CountedOn(fleet) < api);
        }

        var today = _workload.Traffic.Shape.Peak;
        var peaks = Enumerable.Range(2, 47).Select(step => step / 2.0).Append(Math.Clamp(today.Value, 1, 24)).Distinct().Order().ToList();
        var wins = peaks.ConvertAll(Wins);
        var changes = Enumerable.Range(1, peaks.Count - 1).Where(at => wins[at] != wins[at - 1])
            .OrderBy(at => Math.Min(Math.Abs(peaks[at] - today.Value), Math.Abs(peaks[at - 1] - today.Value))).ToList();
        Side Of(bool machines) => machines ? Side.Machines : Side.Api;
        return changes.Count == 0
            ? new Flip.PeakRatio(today, null, Of(wins[0]), OtherSide)
            : new Flip.PeakRatio(
                today, Ratio.FromValue(Bisect(peaks[changes[0] - 1], peaks[changes[0]], middle => Wins(middle) == wins[changes[0] - 1]).Beyond),
                Of(wins[changes[0] - 1]), Of(wins[changes[0]]));
    }

    private bool MachinesWin(double demand, double throughput)
    {
        var api = _reckoning.CountedOn(_api, demand);
        return _fleets.Any(fleet => IsToBeHad(fleet, demand, throughput) && _reckoning.CountedOn(fleet, demand, throughput) < api);
    }

    /// <summary>Whether as many machines are to be had as a multiple of today's demand needs.</summary>
    private bool IsToBeHad(RankedOption fleet, double demand, double throughput) => _ways.Problem.MostAllowed(fleet.Machines!) is var most
        && (most == int.MaxValue || _reckoning.MostOf(fleet, demand, throughput) <= most);

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
    private List<RankedOption> Undominated(IReadOnlyList<RankedOption> fleets)
    {
        var left = new List<RankedOption>();
        foreach (var alike in fleets.GroupBy(fleet => (fleet.Fleet!.ByTheHour, fleet.ModelId, fleet.Fleet.Most, fleet.Machines!.Zones.Count,
            fleet.Machines.First.RelativeRates(_ways.Problem.Demand))))
        {
            var best = default(RequestsPerSecond);
            foreach (var fleet in alike.OrderBy(fleet => fleet.Machines!.First.Price).ThenByDescending(Rate).Where(fleet => Rate(fleet) > best))
            {
                left.Add(fleet);
                best = Rate(fleet);
            }
        }

        return left;
    }

    private static RequestsPerSecond Rate(RankedOption fleet) => fleet.Machines!.First.Rates[0];
}
