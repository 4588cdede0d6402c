namespace Mtok;

/// <summary>The kinds of load that a model errs differently on, by which errors are reported and intervals are calibrated.</summary>
public static class LoadClass
{
    /// <summary>Requests in flight on one copy up to which there are few users.</summary>
    private const double FewUsers = 8;

    /// <summary>Input / output from which a load is prompt-heavy.</summary>
    private const double PromptHeavy = 4;

    /// <summary>The class of a load.</summary>
    /// <param name="mix">The lengths of a request.</param>
    /// <param name="users">Requests in flight on one copy.</param>
    /// <param name="bound">Whether limits on latency decide how many.</param>
    public static string Of(TokenMix mix, Tokens users, bool bound) =>
        bound ? "interactive"
        : users.Count <= FewUsers ? "few users"
        : mix.ComputedInput.Count >= PromptHeavy * mix.Output.Count ? "prompt-heavy"
        : "many users";

    /// <summary>The class a measurement was made in.</summary>
    /// <param name="row">The measurement.</param>
    /// <param name="users">Requests in flight on one copy.</param>
    public static string Of(Measurement row, Tokens users) =>
        Of(new(row.Input, row.Output, row.Cached), users, row.Scenario is Scenario.Server or Scenario.Interactive);
}
