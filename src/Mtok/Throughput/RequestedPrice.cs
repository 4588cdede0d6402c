namespace Mtok;

/// <summary>The hourly price a request names, and what there is to say of its rate.</summary>
/// <param name="Price">The price given, or the offer's.</param>
/// <param name="Offer">The offer it is of; null where it was given.</param>
/// <param name="OneStream">What one user alone can get, where the rate is so near to it that it may be mistaken for the machine's; else null.</param>
public sealed record RequestedPrice(UsdPerHour Price, Offer? Offer, RequestedPrice.SingleUser? OneStream)
{
    /// <summary>A rate below this multiple of a single stream's is remarked on.</summary>
    private static readonly Ratio Suspicious = Ratio.FromValue(2);

    /// <summary>The speed of one user alone (B2).</summary>
    /// <param name="Bound">The most that one user can get.</param>
    /// <param name="Model">The model.</param>
    /// <param name="Precision">What it is computed in.</param>
    /// <param name="Gpus">Devices.</param>
    /// <param name="AcceleratorId">The device.</param>
    public sealed record SingleUser(TokensPerSecond Bound, string Model, Precision Precision, int Gpus, string AcceleratorId);

    /// <summary>Finds what the request names and checks its rate; null where it is unusable, which is reported.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="catalog">Prices and devices; null where the request names nothing (<see cref="PriceRequest.NeedsCatalog"/>).</param>
    /// <param name="problems">Where to report.</param>
    public static RequestedPrice? Of(PriceRequest request, Catalog? catalog, RequestProblems problems)
    {
        request.Check(problems);
        var offer = catalog is not null && request.Offer is { } wanted ? OfferOf(wanted, catalog, problems) : null;
        var stream = catalog is not null && request is { Model: { } model, Accelerator: { } accelerator }
            ? SingleUserOf(request, model, accelerator, catalog, problems)
            : null;
        return problems.HasErrors ? null : new(offer?.Price ?? request.Price ?? default, offer, stream);
    }

    /// <summary>The cheapest price on demand of a machine, or the cheapest of any way of paying where it is not sold on demand.</summary>
    private static Offer? OfferOf(string wanted, Catalog catalog, RequestProblems problems)
    {
        var found = catalog.CurrentOffers
            .Where(offer => $"{offer.Seller}/{offer.Instance}" == wanted)
            .OrderBy(offer => offer.Pricing)
            .ThenBy(offer => offer.Price)
            .FirstOrDefault();
        if (found is null)
        {
            var known = catalog.Offers.Select(offer => $"{offer.Seller}/{offer.Instance}").Distinct().ToList();
            problems.Error(
                nameof(PriceRequest.Offer),
                known.Contains(wanted) ? "it has no price of that day" : $"no machine of that name{Spelling.DidYouMean(wanted, known)}",
                "unknown-offer");
        }

        return found;
    }

    /// <summary>B1 and B2: a rate beyond the hardware is an error, one near that of a single stream is worth a note.</summary>
    private static SingleUser? SingleUserOf(PriceRequest request, string modelName, string acceleratorName, Catalog catalog, RequestProblems problems)
    {
        var names = new CatalogNames(catalog, problems);
        var model = names.Model(modelName);
        var accelerator = names.Accelerator(acceleratorName);
        if (model is null || accelerator is null)
        {
            return null;
        }

        if (HardwareBound.Output(model, accelerator, request.Gpus) is { } bound && request.Rate > bound)
        {
            problems.Error(
                nameof(PriceRequest.Rate),
                $"{request.Rate} is more than the {bound} that {request.Gpus} {accelerator.Id} can compute of {model.Id}: dense peak / (2 x active parameters)",
                "beyond-hardware");
        }

        var precision = model.WeightsPrecision ?? new Precision("bf16");
        return HardwareBound.OneStream(model, accelerator, request.Gpus, precision) is { } one && request.Rate < one * Suspicious
            ? new(one, model.Id, precision, request.Gpus, accelerator.Id)
            : null;
    }
}
