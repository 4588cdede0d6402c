using System.Diagnostics;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>Which limits conflict where there is no plan, in words.</summary>
internal static class ClashWords
{
    private const int MostReasons = 4;

    public static string Of(Clash clash) => clash switch
    {
        Clash.Unserved { ClassName: var name, Interruptible: var interruptible, Refusals: var refusals } =>
            $"nothing serves {name}: no allowed API and no allowed machine does"
                + $"{(interruptible ? "" : " (spot machines serve only interruptible work)")}{Of(refusals)}",
        Clash.UnservedWithoutZone { ClassName: var name, Zone: var zone } =>
            $"nothing serves {name} once {zone} is lost: every machine that may serve it is there or not known to be elsewhere, and no API may serve it",
        Clash.TooFewMachines { Peak: var peak, Limits: var limits } =>
            $"these limits together allow too few machines for the busiest hours ({peak}): {string.Join("; ", limits.Select(Of))}. Without any one "
                + "of them there is a plan",
        Clash.NothingUsable { Steps: var steps, Of: var all } => $"in {steps} of {CountText.Of(all, "step")} no part of a machine's rate is left to plan with",
        Clash.NoOverflowApi { ClassNames: var names } => $"no allowed API can serve what exceeds the capacity of machines ({string.Join(", ", names)})",
        Clash.BudgetTooSmall { Budget: var budget, Best: { } best, Bound: var bound } =>
            $"the budget of {Money(budget)} a month is too small: the best plan costs {Money(best)}"
                + (Money(best) == Money(bound) ? "" : $", none can cost less than {Money(bound)}"),
        Clash.BudgetTooSmall { Budget: var budget, Bound: var bound } =>
            $"the budget of {Money(budget)} a month is too small: none can cost less than {Money(bound)}",
        Clash.BudgetAndQuota { Quota: var quota } => $"the budget and the {quota} conflict: without that quota a plan stays within the budget",
        _ => throw new UnreachableException(),
    };

    private static string Of(IReadOnlyList<RefusalCount> refusals)
    {
        var sorts = RefusalWords.BySort(refusals).ToList();
        return sorts.Count == 0
            ? ", and the catalog has nothing of what is allowed"
            : $": {string.Join("; ", sorts.Take(MostReasons).Select(sort => $"{CountText.Of(sort.Options, "option")}: {sort.Text}"))}"
                + (sorts.Count > MostReasons ? $"; {CountText.Of(sorts.Skip(MostReasons).Sum(sort => sort.Options), "more option")} for other reasons" : "");
    }

    public static string Of(FleetLimit limit) => limit switch
    {
        FleetLimit.OfQuota { Quota: var quota } => quota.ToString(),
        FleetLimit.Spares { Machines: var machines } => $"{CountText.Of(machines, "spare machine")} of each offer in use",
        FleetLimit.Kinds { AtMost: var kinds } => $"at most {CountText.Of(kinds, "kind")} of machine",
        FleetLimit.Sellers { AtMost: var sellers } => $"machines of at most {CountText.Of(sellers, "seller")}",
        FleetLimit.ZoneLoss => "surviving the loss of any one zone",
        _ => throw new UnreachableException(),
    };

    /// <summary>Several in one line.</summary>
    public static string Of(IEnumerable<Clash> clashes) => string.Join("; ", clashes.Select(Of));
}
