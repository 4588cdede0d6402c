namespace Mtok.Tracking;

/// <summary>One fact that a source states.</summary>
/// <param name="Where">The file and line that states it.</param>
public abstract record Reading(Location Where);

/// <summary>How a request ended.</summary>
public enum RequestStatus
{
    /// <summary>Answered.</summary>
    Ok,

    /// <summary>Failed; whatever was computed for it is paid.</summary>
    Failed,

    /// <summary>Cancelled by its sender.</summary>
    Cancelled,
}

/// <summary>Who used what: the keys that usage and cost are grouped by. Empty where not stated.</summary>
/// <param name="Model">The model that answered, as the source spells it; else the one asked for.</param>
/// <param name="Team">Who asked: a gateway key's team, an attribute, a column.</param>
/// <param name="Deployment">The deployment, service or provider that answered.</param>
public sealed record UsageKey(string Model, string Team, string Deployment)
{
    /// <summary>The model that answered, as the source spells it; control characters, which would command a terminal, are replaced.</summary>
    public string Model { get; init; } = Plain(Model);

    /// <summary>Who asked; control characters are replaced.</summary>
    public string Team { get; init; } = Plain(Team);

    /// <summary>What answered; control characters are replaced.</summary>
    public string Deployment { get; init; } = Plain(Deployment);

    /// <summary>Nothing is stated.</summary>
    public static UsageKey Unknown { get; } = new("", "", "");

    private static string Plain(string text) => text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && text.AsSpan().IndexOfAnyInRange('\u007f', '\u009f') < 0
        ? text
        : string.Create(text.Length, text, (span, from) =>
        {
            for (var at = 0; at < span.Length; at++)
            {
                span[at] = char.IsControl(from[at]) ? '\ufffd' : from[at];
            }
        });
}

/// <summary>Usage that is stated outright: one request, or requests already added up by whoever tells it.</summary>
/// <param name="Where">The file and line that states it.</param>
/// <param name="Id">
/// The request's own id, by which a repeated statement is recognised; empty where the source has none, so that each statement counts.
/// </param>
/// <param name="At">When it was asked, or the beginning of the time it covers; null where not stated.</param>
/// <param name="Key">Who used what.</param>
/// <param name="Requests">Requests it covers; null where not stated.</param>
/// <param name="Tokens">Tokens by class.</param>
/// <param name="Status">How it ended.</param>
public sealed record Usage(
    Location Where, string Id, DateTimeOffset? At, UsageKey Key, long? Requests, TokenClasses Tokens, RequestStatus Status = RequestStatus.Ok)
    : Reading(Where)
{
    /// <summary>The end of the time it covers; null for a single request.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the source itself says it cost; null where it does not.</summary>
    public Money? StatedCost { get; init; }

    /// <summary>
    /// The tokens that are paid where they differ from those processed (Cohere bills fewer than it reads); null where they are the same.
    /// </summary>
    public TokenClasses? Billed { get; init; }
}

/// <summary>What a counter counts.</summary>
public enum CounterOf
{
    /// <summary>Tokens of the class given beside it.</summary>
    Tokens,

    /// <summary>Requests that ended, however they ended.</summary>
    Requests,

    /// <summary>Requests that failed or were cancelled.</summary>
    FailedRequests,

    /// <summary>Energy of a device, in joules.</summary>
    Joules,
}

/// <summary>A counter's value at a moment: a total since its start, never usage by itself.</summary>
/// <param name="Where">The file and line that states it.</param>
/// <param name="Series">
/// The series: target and all labels that tell it apart, in one text of a fixed order, so that the same series has the same text in every file.
/// </param>
/// <param name="Of">What it counts.</param>
/// <param name="Class">The class of tokens, where it counts tokens.</param>
/// <param name="Key">Who used what.</param>
/// <param name="At">The moment; null for a scrape without a time, which tells the total since the start.</param>
/// <param name="Value">The total.</param>
public sealed record CounterPoint(
    Location Where, string Series, CounterOf Of, TokenClass? Class, UsageKey Key, DateTimeOffset? At, CounterValue Value)
    : Reading(Where)
{
    /// <summary>When the counter began, where the source says so: another start is another epoch.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Whether it marks that the series ended here (a staleness marker); it has no value then.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether the value is the growth since <see cref="Start"/> (delta temporality) instead of a total.</summary>
    public bool IsDelta { get; init; }

    /// <summary>
    /// The process that counts: the labels that whoever scrapes it gives it, in one text. Counters of one target that count the same
    /// replace each other by <see cref="Rank"/>.
    /// </summary>
    public string Target { get; init; } = "";

    /// <summary>How well this counter tells what it counts: 0 is best; a higher one counts only where its target has no better.</summary>
    public int Rank { get; init; }

    /// <summary>What is wrong with it by nature (counts some tokens again), in words for the reader; empty where nothing is.</summary>
    public string Caveat { get; init; } = "";
}

/// <summary>When a counter, or all counters of a target, began, as stated at a moment: another start is another epoch.</summary>
/// <param name="Where">The file and line that states it.</param>
/// <param name="Of">The <see cref="CounterPoint.Series"/> or the <see cref="CounterPoint.Target"/> that began.</param>
/// <param name="At">The moment at which it was stated.</param>
/// <param name="Start">When it began.</param>
public sealed record CounterStart(Location Where, string Of, DateTimeOffset At, DateTimeOffset Start) : Reading(Where);

