namespace Mtok.Planning;

/// <summary>What the draws take as given.</summary>
public abstract record Assumption
{
    private Assumption()
    {
    }

    /// <summary>Throughput is log-normal over its interval; options on one deployment share a draw.</summary>
    public sealed record SharedThroughput : Assumption;

    /// <summary>What is shared between figures (U8).</summary>
    /// <param name="User">The share of throughput's variance that all deployments have in common.</param>
    /// <param name="Era">The share of throughput's variance that deployments of one engine and generation have in common besides.</param>
    /// <param name="Device">The share that deployments on one device have in common besides.</param>
    /// <param name="Rents">The share of their variance that all rents have in common.</param>
    public sealed record CommonFactors(Ratio User, Ratio Era, Ratio Device, Ratio Rents) : Assumption;

    /// <summary>The band a figure is drawn from.</summary>
    /// <param name="Figure">The figure.</param>
    /// <param name="Band">Its band.</param>
    public sealed record Drawn(UncertainFigure Figure, Band Band) : Assumption;

    /// <summary>Committed machines stay paid; the rest follows the demand.</summary>
    public sealed record CommitmentsStayPaid : Assumption;

    /// <summary>Prices move while a commitment binds.</summary>
    /// <param name="Trend">How they move.</param>
    public sealed record PricesMove(PriceTrend Trend) : Assumption;
}
