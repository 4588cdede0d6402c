namespace Mtok.Planning;

/// <summary>What a candidate costs a month, by how it follows prices.</summary>
/// <param name="Bound">Committed machines: paid at the price they were committed at.</param>
/// <param name="Priced">Hourly machines and APIs: at the drawn prices.</param>
/// <param name="Other">Overheads.</param>
internal readonly record struct FinalistBill(double Bound, double Priced, double Other)
{
    public double Total => Bound + Priced + Other;
}

/// <summary>
/// A candidate with its commitments fixed and the rest following each draw (U2): hourly machines are resized, overflow of committed
/// machines goes to an API or to hourly machines; committed machines in excess stay paid.
/// </summary>
internal sealed class Finalist
{
    private static readonly double Month = Duration.Month.Hours;

    private readonly LoadProfile _load;
    private readonly List<FinalistLine> _bound;
    private readonly List<FinalistLine> _hourly;
    private readonly FinalistLine? _monthly;
    private readonly double? _api;
    private readonly double _elsewhere;
    private readonly double _perRequest;
    private double _fixed;
    private readonly Uncertainties _given;
    private double _scale = 1;

    /// <param name="name">Its name.</param>
    /// <param name="kind">The kind of option it is.</param>
    /// <param name="evidence">The evidence of its costs.</param>
    /// <param name="load">What its machines, or the API in their place, have to serve.</param>
    /// <param name="lines">Its machines.</param>
    /// <param name="costs">Costs other than machines.</param>
    /// <param name="given">The bands, for hours without spot machines.</param>
    public Finalist(
        string name, OptionKind kind, Evidence evidence, LoadProfile load, IReadOnlyList<FinalistLine> lines, FinalistCosts costs,
        Uncertainties given)
    {
        Name = name;
        Kind = kind;
        Evidence = evidence;
        _load = load;
        Lines = lines;
        _given = given;
        _api = costs.Api;
        _elsewhere = costs.Elsewhere;
        _perRequest = costs.PerRequest;
        _fixed = costs.Fixed;
        _bound = [.. lines.Where(line => line.Sizing == Sizing.Bound)];
        _hourly = [.. lines.Where(line => line.Sizing == Sizing.ByTheHour)];
        _monthly = lines.FirstOrDefault(line => line.Sizing == Sizing.ByTheMonth);
    }

    public string Name { get; }

    public OptionKind Kind { get; }

    public Evidence Evidence { get; }

    public IReadOnlyList<FinalistLine> Lines { get; }

    public bool IsBound => _bound.Count > 0;

    /// <summary>Of provisioned throughput what its units cost a month at a multiple of the demand; null for all else.</summary>
    public Func<double, double>? Units { get; init; }

    /// <summary>
    /// Scales the bill at the middle to that of a plan, which may keep machines through a quiet hour or combine them better than the
    /// draws do.
    /// </summary>
    public Finalist WithBill(UsdPerMonth bill, double[] middle)
    {
        var own = BillAt(middle);
        _scale = own.Priced > 0 ? Math.Max(0, ((double)bill.Dollars - own.Bound - own.Other) / own.Priced) : 1;
        _fixed += (double)bill.Dollars - BillAt(middle).Total;
        return this;
    }

    /// <summary>What it costs where every figure turns out at that factor of its middle.</summary>
    public FinalistBill BillAt(ReadOnlySpan<double> factors)
    {
        var (demand, bound, capacity) = (factors[Outlook.Demand], 0.0, 0.0);
        if (Units is { } units)
        {
            return new(units(demand), 0, _fixed);
        }

        foreach (var line in _bound)
        {
            bound += (line.Count + line.Spares) * line.PriceAt(factors, _given) * Month;
            capacity += line.Count * line.RateAt(factors);
        }

        var (machines, served) = _hourly.Count > 0
            ? ByTheHour(factors, capacity)
            : _monthly is { } line1 ? ByTheMonth(line1, factors, capacity) : (0, Served(capacity, demand));
        var overflow = Math.Max(0, (_load.Total * demand) - served);
        var api = factors[Outlook.Api] * ((overflow * (_api ?? 0)) + (_elsewhere * demand));
        return new(bound, _scale * (machines + api), _fixed + (served * _perRequest));
    }

