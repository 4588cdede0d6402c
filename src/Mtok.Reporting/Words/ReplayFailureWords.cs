using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Why a replay does not prove its plan, in words.</summary>
internal static class ReplayFailureWords
{
    public static string Of(ReplayFailure failure) => failure switch
    {
        ReplayFailure.NotSimulated { Why: var why } => Of(why),
        ReplayFailure.Missed { Figures: { } level } missed =>
            $"in {missed.Steps} of {CountText.Of(missed.Of, "step")} the requests{(missed.ByClass ? " of a class" : "")} did not keep {level}: "
                + Of(missed.End),
        ReplayFailure.Missed missed =>
            $"in {missed.Steps} of {CountText.Of(missed.Of, "step")} fewer than {missed.Share} of the "
                + $"requests{(missed.ByClass ? " of a class" : "")} met the service level (lowest step {missed.Least}): {Of(missed.End)}",
        _ => throw new UnreachableException(),
    };

    public static string Of(SimulationRefusal refusal) => refusal switch
    {
        SimulationRefusal.NetworkUnpublished { Name: var name, Model: { UnmodelledLayers.Count: > 0 } model } =>
            $"{name} cannot be simulated: of {model.Id}, {model.WhyNoNetwork}",
        SimulationRefusal.NetworkUnpublished { Name: var name, Model: var model } =>
            $"{name} cannot be simulated: the network of {model?.Id ?? "its model"} is not published",
        SimulationRefusal.NotModelled { Name: var name, Why: var why } => $"{name} cannot be simulated: {why}",
        SimulationRefusal.ServesNothing { Name: var name, Level: var level } =>
            $"{name} cannot be simulated: in the step model it serves nothing within {level}",
        _ => throw new UnreachableException(),
    };

    public static string Of(TighteningEnd end) => end switch
    {
        TighteningEnd.PlansTried { Plans: var plans } => $"{CountText.Of(plans, "plan was", "plans were")} tried",
        TighteningEnd.NothingCheaper => "there is no cheaper plan",
        TighteningEnd.AllToApi => "every request goes to an API, whose latency is assumed",
        TighteningEnd.NoMoreMachines { Clashes: var clashes } => $"no more machines can be added: {ClashWords.Of(clashes)}",
        TighteningEnd.PromptsTooLong { Prompt: var prompt, Clashes: var clashes } => $"{ReplayNoteWords.Of(prompt)}: {ClashWords.Of(clashes)}",
        TighteningEnd.OutOfTime { Limit: { } limit } => $"no tighter plan was found within {limit}",
        TighteningEnd.OutOfTime => "no tighter plan was found in the work that a search may do",
        _ => throw new UnreachableException(),
    };
}
