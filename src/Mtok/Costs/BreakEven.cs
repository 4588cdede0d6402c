namespace Mtok;

/// <summary>Where self-hosting and an API cost the same (C9, C10). Null is a valid result: the point may not exist.</summary>
public static class BreakEven
{
    /// <summary>C9, linear: the monthly tokens at which a fixed monthly cost is recovered by the saving on each token.</summary>
    /// <param name="fixedCost">The monthly cost of self-hosting, independent of volume.</param>
    /// <param name="api">The API's price.</param>
    /// <param name="selfHosted">The marginal cost of a million self-hosted tokens.</param>
    /// <returns>The volume; null if a self-hosted token costs at least as much as the API's.</returns>
    public static Tokens? Volume(UsdPerMonth fixedCost, UsdPerMtok api, UsdPerMtok selfHosted) =>
        api > selfHosted ? fixedCost / (api - selfHosted) : null;

    /// <summary>C10: the utilisation below which the API is cheaper; above 1 if it is cheaper at any utilisation.</summary>
    /// <param name="fullyUsed">The self-hosted unit cost at full utilisation.</param>
    /// <param name="api">The API's price of the same tokens; above zero.</param>
    public static Ratio Utilization(UsdPerMtok fullyUsed, UsdPerMtok api) => fullyUsed / api;

    /// <summary>
    /// C9, exact: the smallest volume beyond which self-hosting stays cheaper, given its cost is a staircase of whole machines
    /// and the API's a straight line. A staircase is most expensive just above a full step, so only those volumes decide.
    /// </summary>
    /// <param name="machine">The monthly cost of one more machine, overheads included.</param>
    /// <param name="fixedCost">The monthly cost of self-hosting independent of the number of machines, spares included.</param>
    /// <param name="tokensPerMachine">Tokens a machine serves in a month at the highest utilisation allowed.</param>
    /// <param name="api">The API's price of the same tokens.</param>
    /// <returns>The volume; null if a full machine costs at least as much as the API.</returns>
    public static Tokens? StaircaseVolume(UsdPerMonth machine, UsdPerMonth fixedCost, Tokens tokensPerMachine, UsdPerMtok api)
    {
        if (machine / tokensPerMachine >= api)
        {
            return null;
        }

        // With n machines full, n+1 are paid: more expensive than the API just above the step while (n+1) m + F > p n K.
        var perStep = (api * tokensPerMachine).Dollars - machine.Dollars;
        var lastDearerStep = Math.Floor((machine.Dollars + fixedCost.Dollars) / perStep);
        var fullSteps = Tokens.FromCount((double)lastDearerStep * tokensPerMachine.Count);
        var paid = (machine * Ratio.FromValue((double)lastDearerStep + 1)) + fixedCost;
        var crossing = paid / api;
        return crossing > fullSteps ? crossing : fullSteps;
    }
}
