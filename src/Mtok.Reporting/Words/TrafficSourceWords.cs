using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What a plan was replayed on, or why not, as a clause.</summary>
internal static class TrafficSourceWords
{
    public static string Of(TrafficSource source) => source switch
    {
        TrafficSource.Recorded recorded => recorded.Name,
        TrafficSource.ReplayOff off => $"replay of {off.Name} is off",
        TrafficSource.Synthetic synthetic => $"{synthetic.Name} (assumed because no trace was given; milder than real traffic: docs/traces.md)",
        TrafficSource.UnlikeModels => "[[model]] gives models tokens of their own, and a replay has one trace for all",
        TrafficSource.NoTrace => "no trace was given",
        TrafficSource.TooManyRequests many => $"{many.Span} of this traffic has more requests than a synthetic trace may; give a trace",
        _ => throw new UnreachableException(),
    };
}
