using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Why the answer is the cheapest, in a sentence.</summary>
internal static class WhyWords
{
    public static string Of(ScreenAnswer answer)
    {
        var (decision, names) = (answer.Decision, answer.Names);
        var best = answer.Option;
        var api = Cheapest(OptionKind.Api);
        var machines = decision.BestOfEachKind.FirstOrDefault(option => option is { Fleet: not null, Api: null } && option != best);
        return (best, api, machines) switch
        {
            (null, _, _) => Compared(decision.Recommended is { } single ? [("the best single option", single)] : []),
            ({ Kind: OptionKind.Api }, _, null) => $"no allowed machines serve this{Next()}",
            ({ Kind: OptionKind.Api }, _, { } fleet) =>
                $"machines cost {DecisionReport.Times(fleet, best)} at best ({Named(fleet)}) and would be {Busy(fleet)} busy",
            ({ Kind: OptionKind.Mixed, Cost: { } cost }, _, _) =>
                $"{CountText.Of(cost.Machines, "machine")}, {Busy(best)} busy, serve {Percent(Ratio.One - cost.ApiShare)} of requests; "
                    + Compared([("the API alone", api), ("machines alone", machines)]),
            (_, null, { } other) => $"no allowed API serves this; the next way ({Named(other)}) costs {DecisionReport.Times(other, best)}",
            (_, null, null) => $"no other kind of way that is allowed serves this{Next()}",
            (_, { } other, _) => $"the cheapest API ({Named(other)}) costs {DecisionReport.Times(other, best)}; the machines are {Busy(best)} busy",
        };

        RankedOption? Cheapest(OptionKind kind) => decision.BestOfEachKind.FirstOrDefault(option => option.Kind == kind && option != best);
        string Named(RankedOption option) => names.Reference(option);
        string Next() => best is not null && decision.Options.FirstOrDefault(option => option.MayWin && !option.IsAs(best)) is { } next
            ? $"; the next way ({Named(next)}) costs {DecisionReport.Times(next, best)}"
            : "";
        string Compared(IEnumerable<(string What, RankedOption? Option)> others) => string.Join(", ", others
            .Where(other => other.Option is not null)
            .Select(other => $"{other.What} ({Named(other.Option!)}) would cost {Times(other.Option!)}"));
        string Times(RankedOption option) => best is not null ? DecisionReport.Times(option, best) : $"{MoneyText.Money(option.Cost!.Bill.Value)} a month";
    }

    private static string Busy(RankedOption option) => Percent(option.Cost!.Utilization ?? Ratio.Zero);

    private static string Percent(Ratio share) => share.Value.Shown(share.Value is > 0 and < 0.01 ? "0.0%" : "0%");
}
