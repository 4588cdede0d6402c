using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What the cost of fleets rests on, in words and in JSON.</summary>
internal static class ProofWords
{
    /// <summary>What a row of a ranking rests on; empty where nothing was replayed.</summary>
    public static string Of(RankedOption option) => option.Standing is { } standing ? Of(standing) : "";

    /// <summary>What the cost of a kind of replica rests on.</summary>
    public static string Of(KindStanding standing) => standing switch
    {
        KindStanding.Proved => "replay",
        KindStanding.ProvedAtPeak => "replay at peak",
        KindStanding.OutByBound => "bound",
        KindStanding.NotSimulated => "steady state",
        KindStanding.HoldsNever => "nothing",
        _ => throw new UnreachableException(),
    };

    /// <summary>How much of a fleet's capacity the busiest hour may use.</summary>
    public static string PeakUse(FleetRules fleet) => fleet.FollowsBursts && fleet.PeakUtilization < fleet.MostUtilization
        ? $"{fleet.PeakUtilization.Value.Shown("0%")} of capacity, which leaves room for its busiest minutes, or what a "
            + "replay proves"
        : $"{fleet.PeakUtilization} of capacity";

    /// <summary>What was replayed, in a sentence.</summary>
    public static string Of(ProvedRates proved) => string.Create(CultureInfo.InvariantCulture,
        $"{CountText.Of(proved.Options, "fleet")} of one kind of machine: "
            + $"{CountText.Of(Count<KindStanding.Proved>(proved), "kind")} of replica sized by replaying "
            + $"{Requests(proved)} ({CountText.Of(proved.Replays, "replay")}), "
            + $"{Count<KindStanding.OutByBound>(proved)} out by their bound{Others(proved)}.");

    /// <summary>The same in as few words as a screen has room for.</summary>
    public static string Short(ProvedRates proved) =>
        $"{CountText.Of(proved.Options, "fleet")} compared: {CountText.Of(Count<KindStanding.Proved>(proved), "kind")} of replica replayed, "
            + $"{CountText.Of(Count<KindStanding.OutByBound>(proved))} out by their bound{Others(proved)}";

    /// <summary>The same in JSON.</summary>
    public static JsonObject Json(ProvedRates proved) => new()
    {
        ["fleets"] = proved.Options,
        ["kinds_of_replica"] = proved.Kinds.Count,
        ["kinds_sized_by_replay"] = Count<KindStanding.Proved>(proved),
        ["kinds_out_by_bound"] = Count<KindStanding.OutByBound>(proved),
        ["kinds_that_never_hold"] = Count<KindStanding.HoldsNever>(proved),
        ["kinds_not_simulated"] = Count<KindStanding.NotSimulated>(proved),
        ["requests_replayed"] = proved.Requests,
        ["made_up_requests"] = proved.Traffic is { } traffic ? TrafficSourceWords.Of(traffic) : null,
        ["replays"] = proved.Replays,
    };

    /// <summary>How many requests were replayed, and whether they were made up.</summary>
    public static string Requests(ProvedRates proved) => CountText.Of(proved.Requests, proved.Traffic is null ? "request" : "made-up request");

    private static string Others(ProvedRates proved)
    {
        var (never, unknown) = (Count<KindStanding.HoldsNever>(proved), Count<KindStanding.NotSimulated>(proved));
        return $"{(never > 0 ? $", {never} miss the service level at every size" : "")}{(unknown > 0 ? $", {unknown} cannot be simulated" : "")}";
    }

    private static int Count<TStanding>(ProvedRates proved)
        where TStanding : KindStanding => proved.Kinds.Count(kind => kind.Standing is TStanding);
}
