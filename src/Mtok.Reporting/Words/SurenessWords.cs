using System.Globalization;
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
    public static string Because(RankedOption option) => $"{Of(option.Sureness)}: {Basis(option)}{Chances(option)}";

    private static string Chances(RankedOption option) =>
        option.CountedOn is { } counted && MoneyText.Money(counted) != MoneyText.Money(option.Cost!.Bill.Value)
            ? $"; 80% of chances stay below {MoneyText.Money(counted)} ({Change(counted / option.Cost.Bill.Value)})"
            : "";

    private static string Change(Ratio factor) => (factor.Value - 1).ToString("+0%;-0%", CultureInfo.InvariantCulture);

    private static string Basis(RankedOption option) => (option.Kind, option.Evidence, option.Fleet?.Capacity) switch
    {
        (OptionKind.Api or OptionKind.Provisioned, Evidence.Measured, _) => "the bill follows from a published price",
        (OptionKind.Api or OptionKind.Provisioned, _, _) => "part of its price is assumed",
        (_, _, { IsCalibrated: false }) => Throughput(Evidence.Assumed),
        (_, Evidence.Assumed, { } capacity) => $"{Throughput(capacity.Requests.Evidence)}, part of its price is assumed",
        (_, var evidence, _) => Throughput(evidence),
    };

    private static string Throughput(Evidence evidence) => evidence switch
    {
        Evidence.Measured => "throughput measured",
        Evidence.Interpolated => "throughput scaled from a similar measurement",
        Evidence.Modelled => "throughput modelled, calibrated on measurements",
        _ => "throughput modelled without calibration for this device",
    };
}
