using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What a replay leaves out or assumes, in words.</summary>
internal static class ReplayNoteWords
{
    public static string Of(ReplayNote note) => note switch
    {
        ReplayNote.RequestsLeftOut { Requests: var requests } =>
            $"{CountText.Of(requests, "request")} after the last whole span {(requests == 1 ? "was" : "were")} neither planned for nor replayed",
        ReplayNote.Growth { Times: var times } =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"growth: each request is replayed {times.Value:0.##} times on average, at other times within its step"),
        ReplayNote.MedianForecast => "the median of the forecast is replayed, its low and high ends are not",
        ReplayNote.ApiLatency { Ttft: var ttft, Tpot: var tpot } =>
            $"API latency: TTFT {ttft}, TPOT {tpot}, or the service level where that is tighter (assumed: not published)",
        ReplayNote.SpotReclaimed =>
            "a spot machine of each kind is reclaimed in the middle of its busiest step; hours without spot capacity are priced (C4) and not replayed",
        ReplayNote.PrecisionAssumed => "where the source of a measurement does not state the precision, the widest that fits is simulated",
        ReplayNote.ZoneLossPlanned => "the loss of a zone is planned for and not replayed; the machines for it serve alongside the others",
        ReplayNote.NoServiceLevel => "no service level is set: every answered request meets it",
        ReplayNote.PromptsTooLong { Prompt: var prompt } => Of(prompt),
        _ => throw new UnreachableException(),
    };

    public static string Of(LongPrompt prompt) =>
        $"a prompt of {prompt.Tokens} alone takes {prompt.Alone} on {prompt.Deployment}, longer than the TTFT limit of {prompt.Limit}, and more "
            + $"than {prompt.MayMiss} of prompts are as long";
}
