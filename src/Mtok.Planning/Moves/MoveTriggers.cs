namespace Mtok.Planning;

/// <summary>H9: what makes another first move the better one: the volume, and the price of what one might commit to, each alone, by bisection.</summary>
internal sealed class MoveTriggers(FirstMoveSearch search, MoveChoice now)
{
    /// <summary>Volumes are looked at from today's on, each twice or half of the one before.</summary>
    private const int Doublings = 6;

    /// <summary>Halvings of a gap between two volumes or prices: a part in a hundred.</summary>
    private const int Halvings = 7;

    private const double LeastPrice = 0.1;
    private const double MostPrice = 4;

    public IReadOnlyList<MoveTrigger> All()
    {
        if (search.Ways.Count + search.Kinds.Count < 2)
        {
            return [];
        }

        List<MoveTrigger> all = [.. new[] { Volume(2), Volume(0.5) }.OfType<MoveTrigger>(), .. Prices()];
        return all.Count > 0 ? all : [new MoveTrigger.Volume(Today, null, null)];
    }

    private Tokens Today => search.Fleets.Demand.MonthlyTokens;

    private MoveTrigger.Volume? Volume(double step)
    {
        var near = 1.0;
        for (var doubling = 0; doubling < Doublings; doubling++)
        {
            var far = near * step;
            if (Differs(search.BestAt(far)))
            {
                var at = Between(near, far, demand => search.BestAt(demand));
                return new(Today, Today * Ratio.FromValue(at), search.Taken(search.BestAt(at), at));
            }

            near = far;
        }

        return null;
    }

    /// <summary>Of each kind the price at which it becomes part of the first move, or no longer is.</summary>
    private IEnumerable<MoveTrigger> Prices()
    {
        for (var kind = 0; kind < search.Kinds.Count; kind++)
        {
            var (at, end) = (kind, now.Held[kind] > 0 ? MostPrice : LeastPrice);
            MoveChoice Priced(double price) => search.BestAt(1, at, price);
            if (!Differs(Priced(end)))
            {
                continue;
            }

            var threshold = Between(1, end, Priced);
            var machine = search.Kinds[kind].Machines.First;
            var year = (machine.Price * Duration.FromYears(1)) * Ratio.FromValue(1.0 / machine.Gpus);
            yield return new MoveTrigger.DevicePrice(
                machine.Offer.AcceleratorId, search.Kinds[kind].Option, year, year * Ratio.FromValue(threshold), search.Taken(Priced(threshold), 1));
        }
    }

    /// <summary>The end, on the far side, of what is left of the gap.</summary>
    private double Between(double near, double far, Func<double, MoveChoice> best)
    {
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (near + far) / 2;
            (near, far) = Differs(best(middle)) ? (near, middle) : (middle, far);
        }

        return far;
    }

    /// <summary>Whether other kinds are held, or another way serves where none are.</summary>
    private bool Differs(MoveChoice other) => double.IsFinite(other.Value)
        && (!other.Held.Select(count => count > 0).SequenceEqual(now.Held.Select(count => count > 0))
            || (other.Way != now.Way && other.Held.All(count => count == 0)));
}
