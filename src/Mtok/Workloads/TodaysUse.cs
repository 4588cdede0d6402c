namespace Mtok;

/// <summary>What the user has today for the same work, which answers are compared with: a provider's API, a monthly bill, or both.</summary>
/// <param name="Model">The model that is used; null if only the bill is known.</param>
/// <param name="Provider">The API provider that serves it and sells it by the token; empty if only the bill is known.</param>
/// <param name="Bill">
/// What is paid for it per month; null if it is to be computed from the provider's prices, the workload's traffic and its tokens. A bill that is
/// given counts before one that is computed.
/// </param>
public sealed record TodaysUse(Model? Model, string Provider, UsdPerMonth? Bill);
