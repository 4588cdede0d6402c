namespace Mtok.Imports;

/// <summary>What the user says of a file of prices, for what it does not say.</summary>
/// <param name="AsOf">When its prices were true; a date in the file wins.</param>
/// <param name="Source">What to call the source; null for the format's name and the file's.</param>
/// <param name="Seller">Who asks the prices, where the file does not say.</param>
/// <param name="HasAllPages">Whether the links from page to page were followed to the last one, so that nothing is missing.</param>
public sealed record PriceConditions(AsOf? AsOf = null, string? Source = null, string? Seller = null, bool HasAllPages = false);

/// <summary>What was read from one file of prices, and what was not.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Format">What it is a file of.</param>
/// <param name="Offers">Machines at a price.</param>
/// <param name="Apis">Token prices.</param>
/// <param name="Interruptions">How often spot machines are taken back.</param>
/// <param name="Dropped">What was left out, by reason.</param>
/// <param name="Unmapped">Names that no alias of the catalog explains; their rows are left out.</param>
/// <param name="Notes">What was taken but is worth a look, by reason.</param>
public sealed record PriceImport(
    string File,
    string Format,
    IReadOnlyList<Offer> Offers,
    IReadOnlyList<ApiPrice> Apis,
    IReadOnlyList<InterruptionBand> Interruptions,
    IReadOnlyList<DroppedRows> Dropped,
    IReadOnlyList<UnmappedName> Unmapped,
    IReadOnlyList<DroppedRows> Notes);

/// <summary>Rows that an import leaves out, or remarks on, for one reason.</summary>
/// <param name="Rule">The rule, a short name such as <c>zero-price</c>.</param>
/// <param name="Why">What is wrong with them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">Up to three of them.</param>
/// <param name="First">Where the first one stands.</param>
public sealed record DroppedRows(string Rule, string Why, int Count, IReadOnlyList<string> Examples, Location First);

/// <summary>A name that no alias explains.</summary>
/// <param name="What">What it should name: an accelerator or a model.</param>
/// <param name="Of">Whose spelling it is.</param>
/// <param name="Name">The name.</param>
/// <param name="Count">How many prices have it.</param>
public sealed record UnmappedName(string What, string Of, string Name, int Count);
