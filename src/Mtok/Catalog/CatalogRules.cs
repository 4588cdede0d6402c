namespace Mtok;

/// <summary>Checks that need all rows: duplicate names, duplicate rows, spot above on demand, commitments above on demand.</summary>
internal sealed class CatalogRules(Problems problems)
{
    /// <summary>Prices seen farther apart are not compared.</summary>
    private const int DaysOfOneLook = 90;

    /// <param name="catalog">The catalog.</param>
    /// <param name="measurements">Its measurements that have not been checked before.</param>
    public void Check(Catalog catalog, IReadOnlyList<Measurement> measurements)
    {
        CheckNames(
            "accelerator",
            catalog.Accelerators,
            accelerator => accelerator.Id,
            accelerator => accelerator.Aliases,
            accelerator => accelerator.Provenance.Where);
        CheckNames("model", catalog.Models, model => model.Id, model => model.Aliases, model => model.Provenance.Where);
        CheckTwice(catalog.Offers, offer => new { offer.Key, offer.Provenance.Edition }, offer => offer.Provenance.Where, "offer");
        CheckTwice(
            catalog.Apis,
            api => new { api.Key, api.Provenance.Edition, api.Prices, api.Context },
            api => api.Provenance.Where,
            "price");
        CheckTwice(catalog.Provisioned, price => new { price.Key, price.Provenance.Edition }, price => price.Provenance.Where, "price");
        CheckOneEach(
            catalog.Kernels,
            kernels => kernels.AcceleratorId,
            kernels => kernels.Provenance.Where,
            kernels => $"the kernels of {kernels.AcceleratorId} are");
        CheckOneEach(catalog.Sellers, seller => seller.Id, seller => seller.Provenance.Where, seller => $"the seller {seller.Id} is");
        CheckOneEach(catalog.EngineFamilies, family => family.Id, family => family.Provenance.Where, family => $"the engine family {family.Id} is");
        CheckBounds(catalog, measurements);
        foreach (var seller in catalog.Offers.GroupBy(offer => offer.Seller, StringComparer.Ordinal))
        {
            CheckSeller(seller.ToLookup(offer => offer.Instance), seller.ToLookup(ShapeOf));
        }
    }

    /// <summary>B1: a rate above the device's arithmetic bound counts other tokens, or other devices, than the row states.</summary>
    private void CheckBounds(Catalog catalog, IReadOnlyList<Measurement> measurements)
    {
        foreach (var row in measurements)
        {
            if (catalog.FindModel(row.ModelId) is { } model
                && catalog.FindAccelerator(row.AcceleratorId) is { } accelerator
                && HardwareBound.Requests(model, accelerator, row.Gpus, new(row.Input, row.Output, Ratio.Zero)) is { } bound
                && row.RequestRate > bound)
            {
                problems.Error(
                    row.Provenance.Where,
                    "beyond-hardware",
                    $"{row.OutputRate} of output is {row.RequestRate / bound} of what {row.Gpus} {row.AcceleratorId} can compute ({row.Output * bound}): "
                    + "does it include input tokens, or more devices?");
            }
        }
    }

    private void CheckNames<T>(string what, IReadOnlyList<T> rows, Func<T, string> id, Func<T, IReadOnlyList<string>> aliases, Func<T, Location> where)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            foreach (var name in aliases(row).Prepend(id(row)).DistinctBy(Spelling.Fold))
            {
                if (!owners.TryAdd(Spelling.Fold(name), id(row)))
                {
                    problems.Error(where(row), "duplicate-name", $"{what} \"{name}\" refers to both {owners[Spelling.Fold(name)]} and {id(row)}");
                }
            }
        }
    }

    private void CheckTwice<T, TKey>(IReadOnlyList<T> rows, Func<T, TKey> key, Func<T, Location> where, string what)
        where TKey : notnull
    {
        var first = new Dictionary<TKey, T>();
        foreach (var row in rows)
        {
            if (!first.TryAdd(key(row), row))
            {
                problems.Error(
                    where(row), "duplicate-row", $"the same {what} as line {where(first[key(row)]).Line}, with the same source and date");
            }
        }
    }

    private void CheckOneEach<T>(IReadOnlyList<T> rows, Func<T, string> key, Func<T, Location> where, Func<T, string> what)
    {
        foreach (var again in rows.GroupBy(key, StringComparer.Ordinal).SelectMany(alike => alike.Skip(1)))
        {
            problems.Error(where(again), "duplicate-row", $"{what(again)} given twice");
        }
    }

    private void CheckSeller(ILookup<string, Offer> byInstance, ILookup<string, Offer> byShape)
    {
        foreach (var machine in byInstance)
        {
            var onDemand = machine.Where(offer => offer.Pricing == Pricing.OnDemand).ToList();
            foreach (var offer in machine)
            {
                if (offer.Pricing == Pricing.Spot)
                {
                    var alike = onDemand.Count > 0 ? onDemand : [.. byShape[ShapeOf(offer)].Where(other => other.Pricing == Pricing.OnDemand)];
                    CheckSpot(offer, alike);
                }
                else if (Offer.TermOf(offer.Pricing) > default(Duration))
                {
                    CheckCommitment(offer, onDemand);
                }
            }
        }
    }

    private static string ShapeOf(Offer offer) => $"{offer.Gpus}x {offer.AcceleratorId}";

    /// <summary>
    /// A spot price above on demand is an error; regions are compared if both are known, else with the most expensive region.
    /// It is only a warning if the two are in different files: a user's cheaper contract must not invalidate the embedded spot price.
    /// </summary>
    private void CheckSpot(Offer spot, IReadOnlyList<Offer> onDemand)
    {
        var limit = MostExpensive(onDemand.Where(offer => offer.Region == spot.Region)) ?? MostExpensive(onDemand);
        if (limit is null || spot.Price <= limit.Price)
        {
            return;
        }

        var (where, message) = (
            spot.Provenance.Where,
            $"spot at {spot.Price} is above on demand at {limit.Price} ({limit.Provenance.Where.File}:{limit.Provenance.Where.Line})");
        if (where.File == limit.Provenance.Where.File)
        {
            problems.Error(where, "spot-above-on-demand", message);
        }
        else
        {
            problems.Warn(where, "spot-above-on-demand", message);
        }
    }

    /// <summary>Rents move: a commitment is compared with prices on demand that were seen about as late as it was.</summary>
    private void CheckCommitment(Offer reserved, IReadOnlyList<Offer> onDemand)
    {
        var limit = MostExpensive(onDemand.Where(offer => offer.Region == reserved.Region
            && reserved.Provenance.AsOf.From.DayNumber - offer.Provenance.AsOf.From.DayNumber <= DaysOfOneLook));
        if (limit is not null && reserved.Price > limit.Price)
        {
            problems.Warn(
                reserved.Provenance.Where,
                "commitment-dearer",
                $"the commitment at {reserved.Price} is more expensive than on demand at {limit.Price}");
        }
    }

    private static Offer? MostExpensive(IEnumerable<Offer> offers) => offers.MaxBy(offer => offer.Price);
}