/// <summary>The value of a counter, as read: counters are binary fractions in every exposition format.</summary>
/// <param name="Count">The count.</param>
public readonly record struct CounterValue(double Count);

/// <summary>What a row of a bill pays for.</summary>
public enum BillItem
{
    /// <summary>Something used: machine hours, tokens, storage.</summary>
    Used,

    /// <summary>Committed and not used.</summary>
    UnusedCommitment,

    /// <summary>Buys a commitment or a balance that later rows draw down: billed now, effective later.</summary>
    Purchase,

    /// <summary>Tax.</summary>
    Tax,

    /// <summary>A credit or refund.</summary>
    Credit,

    /// <summary>An adjustment, a correction or anything else.</summary>
    Other,

    /// <summary>Of cost that was allocated before: work that was asked for and answered.</summary>
    Busy,

    /// <summary>Likewise: machines without work.</summary>
    Idle,

    /// <summary>Likewise: machines that were starting.</summary>
    ColdStart,

    /// <summary>Likewise: work for requests that failed.</summary>
    Failed,

    /// <summary>Likewise: not known for what.</summary>
    Unattributed,

    /// <summary>Likewise: a balance paid or drawn down.</summary>
    Prepaid,
}

/// <summary>One row of a bill.</summary>
/// <param name="Where">The file and line that states it.</param>
/// <param name="Provider">Who bills.</param>
/// <param name="Period">The billing period: its first day, <c>2026-09-01</c>, or its month; empty where not stated.</param>
/// <param name="From">When what is paid for began; null where not stated.</param>
/// <param name="Until">When it ended; null where not stated.</param>
/// <param name="Item">What it pays for.</param>
/// <param name="Key">Who used what, where the row says.</param>
/// <param name="Billed">The amount billed: what is invoiced.</param>
/// <param name="Effective">The amount with purchases spread over what they cover; null where the source has no such column.</param>
public sealed record BillRow(
    Location Where,
    string Provider,
    string Period,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    BillItem Item,
    UsageKey Key,
    Money Billed,
    Money? Effective)
    : Reading(Where)
{
    /// <summary>The class of tokens it bills; null where it bills no tokens.</summary>
    public TokenClass? Class { get; init; }

    /// <summary>How many tokens it bills; null where it bills no tokens, or does not say.</summary>
    public long? Tokens { get; init; }

    /// <summary>The machine or resource; empty where not stated.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The seller's name of what was used: instance type, meter, SKU.</summary>
    public string Sku { get; init; } = "";

    /// <summary>The service: compute, inference, storage; as the source names it.</summary>
    public string Service { get; init; } = "";

    /// <summary>Hours of the resource that were used, as far as stated; for machines.</summary>
    public Duration? Hours { get; init; }

    /// <summary>What the row says it is for, in the seller's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>The key that was used, where the row says; a team's key is given a team's name by a deployment file.</summary>
    public string Credential { get; init; } = "";

    /// <summary>The commitment or balance that pays for it; empty where there is none.</summary>
    public string Commitment { get; init; } = "";

    /// <summary>Whether it corrects an earlier, invoiced period; <see cref="From"/> tells which.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>
    /// What it costs its time: the effective amount where a purchase explains why another is billed, else the billed amount. A purchase
    /// without effective amounts costs nothing yet.
    /// </summary>
    public Money Cost => Effective switch
    {
        null => Item == BillItem.Purchase ? Billed with { Amount = 0 } : Billed,
        { } effective when IsOfPurchase => effective,
        _ => Billed,
    };

    /// <summary>What is billed beyond <see cref="Cost"/>: a balance paid in advance, negative where it is drawn down.</summary>
    public Money Balance => Billed with { Amount = Billed.Amount - Cost.Amount };

    /// <summary>Whether billed and effective amount differ although no purchase explains it.</summary>
    public bool IsContradictory => !IsOfPurchase && Effective is { } effective && effective.Amount != Billed.Amount;

    /// <summary>Whether its cost was allocated before, so that it is what its item says and nobody divides it again.</summary>
    public bool IsAllocated => Item >= BillItem.Busy;

    private bool IsOfPurchase =>
        IsAllocated || Item is BillItem.Purchase or BillItem.UnusedCommitment || Commitment.Length > 0 || (Billed.Amount == 0 && Item == BillItem.Used);
}

/// <summary>A level at a moment that belongs to no sum: power of a device, GPUs of a node. Reported, not added.</summary>
/// <param name="Where">The file and line that states it.</param>
/// <param name="What">What it is, such as <c>power</c> or <c>gpus allocatable</c>.</param>
/// <param name="Of">The device, node or pod.</param>
/// <param name="At">The moment; null where not stated.</param>
/// <param name="Value">The value, with its unit.</param>
public sealed record Level(Location Where, string What, string Of, DateTimeOffset? At, string Value) : Reading(Where)
{
    /// <summary>What the level of a queue is: requests that an engine has not begun.</summary>
    public const string RequestsWaiting = "requests waiting";
}
