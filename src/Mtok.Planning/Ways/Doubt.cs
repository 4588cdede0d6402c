namespace Mtok.Planning;

/// <summary>Why a price may not be had; those that rule out keep an option from being recommended.</summary>
public abstract record Doubt
{
    private Doubt()
    {
    }

    /// <summary>Whether it keeps an option from being recommended; false for a price of the user's own, and where the workload lifts it.</summary>
    public bool RulesOut { get; init; } = true;

    /// <summary>Neither the seller's own list nor two independent sources say the price.</summary>
    /// <param name="Source">The only source that says it.</param>
    public sealed record Uncorroborated(string Source) : Doubt;

    /// <summary>Whether the seller still sells is not known, and nobody has corroborated the price for half a year.</summary>
    /// <param name="Provider">The seller.</param>
    /// <param name="Seen">The day it was last seen to sell.</param>
    public sealed record SellerUnknown(string Provider, AsOf Seen) : Doubt;

    /// <summary>An API's price several times below the median of all other sellers of the model.</summary>
    /// <param name="Price">Its price of the mix.</param>
    /// <param name="Median">The median of the others, each at its cheapest.</param>
    /// <param name="Others">Other sellers.</param>
    public sealed record Outlier(UsdPerMtok Price, UsdPerMtok Median, int Others) : Doubt;

    /// <summary>A machine's price several times below the median of all other sellers of the device and way of paying.</summary>
    /// <param name="PerGpu">Its price of one accelerator.</param>
    /// <param name="Median">The median of the others, each at its cheapest.</param>
    /// <param name="Others">Other sellers.</param>
    public sealed record MachineOutlier(UsdPerHour PerGpu, UsdPerHour Median, int Others) : Doubt;

    /// <summary>One marketplace listing, and more than one is needed, or it was seen too long ago to be there still.</summary>
    /// <param name="ListedGpus">Accelerators of the listing.</param>
    /// <param name="NeededGpus">Accelerators needed at its price.</param>
    /// <param name="Seen">The day it was last seen.</param>
    public sealed record OneListing(int ListedGpus, int NeededGpus, AsOf Seen) : Doubt;

    /// <summary>The price is old; stated, and no reason to leave it out.</summary>
    /// <param name="AsOf">The day it was last seen.</param>
    /// <param name="Days">The age in days above which this is stated.</param>
    public sealed record Old(AsOf AsOf, int Days) : Doubt
    {
        /// <summary>The age in days above which a price is old.</summary>
        public const int MostDays = 90;

        /// <summary>Whether a price that was last seen then is old on a day.</summary>
        public static bool Is(AsOf seen, DateOnly day) => seen.From.AddDays(MostDays) < day;
    }

    /// <summary>The user imported an older price of the same thing; stated, and no reason to leave it out.</summary>
    /// <param name="Imported">The day the imported price was seen.</param>
    /// <param name="Used">The day the built-in price was seen, which is used.</param>
    public sealed record NewerThanImport(AsOf Imported, AsOf Used) : Doubt;

    /// <summary>The price has no date; stated, and no reason to leave it out.</summary>
    public sealed record Undated : Doubt;
}

/// <summary>A doubt about one of the prices that decide an answer.</summary>
/// <param name="Name">The offer or API.</param>
/// <param name="Doubt">The doubt.</param>
public sealed record PriceDoubt(string Name, Doubt Doubt);
