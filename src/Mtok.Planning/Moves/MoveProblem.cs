namespace Mtok.Planning;

/// <summary>Machines that one may commit to.</summary>
/// <param name="Term">Years that a commitment binds; infinite for machines that are bought, which stay to the horizon.</param>
/// <param name="Rent">What a number of them costs a year, dollars.</param>
/// <param name="Levels">Numbers that may be held, in order, 0 not among them.</param>
internal sealed record MoveKind(double Term, Func<int, double> Rent, IReadOnlyList<int> Levels)
{
    /// <summary>What a number of them loses more than <see cref="Rent"/> says when sold at the horizon, after some years; its value then, dollars.</summary>
    public Func<int, double, double> Loss { get; init; } = (_, _) => 0;

    /// <summary>The price of those that are committed to at a stage / today's; today's by default.</summary>
    public Func<int, double> Price { get; init; } = _ => 1;
}

/// <summary>What a change of the way of serving costs.</summary>
/// <param name="Cost">Dollars each time.</param>
/// <param name="Overlap">Years for which what is left is still paid.</param>
/// <param name="EarlyExit">The share of what is left of a commitment for which one may leave it; 1 where it has to be paid anyway.</param>
internal sealed record SwitchTerms(double Cost, double Overlap, double EarlyExit)
{
    public static SwitchTerms Free { get; } = new(0, 0, 1);

    public bool IsFree => Cost == 0 && Overlap == 0;
}

/// <summary>What a year costs beside the price of committed machines: whatever serves what they do not, and overheads; infinite where nothing can.</summary>
/// <param name="stage">The stage whose prices hold.</param>
/// <param name="demand">A multiple of today's demand.</param>
/// <param name="held">Of each kind how many machines are held.</param>
/// <param name="way">The flexible way that serves the rest.</param>
internal delegate double MoveBill(int stage, double demand, ReadOnlySpan<int> held, int way);

/// <summary>What to commit to and when, as demand shows.</summary>
/// <param name="Tree">What demand may do.</param>
/// <param name="CostOfCapital">Yearly.</param>
/// <param name="Kinds">What one may commit to.</param>
/// <param name="Ways">How many flexible ways there are; they bind for no time.</param>
/// <param name="Bill">What a year costs beside commitments.</param>
internal sealed record MoveProblem(MoveTree Tree, double CostOfCapital, IReadOnlyList<MoveKind> Kinds, int Ways, MoveBill Bill)
{
    public SwitchTerms Switch { get; init; } = SwitchTerms.Free;

    /// <summary>The flexible way in use today; null where nothing is, so that beginning is no change.</summary>
    public int? Today { get; init; }
}

/// <summary>What may be chosen.</summary>
/// <param name="Now">Of each kind how many to hold now; null for any number.</param>
/// <param name="Later">Whether more may be taken later.</param>
internal sealed record MoveFreedom(IReadOnlyList<int>? Now, bool Later)
{
    public static MoveFreedom All { get; } = new(null, Later: true);
}

/// <summary>What is held from a stage on, and what serves the rest.</summary>
/// <param name="Value">The present value, at the stage, of all costs from then on, expected; dollars.</param>
/// <param name="Held">Of each kind how many machines.</param>
/// <param name="Way">The flexible way.</param>
internal sealed record MoveChoice(double Value, IReadOnlyList<int> Held, int Way);

/// <summary>A choice of a policy where it is made.</summary>
/// <param name="Stage">The stage, 0 being now.</param>
/// <param name="Demand">Demand there / today's.</param>
/// <param name="Chance">The chance that it comes to this.</param>
/// <param name="Choice">What is held then.</param>
internal sealed record MoveStep(int Stage, double Demand, double Chance, MoveChoice Choice);
