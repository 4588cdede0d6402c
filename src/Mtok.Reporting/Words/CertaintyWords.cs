using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How sure a plan is, in sentences.</summary>
internal static class CertaintyWords
{
    public static string Of(Certainty certainty) =>
        string.Join(' ', new[] { certainty.Support is { } support ? Of(support) : "", Of(certainty.Replay) }.Where(sentence => sentence.Length > 0));

    public static string Of(Support draws) =>
        $"{Sentences.Begin(draws.Name)} is "
            + $"{ConfidenceWords.Of(draws.Regret, $"{CountText.Of(draws.All, "draw")} of the uncertain figures")}. {Of(draws.Turns)}";

    public static string Of(ReplayProof proof) => proof switch
    {
        ReplayProof.None => "",
        ReplayProof.NotReplayed { Why: var why } => $"Not replayed: {TrafficSourceWords.Of(why)}.",
        ReplayProof.NotSimulated => "It cannot be replayed.",
        ReplayProof.Meets { Traffic: var traffic } => $"Replayed request by request, it meets the service level{Named(traffic)}.",
        ReplayProof.Misses { Traffic: var traffic } => $"Replayed request by request, it does not meet the service level{Named(traffic)}.",
        _ => throw new UnreachableException(),
    };

    private static string Of(IReadOnlyList<Turn> turns) => turns.Count == 0
        ? "No uncertain figure alone makes another the cheapest."
        : $"What would make another the cheapest: {string.Join("; ",
            turns.Select(turn =>
                $"{UncertainFigureWords.Of(turn.Figure)} {string.Join(" or ",
                    turn.Ends.Select(end => $"at {CountText.Times(end.At)} (then {end.Cheapest})"))}"))}.";

    private static string Named(TrafficSource? traffic) => traffic is null ? "" : $": {TrafficSourceWords.Of(traffic)}";
}
