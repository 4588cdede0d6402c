namespace Mtok.Planning;

/// <summary>How a line of machines follows what turns out.</summary>
internal enum Sizing
{
    /// <summary>The committed number, whatever the demand.</summary>
    Bound,

    /// <summary>The number the month's peak needs, all month.</summary>
    ByTheMonth,

    /// <summary>The number each step needs.</summary>
    ByTheHour,
}

/// <summary>Machines of one choice in a candidate.</summary>
/// <param name="Choice">The machines.</param>
/// <param name="Rate">The load one serves, fully used.</param>
/// <param name="Figure">Their throughput among the figures of an outlook.</param>
/// <param name="Sizing">How their number follows what turns out.</param>
/// <param name="Count">How many are bound.</param>
/// <param name="Spares">Spare machines in addition.</param>
internal sealed record FinalistLine(MachineChoice Choice, double Rate, int Figure, Sizing Sizing, int Count, int Spares)
{
    /// <summary>Of each place how many a plan takes, spares apart; none where there is no plan.</summary>
    public int[] Planned { get; init; } = [];

    /// <summary>How much of an hour a start is paid for, for each hour of its step.</summary>
    public double StartHours { get; init; }

    private readonly double _price = (double)Choice.Price.Dollars;
    private readonly double _multiplier = Choice.Spot is { PerHour.Dollars: > 0 } spot ? (Choice.Price / spot.PerHour).Value : 1;

    /// <summary>Its price among the figures of an outlook, where it is not committed.</summary>
    public int Rent { get; init; }

    /// <summary>The price on demand that stands in for a spot machine, among the figures of an outlook.</summary>
    public int Fallback { get; init; }

    /// <summary>What one costs an hour; committed machines at the price they were committed at.</summary>
    public double PriceAt(ReadOnlySpan<double> factors, Uncertainties given) => Choice switch
    {
        { IsCommitted: true } => _price,
        { Spot: { } terms } => _multiplier * SpotAt(terms, factors, given),
        _ => _price * factors[Rent],
    };

    public double RateAt(ReadOnlySpan<double> factors) => Rate * factors[Figure];

    /// <summary>
    /// C4 with its prices, dry hours and interruptions as they turn out; the fewer dry hours, the fewer interruptions, down to the
    /// low end of their band.
    /// </summary>
    private double SpotAt(SpotTerms terms, ReadOnlySpan<double> factors, Uncertainties given)
    {
        var spot = (double)terms.Price.Dollars * factors[Rent];
        var fallback = terms.Fallback is { } other ? (double)other.Price.Dollars * factors[Fallback] : spot;
        var dry = Math.Min(1, terms.Dry.Value * factors[Outlook.SpotDry]);
        var ease = given.SpotDry.Low < Ratio.One ? Math.Clamp((1 - factors[Outlook.SpotDry]) / (1 - given.SpotDry.Low.Value), 0, 1) : 0;
        var taken = terms.Interrupted.Value + (ease * (terms.LeastInterrupted.Value - terms.Interrupted.Value));
        return ((spot * (1 - dry)) + (fallback * dry)) * (1 + (taken * (terms.Restart / Duration.Month).Value));
    }
}
