namespace Mtok.Planning;

/// <summary>Why a price that decides the answer should be checked.</summary>
public abstract record PriceWarning
{
    private PriceWarning()
    {
    }

    /// <summary>The price has no date.</summary>
    /// <param name="Name">The offer or API.</param>
    public sealed record Undated(string Name) : PriceWarning;

    /// <summary>The price is old.</summary>
    /// <param name="Name">The offer or API.</param>
    /// <param name="AsOf">The date of the price.</param>
    /// <param name="Days">The age in days above which this warning is given.</param>
    public sealed record Old(string Name, AsOf AsOf, int Days) : PriceWarning;

    /// <summary>The price is that of a single marketplace listing, smaller than what is needed.</summary>
    /// <param name="Name">The offer.</param>
    /// <param name="ListedGpus">GPUs of the listing.</param>
    /// <param name="NeededGpus">GPUs that the answer takes at that price.</param>
    public sealed record Listing(string Name, int ListedGpus, int NeededGpus) : PriceWarning;

    /// <summary>Every other provider of the model charges several times as much.</summary>
    /// <param name="Name">The API.</param>
    /// <param name="Price">Its price of the mix.</param>
    /// <param name="Times">The cheapest other provider's price / this price, rounded down to a tenth.</param>
    /// <param name="ModelId">The model.</param>
    /// <param name="Others">Other providers.</param>
    /// <param name="Median">The median of their prices.</param>
    public sealed record FarBelowOthers(string Name, UsdPerMtok Price, Ratio Times, string ModelId, int Others, UsdPerMtok Median) : PriceWarning;
}
