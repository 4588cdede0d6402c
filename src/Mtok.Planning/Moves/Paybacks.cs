namespace Mtok.Planning;

/// <summary>H8: what a move pays at once, and in how many months what it saves has paid for it, at today's demand.</summary>
internal sealed class Paybacks(FirstMoveSearch search)
{
    private const int MonthsAYear = 12;

    /// <summary>Of the first move; of the best commitment where it is to stay; null where there is nothing to compare it with.</summary>
    public Payback? Of(MoveChoice now)
    {
        var today = search.Ways.Index().FirstOrDefault(way => way.Item is null, (-1, null)).Index;
        var none = new int[now.Held.Count];
        var flexible = today >= 0 ? today : Enumerable.Range(0, search.Ways.Count).MinBy(way => search.Costs.Bill(1, none, way), null);
        if (search.Ways.Count == 0 || !double.IsFinite(search.Costs.Bill(1, none, flexible)))
        {
            return null;
        }

        var isMade = now.Held.Any(count => count > 0) || now.Way != flexible;
        var made = isMade ? now : search.Committed(search.Problem()).FirstOrDefault();
        return made is null ? null : Of(made, flexible, isMade, changes: today >= 0 || !isMade);
    }

    /// <summary>Capital of machines that are bought is paid at once, so that what they save counts without it.</summary>
    private Payback Of(MoveChoice made, int flexible, bool isMade, bool changes)
    {
        var bought = search.Kinds.Select((kind, at) => (Kind: kind, Count: made.Held[at])).Where(pair => pair is { Count: > 0, Kind.Bought: not null })
            .Select(pair => (
                Machine: pair.Kind.Bought!,
                Count: pair.Kind.Machines.WithSpares(pair.Count, search.Fleets.SparesOf(pair.Kind.Machines.First)))).ToList();
        var capital = bought.Sum(pair => (double)pair.Machine.CapitalPerHour.Dollars * search.Fleets.Multiplier.Value * Duration.Month.Hours * pair.Count);
        var old = search.Costs.Bill(1, new int[made.Held.Count], flexible);
        var rest = search.Costs.Bill(1, [.. made.Held], made.Way);
        var rent = made.Held.Index().Sum(kind => search.Costs.Rent(kind.Index, kind.Item));
        var overlap = made.Way == flexible ? Math.Max(0, old - rest) : old;
        var change = changes ? search.Switch.Cost + (overlap * search.Switch.Overlap) : 0;
        var outlay = change + bought.Sum(pair => (double)pair.Machine.Price.Dollars * search.Fleets.Multiplier.Value * pair.Count);
        return new(
            search.Taken(made, 1), search.Ways[flexible], Usd.FromDollars(Math.Round((decimal)outlay, 2)),
            UsdPerMonth.FromDollars(Math.Round((decimal)(((old - rest - rent) / MonthsAYear) + capital), 2)), isMade);
    }
}
