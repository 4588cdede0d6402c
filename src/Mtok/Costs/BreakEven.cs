namespace Mtok;

/// <summary>Where self-hosting and an API cost the same (C9, C10). A point that does not exist is an answer.</summary>
public static class BreakEven
{
    /// <summary>C9, linear: the monthly tokens at which a fixed monthly cost is paid back by the saving on each token.</summary>
    /// <param name="fixedCost">What self-hosting costs each month whatever the volume.</param>
    /// <param name="api">The API's price.</param>
    /// <param name="selfHosted">What one more million self-hosted tokens cost.</param>
    /// <returns>The volume, or null where a self-hosted token costs as much as the API's or more.</returns>
    public static Tokens? Volume(UsdPerMonth fixedCost, UsdPerMtok api, UsdPerMtok selfHosted) =>
        api > selfHosted ? fixedCost / (api - selfHosted) : null;

    /// <summary>C10: the utilisation below which the API is cheaper; over one where it is cheaper at any.</summary>
    /// <param name="fullyUsed">The self-hosted unit cost at full use.</param>
    /// <param name="api">The API's price of the same tokens; above zero.</param>
    public static Ratio Utilization(UsdPerMtok fullyUsed, UsdPerMtok api) => fullyUsed / api;

    /// <summary>
    /// C9, real: the smallest volume past which self-hosting stays cheaper, where its cost is a staircase of whole machines
    /// and the API's a straight line. Just above a full step is where a staircase is dearest, so only those volumes decide.
    /// </summary>
    /// <param name="machine">What one more machine costs a month, overheads included.</param>
    /// <param name="fixedCost">What self-hosting costs a month whatever the number of machines, spares included.</param>
    /// <param name="tokensPerMachine">Tokens a machine serves in a month at the highest use allowed.</param>
    /// <param name="api">The API's price of the same tokens.</param>
    /// <returns>The volume, or null where a full machine costs as much as the API or more.</returns>
    public static Tokens? StaircaseVolume(UsdPerMonth machine, UsdPerMonth fixedCost, Tokens tokensPerMachine, UsdPerMtok api)
    {
        if (machine / tokensPerMachine >= api)
        {
            return null;
        }

        // With n machines full, n+1 are paid: dearer than the API just above the step while (n+1) m + F > p n K.
        var perStep = (api * tokensPerMachine).Dollars - machine.Dollars;
        var lastDearerStep = Math.Floor((machine.Dollars + fixedCost.Dollars) / perStep);
        var fullSteps = Tokens.FromCount((double)lastDearerStep * tokensPerMachine.Count);
        var paid = (machine * Ratio.FromValue((double)lastDearerStep + 1)) + fixedCost;
        var crossing = paid / api;
        return crossing > fullSteps ? crossing : fullSteps;
    }
}
