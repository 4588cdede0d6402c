namespace Mtok;

/// <summary>A cost that is piecewise linear in the context, with one knee.</summary>
/// <param name="Fixed">Whatever the context.</param>
/// <param name="PerToken">For each token of context.</param>
/// <param name="WithinSpan">Further, for each token up to the knee.</param>
internal readonly record struct ContextCost(double Fixed, double PerToken, double WithinSpan)
{
    /// <summary>The cost at a context.</summary>
    /// <param name="context">Tokens of context.</param>
    /// <param name="span">The knee.</param>
    public double At(Tokens context, Tokens span) => Fixed + (PerToken * context.Count) + (WithinSpan * Math.Min(context.Count, span.Count));
}
