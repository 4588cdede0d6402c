using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What the machines of a plan draw, and what that counts, in words (W2, W3).</summary>
internal static class EnergyWords
{
    /// <summary>The lines of a plan that has machines.</summary>
    public static IEnumerable<string> Of(Plan plan)
    {
        if (plan is not { MeanPower: { } power, MeanDevicePower: { } devices, MonthlyEnergy: { } energy, EnergyPerMtok: { } each })
        {
            return ["the power draw of some of the machines is unknown"];
        }

        return
        [
            $"machines draw {Kilowatts(power.Kilowatts)} on average: devices {Kilowatts(devices.Kilowatts)} by their use, host, network and cooling "
                + $"{Kilowatts(power.Kilowatts - devices.Kilowatts)} busy or not; {energy} a month, {each} per million tokens served by them",
            .. AssumedHosts(plan).Select(id => $"no source states what the host of {id} draws: assumed {ShareOf(plan, id)} of the device's rated power, "
                + "as the median of other devices"),
            .. plan.Machines.Any(line => line.Choice.Offer.Pricing == Pricing.Owned)
                ? (string[])["owned machines are billed for their stated power x PUE in every hour (C3), not for this draw"]
                : [],
        ];
    }

    /// <summary>Devices of a plan whose host power is assumed.</summary>
    public static IReadOnlyList<string> AssumedHosts(Plan plan) =>
        [.. plan.Machines.Where(line => line.Choice.Power is { Host.IsAssumed: true }).Select(line => line.Choice.Offer.AcceleratorId).Distinct()];

    private static Ratio ShareOf(Plan plan, string id) => plan.Machines.First(line => line.Choice.Offer.AcceleratorId == id).Choice.Power!.Host.Share;

    private static string Kilowatts(double kilowatts) => kilowatts.Shown("0.0") + " kW";
}
