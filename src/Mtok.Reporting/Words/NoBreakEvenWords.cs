using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Why machines alone are never the cheaper way, in words.</summary>
internal static class NoBreakEvenWords
{
    public static string Of(NoBreakEven reason) => reason switch
    {
        NoBreakEven.NoApi => "no allowed API serves all of this workload, so machines are the only option",
        NoBreakEven.NoMachines => "no allowed machines serve all of this workload alone",
        NoBreakEven.FullMachinesCostMore { Machines: var machines, Api: var api } =>
            $"the cheapest machine, full in the busiest hour, costs {machines}, the API {api}",
        NoBreakEven.FractionsCostMore { Machines: var machines, Api: var api } =>
            $"even fractions of machines, with no idle time from rounding up, cost {machines}, the API {api}",
        NoBreakEven.LimitsBind =>
            "quotas and scale-up limits allow too few machines for large volumes, so there is no volume above which machines alone stay cheaper",
        NoBreakEven.CannotServe => "machines alone cannot serve the volumes at which they would be cheaper",
        _ => throw new UnreachableException(),
    };
}
