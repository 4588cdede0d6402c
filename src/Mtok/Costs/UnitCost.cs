namespace Mtok;

/// <summary>The price per million tokens of a rented or owned machine (C1, C6, C7).</summary>
public static class UnitCost
{
    /// <summary>
    /// C1 with C6: price / rate, divided by the utilisation, times a flat overhead multiplier.
    /// The result is per million of the tokens that the rate counts.
    /// </summary>
    /// <param name="price">The hourly price.</param>
    /// <param name="rate">Tokens per second when busy; above zero.</param>
    /// <param name="utilization">Tokens served / tokens that could have been served; above 0, at most 1.</param>
    /// <param name="overhead">A multiplier for all other costs; 1 for none.</param>
    public static UsdPerMtok PerMtok(UsdPerHour price, TokensPerSecond rate, Ratio utilization, Ratio overhead) =>
        price / rate / utilization * overhead;

    /// <summary>C7: both unit costs of a month's bill and their difference.</summary>
    /// <param name="bill">The month's total cost.</param>
    /// <param name="served">Tokens served in the month; above zero.</param>
    /// <param name="utilization">The busy share of the time paid for.</param>
    public static UnitCosts Split(UsdPerMonth bill, Tokens served, Ratio utilization)
    {
        var allocation = bill / served;
        var usage = allocation * utilization;
        return new(allocation, usage, allocation - usage);
    }
}

/// <summary>The two unit costs of model equation C7, in $/Mtok of the same tokens, and their difference.</summary>
/// <param name="Allocation">Total cost / tokens served; adds up to the bill and is the one to compare with an API.</param>
/// <param name="Usage">The cost of the busy share only.</param>
/// <param name="Idle">The cost of idle hours.</param>
public sealed record UnitCosts(UsdPerMtok Allocation, UsdPerMtok Usage, UsdPerMtok Idle);
