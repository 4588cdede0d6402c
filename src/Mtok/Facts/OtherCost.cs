namespace Mtok;

/// <summary>A cost other than machines and tokens, or an input of such a cost (egress, logs, PUE, power, people).</summary>
/// <param name="Item">Its short name, such as <c>aws_internet_egress_first_10tb</c>.</param>
/// <param name="Low">The low end of the range, as text in <paramref name="Unit"/>.</param>
/// <param name="High">The high end of the range, as text in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit of both ends.</param>
/// <param name="Scope">Where or to what it applies.</param>
/// <param name="Confidence">The reliability of the source: high, medium or low.</param>
/// <param name="Provenance">Where the figure comes from.</param>
public sealed record OtherCost(string Item, string Low, string High, string Unit, string Scope, string Confidence, Provenance Provenance);

/// <summary>The total cost of ownership or the market price of an accelerator-hour, as published.</summary>
/// <param name="AcceleratorId">The accelerator, by its catalog id.</param>
/// <param name="Item">What the figure is, such as <c>owned_neocloud_tco</c>.</param>
/// <param name="Price">The figure for one accelerator.</param>
/// <param name="Provenance">Where the figure comes from.</param>
public sealed record AcceleratorHourCost(string AcceleratorId, string Item, UsdPerHour Price, Provenance Provenance);

/// <summary>How often a seller reclaims spot machines, as a monthly band.</summary>
/// <param name="Seller">The seller that reclaims them.</param>
/// <param name="Instance">The seller's name for the machine.</param>
/// <param name="Region">The region.</param>
/// <param name="Low">The low end of the share of machines reclaimed in a month.</param>
/// <param name="High">The high end; null if the band is open (over 20 %).</param>
/// <param name="Provenance">Where the band comes from.</param>
public sealed record InterruptionBand(string Seller, string Instance, string Region, Ratio Low, Ratio? High, Provenance Provenance);
