namespace Mtok;

/// <summary>The price of a million tokens of a rented or owned machine (C1, C6, C7).</summary>
public static class UnitCost
{
    /// <summary>
    /// C1 with C6: price / rate, divided by the share of the rate that is used, times a flat overhead multiplier.
    /// The price is of those tokens the rate counts.
    /// </summary>
    /// <param name="price">What an hour costs.</param>
    /// <param name="rate">Tokens per second when busy; above zero.</param>
    /// <param name="utilization">Tokens served / tokens that could have been served; above zero, at most one.</param>
    /// <param name="overhead">A multiplier for all other costs; one for none.</param>
    public static UsdPerMtok PerMtok(UsdPerHour price, TokensPerSecond rate, Ratio utilization, Ratio overhead) =>
        price / rate / utilization * overhead;

    /// <summary>C7: both unit costs of a month's bill and what lies between them.</summary>
    /// <param name="bill">All that is paid in a month.</param>
    /// <param name="served">Tokens served in the month; above zero.</param>
    /// <param name="utilization">The busy share of what was paid for.</param>
    public static UnitCosts Split(UsdPerMonth bill, Tokens served, Ratio utilization)
    {
        var allocation = bill / served;
        var usage = allocation * utilization;
        return new(allocation, usage, allocation - usage);
    }
}

/// <summary>The two unit costs of model equation C7, in $/Mtok of the same tokens, and their difference.</summary>
/// <param name="Allocation">All that is paid / tokens served; adds up to the bill and is the one to hold against an API.</param>
/// <param name="Usage">The busy share only.</param>
/// <param name="Idle">What is paid for hours that serve nothing.</param>
public sealed record UnitCosts(UsdPerMtok Allocation, UsdPerMtok Usage, UsdPerMtok Idle);
