namespace Mtok.Planning;

/// <summary>What to do now, and when to do something else.</summary>
/// <param name="Terms">What it was reckoned with.</param>
/// <param name="Now">What to hold and use from now on.</param>
/// <param name="PresentValue">What the best policy costs to the horizon, expected (H1 to H5), at the throughput one can count on (U7).</param>
/// <param name="Alternatives">What it costs to do otherwise, and the best policy itself.</param>
/// <param name="Triggers">What makes another move the better one; one at least where more than one way serves.</param>
public sealed record FirstMove(
    MoveTerms Terms, MoveTaken Now, Usd PresentValue, IReadOnlyList<MoveAlternative> Alternatives, IReadOnlyList<MoveTrigger> Triggers)
{
    /// <summary>
    /// H6: what committing now, as today's demand asks, costs more than waiting for the next stage; below zero where waiting costs more. Zero without
    /// commitments.
    /// </summary>
    public Usd WaitingIsWorth { get; init; }

    /// <summary>H7: what it is worth to know now what demand will be.</summary>
    public Usd DemandIsWorth { get; init; }

    /// <summary>H7: what it is worth to measure, before the first move, what the machines in question serve.</summary>
    public Usd ThroughputIsWorth { get; init; }

    /// <summary>The months after which the first move, or where it is none the best commitment, has paid back; null where there is nothing to pay.</summary>
    public Payback? Payback { get; init; }

    /// <summary>What the best policy does, and when.</summary>
    public IReadOnlyList<PolicyStep> Policy { get; init; } = [];
}

/// <summary>What a first move was reckoned with.</summary>
/// <param name="Months">The horizon.</param>
/// <param name="CostOfCapital">Yearly.</param>
/// <param name="CapitalFrom">Where that is from.</param>
/// <param name="Demand">Where the scenarios of demand are from; null where the workload states them.</param>
public sealed record MoveTerms(int Months, Ratio CostOfCapital, CapitalSource CapitalFrom, BandSource? Demand)
{
    /// <summary>How the prices in question move (H10).</summary>
    public IReadOnlyList<MovingPrice> Prices { get; init; } = [];
}

/// <summary>A price that moves.</summary>
/// <param name="AcceleratorId">The device that is rented; null for token prices.</param>
/// <param name="IsSpot">Whether it is paid as spot; else on demand.</param>
/// <param name="Trend">How it moves.</param>
public sealed record MovingPrice(string? AcceleratorId, bool IsSpot, PriceTrend Trend);

/// <summary>Where a cost of capital is from.</summary>
public enum CapitalSource
{
    /// <summary>The workload's horizon.</summary>
    Stated,

    /// <summary>The machines that may be bought.</summary>
    Owned,

    /// <summary>Assumed.</summary>
    Assumed,
}

/// <summary>What is held and used.</summary>
/// <param name="Held">Machines one has committed to, spares included.</param>
/// <param name="Way">What serves the rest; null where that is what is used today.</param>
/// <param name="Coverage">The share of the load that commitments serve.</param>
/// <param name="Unused">The share of what they could serve that is not asked of them; zero where there are none.</param>
/// <param name="Bill">What both cost a month at the demand in question, at the throughput one can count on.</param>
public sealed record MoveTaken(IReadOnlyList<MoveHeld> Held, RankedOption? Way, Ratio Coverage, Ratio Unused, UsdPerMonth Bill)
{
    /// <summary>Whether anything is left for the flexible way.</summary>
    public bool ServesRest => Coverage.Value < 1;

    /// <summary>The option that is chiefly used; null for what is used today.</summary>
    public RankedOption? Option => Held.Count > 0 ? Held[0].Option : Way;
}

/// <summary>Machines one has committed to.</summary>
/// <param name="Option">The option that they are of.</param>
/// <param name="Machines">How many, spares included.</param>
/// <param name="Term">How long: a term, or a life.</param>
public sealed record MoveHeld(RankedOption Option, int Machines, Duration Term);

/// <summary>How one may go about it.</summary>
public enum MoveStyle
{
    /// <summary>The best policy.</summary>
    Best,

    /// <summary>Commit now to what today's demand asks for, and to nothing later.</summary>
    CommitNow,

    /// <summary>Commit to nothing before the next stage.</summary>
    Wait,

    /// <summary>Never commit.</summary>
    Never,
}

/// <summary>A policy, with its cost.</summary>
/// <param name="Style">How it goes.</param>
/// <param name="Now">What it holds and uses from now on.</param>
/// <param name="PresentValue">What it costs to the horizon, expected.</param>
public sealed record MoveAlternative(MoveStyle Style, MoveTaken Now, Usd PresentValue);

/// <summary>What makes another first move the better one.</summary>
public abstract record MoveTrigger
{
    private MoveTrigger()
    {
    }

    /// <summary>The volume, two months running.</summary>
    /// <param name="Today">Today's, in a month.</param>
    /// <param name="Threshold">The volume, in a month; null where none within 64 times today's does.</param>
    /// <param name="To">The first move beyond it; null where there is no threshold.</param>
    public sealed record Volume(Tokens Today, Tokens? Threshold, MoveTaken? To) : MoveTrigger;

    /// <summary>The price of a device for a year.</summary>
    /// <param name="AcceleratorId">The device.</param>
    /// <param name="Option">The commitment that has it.</param>
    /// <param name="Today">Its price today, for one device.</param>
    /// <param name="Threshold">The price at which the first move changes.</param>
    /// <param name="To">The first move at it.</param>
    public sealed record DevicePrice(string AcceleratorId, RankedOption Option, Usd Today, Usd Threshold, MoveTaken To) : MoveTrigger;
}

/// <summary>H8: when a move has paid back.</summary>
/// <param name="Of">What is paid for.</param>
/// <param name="Against">What it is compared with; null for what is used today.</param>
/// <param name="Outlay">What is paid at once: the change, and machines that are bought.</param>
/// <param name="Saving">What it then saves a month, at today's demand; below zero where it costs more.</param>
/// <param name="IsMade">Whether it is the first move; otherwise it is the best that one might make instead.</param>
public sealed record Payback(MoveTaken Of, RankedOption? Against, Usd Outlay, UsdPerMonth Saving, bool IsMade)
{
    /// <summary>H8: how long it takes; null where it never pays.</summary>
    public Duration? Time => Outlay.Dollars <= 0 && Saving.Dollars >= 0 ? default(Duration)
        : Saving.Dollars > 0 ? Duration.Month * Ratio.FromValue((double)(Outlay.Dollars / Saving.Dollars))
        : null;
}

/// <summary>What a policy does at a time, should demand come to it.</summary>
/// <param name="At">When, from now on.</param>
/// <param name="Demand">Demand / today's.</param>
/// <param name="Chance">The chance of it.</param>
/// <param name="Taken">What is held and used from then on.</param>
public sealed record PolicyStep(Duration At, Ratio Demand, Ratio Chance, MoveTaken Taken);
