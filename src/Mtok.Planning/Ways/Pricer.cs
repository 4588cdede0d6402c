namespace Mtok.Planning;

/// <summary>Prices what has no machines of one's own: APIs by the token (C2) and provisioned throughput (C11).</summary>
internal sealed class Pricer(Workload workload)
{
    private readonly Tokens _monthly = workload.Traffic.MonthlyTokens(workload.Mix);

    /// <summary>C11: provisioned throughput, sized for the busiest hour.</summary>
    /// <param name="model">What it serves.</param>
    /// <param name="price">What a unit costs and serves.</param>
    /// <param name="peak">The busiest hour's rate as it is served / the mean.</param>
    /// <param name="people">What the work that it takes costs.</param>
    public RankedOption Price(Model model, ProvisionedPrice price, Ratio peak, UsdPerMonth people)
    {
        var (work, mean) = (workload.WorkOf(model.Id), workload.Traffic.Mean * workload.WorkOf(model.Id).Tries);
        var units = ProvisionedThroughput.Units(price, work.Of(workload.ServedGroups), mean * peak);
        var bill = ProvisionedThroughput.Bill(price, units) + people;
        var use = ProvisionedThroughput.Load(price.Rates, work.Of(workload.ServedGroups), mean) * Ratio.FromValue(1.0 / units);
        List<OptionNote> notes = [new OptionNote.ProvisionedUnits(units, price)];
        if (workload.ServiceLevel.HasLimits)
        {
            notes.Add(new OptionNote.ApiLatencyUnpublished());
        }

        var cost = new OptionCost(
            Estimate<UsdPerMonth>.Exact(bill, Evidence.Measured), UnitCost.Split(bill, _monthly, use), use, units, units, Ratio.Zero, people)
        {
            People = people,
        };
        return new(WayNames.Of(price), OptionKind.Provisioned, model.Id, price.Provider, cost, Evidence.Measured, price.Provenance.AsOf, notes)
        { Provisioned = price };
    }

    /// <summary>What an API's bill assumes or lacks, and the evidence that leaves.</summary>
    public (IReadOnlyList<OptionNote> Notes, Evidence Evidence) NotesOf(ApiTariff tariff)
    {
        var notes = new List<OptionNote>();
        if (workload.ServiceLevel.HasLimits)
        {
            notes.Add(new OptionNote.ApiLatencyUnpublished());
        }

        if (workload.Mix.CachedShare > Ratio.Zero && tariff.Base.Prices.CachedInput is null)
        {
            notes.Add(new OptionNote.NoCachedInputPrice());
        }

        notes.AddRange(PriceNotes(tariff));
        return (notes, notes.Exists(note => note is OptionNote.AssumedPrices or OptionNote.AssumedLengths) ? Evidence.Assumed : Evidence.Measured);
    }

    /// <summary>The same of an API, or of several that share the requests, with what each takes of one customer.</summary>
    public (IReadOnlyList<OptionNote> Notes, Evidence Evidence) NotesOf(ApiChoice api)
    {
        if (api.Parts.Count == 0)
        {
            return NotesOf(api.Tariff!);
        }

        var each = api.Parts.Select(part => NotesOf(part.Tariff)).ToList();
        return ([.. each.SelectMany(part => part.Notes).Distinct(), .. LimitNotes(api)], each.Max(part => part.Evidence));
    }

    /// <summary>What each API takes of one customer, as far as it is known.</summary>
    public static IEnumerable<OptionNote> LimitNotes(ApiChoice api) =>
        api.Parts.Select(part => api.Parts.Count > 1 ? new OptionNote.SharedByApis(part) : (OptionNote)new OptionNote.TakesAtMost(part));

    /// <summary>C2: what the mean request costs at an API, each group at the prices it may wait for.</summary>
    public static Usd PerRequest(ApiTariff tariff, Workload workload)
    {
        var work = workload.WorkOf(tariff.Base.ModelId);
        return work.Of(workload.ServedGroups).Aggregate(
            default(Usd), (sum, group) => sum + (tariff.PriceOf(group.Mix, group.Deferrable, workload.Traffic.Shape.OfWeek) * group.Share * work.Tries));
    }

    /// <summary>What the bill of an API assumes or lacks, for each request of the workload.</summary>
    public IEnumerable<OptionNote> PriceNotes(ApiTariff tariff)
    {
        var groups = workload.ServedGroups;
        var assumed = groups.SelectMany(group => tariff.AssumedFor(group.Mix, group.Deferrable)).Distinct().Order().ToList();
        if (assumed.Count > 0)
        {
            yield return new OptionNote.AssumedPrices(assumed);
        }

        if (groups.Any(group => group.Deferrable))
        {
            yield return tariff.Sells(ApiService.Batch) ? new OptionNote.BatchPrices() : new OptionNote.NoBatchPrices();
        }

        if (tariff.IsTimed)
        {
            yield return new OptionNote.PricesByTheHour(tariff.PeakHours);
        }

        foreach (var note in LengthNotes.Of(tariff, groups.Select(group => group.Mix)))
        {
            yield return note;
        }
    }

    public string NameOf(Fleet fleet) => WayNames.Of(fleet, severalModels: workload.Models.Count > 1);
}
