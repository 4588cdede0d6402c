namespace Mtok.Imports;

/// <summary>Conditions of a price file given by the user, for values missing from the file.</summary>
/// <param name="AsOf">The date of its prices; a date in the file takes precedence.</param>
/// <param name="Source">The name of the source; null for the names of format and file.</param>
/// <param name="Seller">The seller whose prices they are, if the file does not state it.</param>
/// <param name="HasAllPages">Whether the links from page to page were followed to the last one, so that the list is complete.</param>
public sealed record PriceConditions(AsOf? AsOf = null, string? Source = null, string? Seller = null, bool HasAllPages = false);

/// <summary>What was imported from one price file, and what was dropped.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Format">Its format.</param>
/// <param name="Offers">Machines at a price.</param>
/// <param name="Apis">Token prices.</param>
/// <param name="Interruptions">How often spot machines are reclaimed.</param>
/// <param name="Dropped">Dropped rows by reason.</param>
/// <param name="Unmapped">Names without an alias in the catalog; their rows are dropped.</param>
/// <param name="Notes">Imported rows that are worth checking, by reason.</param>
public sealed record PriceImport(
    string File,
    string Format,
    IReadOnlyList<Offer> Offers,
    IReadOnlyList<ApiPrice> Apis,
    IReadOnlyList<InterruptionBand> Interruptions,
    IReadOnlyList<DroppedRows> Dropped,
    IReadOnlyList<UnmappedName> Unmapped,
    IReadOnlyList<DroppedRows> Notes);

/// <summary>Rows that an import drops, or comments on, for one reason.</summary>
/// <param name="Rule">The rule, a short name such as <c>zero-price</c>.</param>
/// <param name="Why">What is wrong with them.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Examples">Up to three of them.</param>
/// <param name="First">The location of the first one.</param>
public sealed record DroppedRows(string Rule, string Why, int Count, IReadOnlyList<string> Examples, Location First);

/// <summary>A name without an alias.</summary>
/// <param name="What">What it should refer to: an accelerator or a model.</param>
/// <param name="Of">The seller or provider that uses it.</param>
/// <param name="Name">The name.</param>
/// <param name="Count">The number of prices with this name.</param>
public sealed record UnmappedName(string What, string Of, string Name, int Count);
