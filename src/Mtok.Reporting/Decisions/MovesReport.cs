using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>Reports the first move of a decision: what it costs against doing otherwise, what would change it, and what comes after it.</summary>
internal static class MovesReport
{
    private static readonly Column[] Steps =
    [
        new("Month", Numbers: true), new("Demand", Numbers: true), new("Chance", Numbers: true), new("Then"), new("Covered", Numbers: true),
        new("$/month", Numbers: true),
    ];

    /// <summary>The whole section; empty where nothing serves.</summary>
    public static IEnumerable<Block> Blocks(Decision decision)
    {
        if (decision.FirstMove is not { } move)
        {
            yield break;
        }

        var words = new MoveWords(decision);
        yield return new Block.List("First move", [.. Answer(move, words)]);
        yield return new Block.Rows(Alternatives(decision, move));
        yield return new Block.Rows(new(
            "The best policy, at each stage and demand",
            Steps,
            [.. move.Policy.GroupBy(step => (step.At, step.Demand, Then: words.Of(step.Taken), step.Taken.Bill))
                .Select(same => same.First() with { Chance = same.Aggregate(Ratio.Zero, (sum, step) => sum + step.Chance) })
                .OrderBy(step => step.At).ThenBy(step => step.Demand).Select(step => Row(step, words))]));
        yield return new Block.List("Assumptions over time", [.. Given(move)]);
    }

    /// <summary>What policies cost.</summary>
    public static Table Alternatives(Decision decision, FirstMove move) => new(
        $"Policies over {move.Terms.Months} months: expected cost at its present value",
        [new("Policy"), new("$", Numbers: true)],
        [.. move.Alternatives.Select(alternative => new[] { new MoveWords(decision).Of(alternative), Number(alternative.PresentValue.Dollars) })]);

    /// <summary>Adds the first move, its triggers and payback; nulls and no triggers where nothing serves, or only commitments do.</summary>
    public static void AddTo(JsonObject json, Decision decision)
    {
        var (move, words) = (decision.FirstMove, new MoveWords(decision));
        json["first_move"] = move is not null ? Json(move, words) : decision.Recommended is { } only ? Only(only, words) : null;
        json["triggers"] = new JsonArray([.. (move?.Triggers ?? []).Select(trigger => Json(trigger, words))]);
        json["payback_months"] = JsonFigures.Of(move?.Payback is { } payback ? payback.Time is { } time ? (time / Duration.Month).Value : null : 0);
    }

    /// <summary>Where only commitments serve there is nothing to wait with: the best of them.</summary>
    private static JsonObject Only(RankedOption option, MoveWords words) =>
        new() { ["way"] = option.Name, ["text"] = words.Named(option), ["machines"] = option.Cost!.Machines };

    /// <summary>Whether the first move is what the answer runs: the same commitment, or none and the same way.</summary>
    public static bool Agrees(FirstMove move, ScreenAnswer answer)
    {
        var held = move.Now.Held;
        if (answer.Plan is { } plan && answer.Option is null)
        {
            return plan.Machines.Any(line => line.Choice.Offer.IsForYears) == (held.Count > 0);
        }

        return held.Count > 0
            ? answer.Option?.Fleet?.Offer == held[0].Option.Fleet!.Offer && answer.Option.Cost!.Machines == held[0].Machines
            : move.Now.Way is { } way && answer.Option is { } option && (way.IsAs(option) || (way.Kind == option.Kind && way.Provider == option.Provider));
    }

    /// <summary>The sentence that leads a screen whose first move is another than the cheapest month's way.</summary>
    public static string Lead(FirstMove move, ScreenAnswer answer)
    {
        var words = new MoveWords(answer.Decision);
        var (single, bill) = (answer.Option is { } option ? words.Named(option) : "the plan", answer.CountedOn ?? answer.Bill!.Value);
        var begins = Stays(move) ? "Stay with what is used today" : $"Begin with {words.Of(move.Now)}";
        var month = bill < move.Now.Bill
            ? $"In a month like today's {single} would cost less, {Money(bill)}, but "
            : $"Alone, {single} would cost {Money(bill)}; ";
        var months = $"over {move.Terms.Months} {(move.Terms.Months == 1 ? "month" : "months")}";
        var why = Committed(move, answer) is { } more
            ? $"to commit to it now costs {MoveWords.Money(more)} more {months} than to wait"
            : $"{months} the first move costs less";
        return $"{begins}: {Money(move.Now.Bill)} a month. {month}{why}.";
    }

