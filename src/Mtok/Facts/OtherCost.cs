namespace Mtok;

/// <summary>A cost besides machines and tokens, or a fact such a cost needs (egress, logs, PUE, power, people).</summary>
/// <param name="Item">What it is, a short name such as <c>aws_internet_egress_first_10tb</c>.</param>
/// <param name="Low">The low end of the range, as text in <paramref name="Unit"/>.</param>
/// <param name="High">The high end of the range, as text in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit of both ends.</param>
/// <param name="Scope">Where or for what it holds.</param>
/// <param name="Confidence">How far the source is to be trusted: high, medium or low.</param>
/// <param name="Provenance">Where the figure comes from.</param>
public sealed record OtherCost(string Item, string Low, string High, string Unit, string Scope, string Confidence, Provenance Provenance);

/// <summary>What an hour of an accelerator costs somebody in all, or fetches on the market, as published.</summary>
/// <param name="AcceleratorId">The accelerator, by its catalog id.</param>
/// <param name="Item">What the figure is, such as <c>owned_neocloud_tco</c>.</param>
/// <param name="Price">The figure for one accelerator.</param>
/// <param name="Provenance">Where the figure comes from.</param>
public sealed record AcceleratorHourCost(string AcceleratorId, string Item, UsdPerHour Price, Provenance Provenance);

/// <summary>How often a seller takes spot machines back, as a monthly band.</summary>
/// <param name="Seller">Who takes them back.</param>
/// <param name="Instance">The seller's name of the machine.</param>
/// <param name="Region">Where it stands.</param>
/// <param name="Low">The low end of the share of machines taken back in a month.</param>
/// <param name="High">The high end; null where the band is open (over 20 %).</param>
/// <param name="Provenance">Where the band comes from.</param>
public sealed record InterruptionBand(string Seller, string Instance, string Region, Ratio Low, Ratio? High, Provenance Provenance);
