using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How far a bill can be relied on, in words.</summary>
internal static class SurenessWords
{
    /// <summary>The word: <c>sure</c>, <c>fair</c> or <c>guess</c>.</summary>
    public static string Of(Sureness sureness) => sureness switch
    {
        Sureness.Sure => "sure",
        Sureness.Fair => "fair",
        _ => "guess",
    };

    /// <summary>The word, what the bill follows from, and what 80 % of chances stay below.</summary>
    /// <param name="sureness">The word.</param>
    /// <param name="evidence">The evidence of the bill's figures.</param>
    /// <param name="throughput">The evidence of the throughput of its machines; null where there are none.</param>
    /// <param name="bill">The bill at the middle.</param>
    /// <param name="countedOn">The bill that one can count on; null where limits allow too few machines for it.</param>
    public static string Because(Sureness sureness, Evidence evidence, Evidence? throughput, UsdPerMonth bill, UsdPerMonth? countedOn) =>
        $"{Of(sureness)}: {Basis(evidence, throughput)}{Chances(bill, countedOn)}";

    private static string Chances(UsdPerMonth bill, UsdPerMonth? countedOn) =>
        countedOn is not { } counted ? "; the limits allow too few machines to count on it"
        : MoneyText.Money(counted) != MoneyText.Money(bill) ? $", {Change(counted / bill)} to count on it"
        : "";

    private static string Change(Ratio factor) => (factor.Value - 1).Shown("+0%;-0%");

    private static string Basis(Evidence evidence, Evidence? throughput) => (evidence, throughput) switch
    {
        (Evidence.Measured, null) => "the bill follows from a published price",
        (_, null) => "part of its price is assumed",
        (Evidence.Assumed, not Evidence.Assumed) => $"{Throughput(throughput.Value)}, part of its price is assumed",
        _ => Throughput(throughput.Value),
    };

    private static string Throughput(Evidence evidence) => evidence switch
    {
        Evidence.Measured => "throughput measured",
        Evidence.Interpolated => "throughput scaled from a similar measurement",
        Evidence.Modelled => "throughput modelled, calibrated on measurements",
        _ => "throughput modelled without calibration for this device",
    };
}