    /// <summary>Whether the first move is to go on with what is used today.</summary>
    public static bool Stays(FirstMove move) => move.Now is { Held.Count: 0, Way: null };

    /// <summary>What it costs more to commit now to the answer itself; null where that is no commitment, or another is meant.</summary>
    private static Usd? Committed(FirstMove move, ScreenAnswer answer) => move.Now.Held.Count == 0
        && move.Alternatives.FirstOrDefault(alternative => alternative.Style == MoveStyle.CommitNow) is { Now.Held: [var held, ..] } committed
        && answer.Option?.Fleet?.Offer is { } offer && held.Option.Fleet!.Offer == offer
            ? committed.PresentValue - move.PresentValue
            : null;

    /// <summary>What policies cost, a line each.</summary>
    public static IEnumerable<string> Over(Decision decision) => (decision.FirstMove?.Alternatives ?? []).Select(alternative =>
        $"{MoveWords.Money(alternative.PresentValue)} in {decision.FirstMove!.Terms.Months} months: {new MoveWords(decision).Of(alternative)}");

    /// <summary>The line of a screen: what would change the move, and what it pays.</summary>
    public static IEnumerable<string> Next(Decision decision)
    {
        if (decision.FirstMove is not { } move)
        {
            yield break;
        }

        var words = new MoveWords(decision);
        var payback = move.Payback is { } paid ? words.Short(paid, move.Terms) : "";
        string[] texts = [.. move.Triggers.Take(2).Select(words.Short), payback, MoveWords.Waiting(move)];
        if (Array.Exists(texts, text => text.Length > 0))
        {
            yield return $"over {move.Terms.Months} months: {string.Join("; ", texts.Where(text => text.Length > 0))}";
        }
    }

    private static IEnumerable<string> Answer(FirstMove move, MoveWords words)
    {
        yield return $"begin with {words.Of(move.Now)}: {Money(move.Now.Bill)} a month";
        foreach (var trigger in move.Triggers)
        {
            yield return words.Of(trigger);
        }

        if (move.Payback is { } payback)
        {
            yield return words.Of(payback);
        }

        yield return MoveWords.Worth(move);
    }

    private static IEnumerable<string> Given(FirstMove move)
    {
        yield return move.Terms.Demand is { } band
            ? $"demand: 5, 50 and 95 % points of its band a year from now ({BandSourceWords.Of(band)}), widened with the square root of time"
            : "demand: the scenarios of [growth]";
        var from = move.Terms.CapitalFrom switch
        {
            CapitalSource.Stated => "[horizon]",
            CapitalSource.Owned => "that of machines to buy",
            _ => "assumed",
        };
        yield return $"{move.Terms.Months} months, cost of capital {move.Terms.CostOfCapital} a year ({from}), costs spread evenly";
        foreach (var price in move.Terms.Prices)
        {
            yield return MoveWords.Of(price);
        }

        yield return "a commitment is paid to the end of its term, what runs past the horizon not counted; machines that are bought are sold then, at "
            + "price x residual share^(age / life)";
        yield return "machines serve what one can count on; two months of a volume tell it from chance";
    }

    private static string[] Row(PolicyStep step, MoveWords words) =>
    [
        (step.At / Duration.Month).Value.Shown("0.#"), CountText.Times(step.Demand),
        step.Chance.Value.Shown("0.#%"), words.Of(step.Taken),
        step.Taken.Coverage.Value.Shown("0%"), Number(step.Taken.Bill),
    ];

