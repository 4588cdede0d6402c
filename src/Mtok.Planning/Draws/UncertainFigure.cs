namespace Mtok.Planning;

/// <summary>A figure that may turn out different from the one a decision uses.</summary>
public abstract record UncertainFigure
{
    private UncertainFigure()
    {
    }

    /// <summary>Seeds the figure's draws and orders equal swings: another text draws other numbers.</summary>
    internal abstract string Key { get; }

    /// <summary>The rate of requests.</summary>
    public sealed record Demand : UncertainFigure
    {
        internal override string Key => "demand";
    }

    /// <summary>Prices of on-demand machines.</summary>
    /// <param name="AcceleratorId">Their device.</param>
    public sealed record OnDemandPrices(string AcceleratorId) : UncertainFigure
    {
        internal override string Key => "prices on demand of " + AcceleratorId;
    }

    /// <summary>Prices of spot machines.</summary>
    /// <param name="AcceleratorId">Their device.</param>
    public sealed record SpotPrices(string AcceleratorId) : UncertainFigure
    {
        internal override string Key => "spot prices of " + AcceleratorId;
    }

    /// <summary>Prices of APIs.</summary>
    public sealed record ApiPrices : UncertainFigure
    {
        internal override string Key => "API prices";
    }

    /// <summary>Hours in which no spot machine is available.</summary>
    public sealed record HoursWithoutSpot : UncertainFigure
    {
        internal override string Key => "hours without spot machines";
    }

    /// <summary>The throughput of one deployment.</summary>
    /// <param name="Deployment">The model and the deployment.</param>
    public sealed record Throughput(string Deployment) : UncertainFigure
    {
        internal override string Key => "throughput of " + Deployment;
    }
}
