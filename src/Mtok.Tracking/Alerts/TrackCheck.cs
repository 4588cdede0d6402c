namespace Mtok.Tracking;

/// <summary>A question that was asked of what was tracked, and its figures; words are made of them elsewhere.</summary>
/// <param name="Where">The month, deployment or model that it is about.</param>
public abstract record TrackCheck(string Where)
{
    /// <summary>Whether it is an alert; null where it could not be checked.</summary>
    public abstract bool? Holds { get; }

    /// <summary>Whether a month costs more than its budget.</summary>
    /// <param name="Month">The month, <c>2026-09</c>.</param>
    /// <param name="Spent">What it cost as far as it is tracked.</param>
    /// <param name="Forecast">What it will have cost at its end; null where it is over, or too few days are known and the budget is spent.</param>
    /// <param name="Limit">The budget.</param>
    /// <param name="Since">The day on which the budget was spent, else the last day tracked.</param>
    /// <param name="HasOtherCurrencies">Whether other currencies were spent, which are not in it.</param>
    public sealed record Budget(string Month, Usd Spent, MonthForecast? Forecast, Usd Limit, DateOnly Since, bool HasOtherCurrencies) : TrackCheck(Month)
    {
        /// <summary>What the month will have cost.</summary>
        public Usd Value => Forecast?.Middle ?? Spent;

        /// <inheritdoc/>
        public override bool? Holds => Value > Limit;
    }

    /// <summary>Whether a deployment is used less than it takes to be cheaper than the best API for the same tokens (C10).</summary>
    /// <param name="Deployment">The deployment.</param>
    /// <param name="Utilization">What its work cost / all it cost.</param>
    /// <param name="Own">All it cost for a million tokens.</param>
    /// <param name="Work">What its work alone cost for a million tokens.</param>
    /// <param name="Apis">The cheapest APIs of its models, by name.</param>
    /// <param name="Api">What the same tokens cost there.</param>
    /// <param name="Since">The first of the last days on which it was dearer than the API without a break; null where days are not known.</param>
    public sealed record BreakEven(
        string Deployment, Ratio Utilization, UsdPerMtok Own, UsdPerMtok Work, IReadOnlyList<ApiRival> Apis, UsdPerMtok Api, DateOnly? Since)
        : TrackCheck(Deployment)
    {
        /// <summary>The utilisation below which the API is cheaper.</summary>
        public Ratio Limit => Mtok.BreakEven.Utilization(Work, Api);

        /// <inheritdoc/>
        public override bool? Holds => Own > Api;
    }

    /// <summary>Whether a deployment's $/Mtok jumped.</summary>
    /// <param name="Deployment">The deployment, or the provider.</param>
    /// <param name="Value">$/Mtok of the worst of its days.</param>
    /// <param name="Median">The median $/Mtok of the days before.</param>
    /// <param name="DaysBefore">How many they are.</param>
    /// <param name="Jump">How far above it may lie.</param>
    /// <param name="Since">The first day above; of a deployment without one, its worst day.</param>
    /// <param name="Until">The last of the days that follow it without a break.</param>
    public sealed record CostJump(string Deployment, UsdPerMtok Value, UsdPerMtok Median, int DaysBefore, Ratio Jump, DateOnly Since, DateOnly Until)
        : TrackCheck(Deployment)
    {
        /// <summary>The most that the day may cost a million tokens.</summary>
        public UsdPerMtok Limit => Median * (Ratio.One + Jump);

        /// <inheritdoc/>
        public override bool? Holds => Value > Limit;
    }

    /// <summary>A model that is used, that no bill and no machine's price covers, and that no API of the catalog sells.</summary>
    /// <param name="Model">The model; empty where usage does not name it.</param>
    /// <param name="Used">Its tokens; null where not stated.</param>
    /// <param name="Since">The first day of its use; null where not stated.</param>
    public sealed record Unpriced(string Model, Tokens? Used, DateOnly? Since) : TrackCheck(Model)
    {
        /// <inheritdoc/>
        public override bool? Holds => true;
    }

    /// <summary>Every model that is used has a price.</summary>
    /// <param name="Models">How many there are.</param>
    public sealed record AllPriced(int Models) : TrackCheck("")
    {
        /// <inheritdoc/>
        public override bool? Holds => false;
    }

    /// <summary>Whether too little of what engines count is claimed by a log.</summary>
    /// <param name="Of">What was counted and what is claimed.</param>
    /// <param name="Share">The share that is claimed.</param>
    /// <param name="Limit">The least that must be.</param>
    public sealed record LowCoverage(Coverage Of, Ratio Share, Ratio Limit) : TrackCheck(Of.Deployment.Length > 0 ? Of.Deployment : Of.Model)
    {
        /// <inheritdoc/>
        public override bool? Holds => Share < Limit;
    }

    /// <summary>What could not be checked.</summary>
    /// <param name="Kind">What would have been.</param>
    /// <param name="At">The month, deployment or model.</param>
    /// <param name="Why">Why it was not.</param>
    /// <param name="What">The model, currency or number of days that it is about; empty where there is none.</param>
    public sealed record Unchecked(AlertKind Kind, string At, UncheckedReason Why, string What = "") : TrackCheck(At)
    {
        /// <inheritdoc/>
        public override bool? Holds => null;
    }
}

/// <summary>What is checked.</summary>
public enum AlertKind
{
    /// <summary>The cost of a month.</summary>
    Budget,

    /// <summary>The utilisation of a deployment.</summary>
    BreakEven,

    /// <summary>A day's $/Mtok.</summary>
    Jump,

    /// <summary>Models without a price.</summary>
    Price,

    /// <summary>The share of tokens that is claimed.</summary>
    Coverage,
}

/// <summary>Why something was not checked.</summary>
public enum UncheckedReason
{
    /// <summary>No limit was given.</summary>
    NoLimit,

    /// <summary>Neither a bill nor a price says what it cost.</summary>
    NoCost,

    /// <summary>It is paid in another currency than US dollars.</summary>
    OtherCurrency,

    /// <summary>Too few days are tracked.</summary>
    TooFewDays,

    /// <summary>Tokens or requests are not stated.</summary>
    NoUsage,

    /// <summary>The catalog does not know the model.</summary>
    UnknownModel,

    /// <summary>No credible API sells the model.</summary>
    NoApi,

    /// <summary>No deployment is described.</summary>
    NoDeployment,

    /// <summary>No engine counts beside a log.</summary>
    NoCounters,
}

/// <summary>The cheapest API of a model for the tokens of a deployment.</summary>
/// <param name="Name">The provider and its name of the model.</param>
/// <param name="Price">What a million of those tokens cost there, input and output together.</param>
/// <param name="AsOf">When the price was seen.</param>
public sealed record ApiRival(string Name, UsdPerMtok Price, AsOf AsOf);