    /// <summary>What each of its commitments costs a month, whatever turns out.</summary>
    /// <param name="middle">The factors at which every figure is at its middle.</param>
    public IReadOnlyList<(Offer Offer, double Month)> Commitments(double[] middle) =>
        [.. _bound.Select(line => (line.Choice.Offer, (line.Count + line.Spares) * line.PriceAt(middle, _given) * Month))];

    /// <summary>Machines of a line that runs all month, at the middle: the size of a commitment.</summary>
    public static int Needed(LoadProfile load, FinalistLine line, FinalistCosts costs, double[] middle, Uncertainties given) =>
        new Finalist("", default, default, load, [line], costs, given).MachinesOf(line, middle, 0);

    private double Served(double capacity, double demand) => demand * _load.Served(capacity / demand);

    private (double Cost, double Served) ByTheMonth(FinalistLine line, ReadOnlySpan<double> factors, double capacity)
    {
        var count = MachinesOf(line, factors, capacity);
        return ((count + (_bound.Count > 0 ? 0 : line.Spares)) * line.PriceAt(factors, _given) * Month, Served(
            capacity + (count * line.RateAt(factors)), factors[Outlook.Demand]));
    }

    /// <summary>Without an API as many as the busiest step needs; with one the number that costs least: the cost is convex in it.</summary>
    private int MachinesOf(FinalistLine line, ReadOnlySpan<double> factors, double capacity)
    {
        var (rate, demand) = (line.RateAt(factors), factors[Outlook.Demand]);
        var most = Fleet.Needed(Fleet.Left(_load.Peak * demand, capacity), rate);
        if (_api is not { } api)
        {
            return most;
        }

        var (low, high) = (_bound.Count > 0 ? 0 : Math.Min(1, most), most);
        var worth = line.PriceAt(factors, _given) * Month / Math.Max(1e-300, (api * factors[Outlook.Api]) - _perRequest);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var betters = Served(capacity + ((middle + 1) * rate), demand) - Served(capacity + (middle * rate), demand) > worth;
            (low, high) = betters ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>
    /// In each step what committed machines leave, whichever costs least: whole machines of one line and one line or the API for the rest, or
    /// the planned numbers and the API; starts are paid.
    /// </summary>
    private (double Cost, double Served) ByTheHour(ReadOnlySpan<double> factors, double capacity)
    {
        var lines = _hourly.Count;
        Span<double> prices = stackalloc double[lines];
        Span<double> rates = stackalloc double[lines];
        Span<int> before = stackalloc int[lines];
        Span<int> first = stackalloc int[lines];
        Span<int> now = stackalloc int[lines];
        var (cost, served, known, demand) = (0.0, 0.0, double.NaN, factors[Outlook.Demand]);
        for (var line = 0; line < lines; line++)
        {
            prices[line] = _hourly[line].PriceAt(factors, _given);
            rates[line] = _hourly[line].RateAt(factors);
            cost += _hourly[line].Spares * prices[line] * Month;
        }

        var overflow = _api is { } api ? Math.Max(0, (api * factors[Outlook.Api]) - _perRequest) : double.PositiveInfinity;
        var begin = 0;
        for (var place = 0; place < _load.Load.Length; place++)
        {
            var (load, hours) = (_load.Load[place] * demand, _load.Hours[place]);
            if (place == 0 || load != known || !IsPlannedAlike(place))
            {
                known = load;
                Cover(Fleet.Left(load, capacity), overflow * _load.Usable[place], place, prices, rates, now);
            }

            var machines = capacity;
            for (var line = 0; line < lines; line++)
            {
                machines += now[line] * rates[line];
            }

            served += Math.Min(load, machines) * _load.Usable[place] * hours;
            var starts = place > begin && _load.Before[place] == place - 1;
            if (!starts)
            {
                cost += place > begin ? Wrap(first, before, prices, _load.Hours[place - 1]) : 0;
                begin = place;
                now.CopyTo(first);
            }

            for (var line = 0; line < lines; line++)
            {
                cost += prices[line] * hours * (now[line] + (starts ? Math.Max(0, now[line] - before[line]) * _hourly[line].StartHours : 0));
            }

            now.CopyTo(before);
        }

        return (cost + Wrap(first, before, prices, _load.Hours[^1]), served);
    }

    /// <summary>The first step of a span follows its last.</summary>
    private double Wrap(ReadOnlySpan<int> first, ReadOnlySpan<int> last, ReadOnlySpan<double> prices, double hours)
    {
        var cost = 0.0;
        for (var line = 0; line < prices.Length; line++)
        {
            cost += prices[line] * hours * Math.Max(0, first[line] - last[line]) * _hourly[line].StartHours;
        }

        return cost;
    }

    /// <summary>
    /// Every line in turn for the bulk, whole machines that are full; then the rest by the API or by whole machines of one line; or
    /// as planned.
    /// </summary>
    private void Cover(double rest, double overflow, int place, ReadOnlySpan<double> prices, ReadOnlySpan<double> rates, Span<int> now)
    {
        now.Clear();
        if (rest <= 0)
        {
            return;
        }

        var (least, bulk, full, last) = (rest * overflow, -1, 0, -1);
        for (var line = -1; line < prices.Length; line++)
        {
            var count = line < 0 ? 0 : (int)Math.Min(int.MaxValue / 2, Math.Floor((rest / rates[line]) + 1e-9));
            if (line >= 0 && count == 0)
            {
                continue;
            }

            var left = Math.Max(0, rest - (line < 0 ? 0 : (count * rates[line]) + (1e-9 * rates[line])));
            var cost = line < 0 ? 0 : count * prices[line];
            var (finish, by) = (left > 0 ? left * overflow : 0, -1);
            for (var other = 0; other < prices.Length && left > 0; other++)
            {
                var price = prices[other] * Fleet.Needed(left, rates[other]);
                (finish, by) = price < finish ? (price, other) : (finish, by);
            }

            if (cost + finish < least)
            {
                least = cost + finish;
                bulk = line;
                full = count;
                last = by;
            }
        }

        if (IsPlannedCheaper(least, rest, overflow, place, prices, rates))
        {
            for (var line = 0; line < prices.Length; line++)
            {
                now[line] = _hourly[line].Planned[place];
            }

            return;
        }

        rest -= bulk >= 0 ? full * rates[bulk] : 0;
        now[Math.Max(0, bulk)] += bulk >= 0 ? full : 0;
        now[Math.Max(0, last)] += last >= 0 ? Fleet.Needed(rest, rates[last]) : 0;
    }

    /// <summary>Whether a place is planned as the one before.</summary>
    private bool IsPlannedAlike(int place)
    {
        var alike = true;
        for (var line = 0; line < _hourly.Count && alike; line++)
        {
            var planned = _hourly[line].Planned;
            alike = planned.Length == 0 || planned[place] == planned[place - 1];
        }

        return alike;
    }

    private bool IsPlannedCheaper(double least, double rest, double overflow, int place, ReadOnlySpan<double> prices, ReadOnlySpan<double> rates)
    {
        if (_hourly[0].Planned.Length == 0)
        {
            return false;
        }

        var (cost, capacity) = (0.0, 0.0);
        for (var line = 0; line < prices.Length; line++)
        {
            cost += _hourly[line].Planned[place] * prices[line];
            capacity += _hourly[line].Planned[place] * rates[line];
        }

        return cost + (capacity < rest * (1 - 1e-9) ? (rest - capacity) * overflow : 0) <= least;
    }
}

/// <summary>Costs other than machines, per load of one request per second for an hour.</summary>
/// <param name="Api">The API's price of it; null where none may serve it.</param>
/// <param name="Elsewhere">What classes that no machine of the candidate serves cost at an API, a month.</param>
/// <param name="PerRequest">Overheads of a request that machines serve.</param>
/// <param name="Fixed">What a month costs whatever is served: people, and overheads of having machines.</param>
internal sealed record FinalistCosts(double? Api, double Elsewhere, double PerRequest, double Fixed);