    private static JsonObject Json(FirstMove move, MoveWords words) => new()
    {
        ["way"] = move.Now.Option?.Name ?? words.Named(null),
        ["text"] = words.Of(move.Now),
        ["machines"] = move.Now.Held.Count > 0 ? move.Now.Held[0].Machines : move.Now.Way?.Cost?.Machines ?? 0,
        ["term_months"] = JsonFigures.Of(MoveWords.TermMonths(move.Now)),
        ["rest"] = move.Now is { Held.Count: > 0, ServesRest: true } ? move.Now.Way?.Name ?? words.Named(null) : null,
        ["coverage"] = JsonFigures.Of(move.Now.Coverage.Value),
        ["unused_share"] = JsonFigures.Of(move.Now.Unused.Value),
        ["usd_per_month"] = JsonFigures.Of(move.Now.Bill.Dollars),
        ["present_value_usd"] = JsonFigures.Of(move.PresentValue.Dollars),
        ["horizon_months"] = move.Terms.Months,
        ["cost_of_capital"] = JsonFigures.Of(move.Terms.CostOfCapital.Value),
        ["alternatives"] = new JsonArray([.. move.Alternatives.Select(alternative => new JsonObject
        {
            ["policy"] = PolicyWord(alternative.Style),
            ["way"] = alternative.Now.Option?.Name ?? words.Named(null),
            ["machines"] = alternative.Now.Held.Count > 0 ? alternative.Now.Held[0].Machines : 0,
            ["present_value_usd"] = JsonFigures.Of(alternative.PresentValue.Dollars),
        })]),
        ["waiting_is_worth_usd"] = JsonFigures.Of(move.WaitingIsWorth.Dollars),
        ["measuring_throughput_is_worth_usd"] = JsonFigures.Of(move.ThroughputIsWorth.Dollars),
        ["knowing_demand_is_worth_usd"] = JsonFigures.Of(move.DemandIsWorth.Dollars),
        ["outlay_usd"] = JsonFigures.Of(move.Payback?.Outlay.Dollars ?? 0),
        ["saving_usd_per_month"] = JsonFigures.Of(move.Payback?.Saving.Dollars ?? 0),
        ["policy"] = new JsonArray([.. move.Policy.Select(step => new JsonObject
        {
            ["month"] = JsonFigures.Of((step.At / Duration.Month).Value),
            ["demand"] = JsonFigures.Of(step.Demand.Value),
            ["chance"] = JsonFigures.Of(step.Chance.Value),
            ["way"] = step.Taken.Option?.Name ?? words.Named(null),
            ["machines"] = step.Taken.Held.Count > 0 ? step.Taken.Held[0].Machines : 0,
            ["usd_per_month"] = JsonFigures.Of(step.Taken.Bill.Dollars),
        })]),
    };

    private static string PolicyWord(MoveStyle style) => style switch
    {
        MoveStyle.Best => "best",
        MoveStyle.CommitNow => "commit_now",
        MoveStyle.Wait => "wait",
        _ => "never_commit",
    };

    private static JsonObject Json(MoveTrigger trigger, MoveWords words) => trigger switch
    {
        MoveTrigger.Volume volume => Json("tokens_per_month", "tokens", volume.Today.Count, volume.Threshold?.Count, volume.To, trigger, words),
        MoveTrigger.DevicePrice price => Json(
            "price_of_device_year", $"USD per {price.AcceleratorId} and year", (double)price.Today.Dollars, (double)price.Threshold.Dollars, price.To, trigger,
            words),
        _ => [],
    };

    private static JsonObject Json(string what, string unit, double today, double? threshold, MoveTaken? to, MoveTrigger trigger, MoveWords words) => new()
    {
        ["what"] = what,
        ["unit"] = unit,
        ["today"] = JsonFigures.Of(today),
        ["threshold"] = JsonFigures.Of(threshold),
        ["to"] = to is null ? null : to.Option?.Name ?? words.Named(null),
        ["note"] = words.Of(trigger),
    };
}
