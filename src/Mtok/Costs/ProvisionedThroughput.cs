namespace Mtok;

/// <summary>Provisioned throughput: whole units for the busiest minute, paid every hour (C11).</summary>
public static class ProvisionedThroughput
{
    /// <summary>A hair above a whole number is rounding, not demand.</summary>
    private const double Hair = 1e-9;

    /// <summary>C11: the units that a rate of requests takes: whole, at least the fewest sold, in the steps in which they are sold.</summary>
    /// <param name="price">What is sold.</param>
    /// <param name="groups">The requests, by their share.</param>
    /// <param name="peak">Requests in the busiest hour.</param>
    public static int Units(ProvisionedPrice price, IReadOnlyList<RequestGroup> groups, RequestsPerSecond peak) =>
        Units(price, Load(price.Rates, groups, peak));

    /// <summary>C11: the units that a load in the busiest hour takes.</summary>
    /// <param name="price">What is sold.</param>
    /// <param name="load">The units that it keeps busy.</param>
    public static int Units(ProvisionedPrice price, Ratio load)
    {
        var needed = load.Value;
        var steps = Math.Max(0, Math.Ceiling(((needed - price.LeastUnits) / price.Increment) - Hair));
        return (int)Math.Min(int.MaxValue / 2, price.LeastUnits + (steps * price.Increment));
    }

    /// <summary>C11: the units that a rate of requests keeps busy, fractions included.</summary>
    /// <param name="rates">The tokens a unit serves.</param>
    /// <param name="groups">The requests, by their share.</param>
    /// <param name="rate">Requests.</param>
    public static Ratio Load(UnitRates rates, IReadOnlyList<RequestGroup> groups, RequestsPerSecond rate)
    {
        double Of(Func<TokenMix, Tokens> tokens) => groups.Sum(group => tokens(group.Mix).Count * group.Share.Value) * rate.PerSecond;
        var (cached, computed) = (Of(mix => mix.CachedInput), Of(mix => mix.ComputedInput));
        var input = rates.CachedInput is { } reuse && rates.Limits == UnitLimits.Shared
            ? (computed / rates.Input.PerSecond) + (cached / reuse.PerSecond)
            : (computed + (rates.CachedInput is null ? cached : 0)) / rates.Input.PerSecond;
        var reused = rates is { CachedInput: { } own, Limits: UnitLimits.Separate } ? cached / own.PerSecond : 0;
        var output = Of(mix => mix.Output) / rates.Output.PerSecond;
        return Ratio.FromValue(rates.Limits == UnitLimits.Shared ? input + output : Math.Max(Math.Max(input, reused), output));
    }

    /// <summary>C11: what a number of units costs a month.</summary>
    /// <param name="price">What is sold.</param>
    /// <param name="units">Units.</param>
    public static UsdPerMonth Bill(ProvisionedPrice price, int units) =>
        UsdPerMonth.FromDollars((price.Price * Duration.FromHours(units * Duration.Month.Hours)).Dollars);

    /// <summary>
    /// C9 with the fewest units that are sold: the tokens a month past which units, sized for the busiest hour, stay cheaper than an
    /// API; null if a full unit costs as much.
    /// </summary>
    /// <param name="price">What is sold.</param>
    /// <param name="tokensPerUnit">Tokens of the mix that a unit serves in a month of the workload's shape.</param>
    /// <param name="api">The API's price of the mix.</param>
    public static Tokens? BreakEvenVolume(ProvisionedPrice price, Tokens tokensPerUnit, UsdPerMtok api)
    {
        var unit = Bill(price, 1);
        var saved = (api * tokensPerUnit).Dollars - unit.Dollars;
        if (saved <= 0)
        {
            return null;
        }

        // Just above a full step, an increment more is paid: dearer than the API while units x saved < increment x the API's price of a unit.
        var dearer = price.Increment * ((api * tokensPerUnit).Dollars / saved);
        var steps = Math.Max(0, Math.Ceiling((dearer - price.LeastUnits) / price.Increment) - 1);
        return Bill(price, (int)Math.Min(int.MaxValue / 2, price.LeastUnits + (steps * price.Increment))) / api;
    }
}
