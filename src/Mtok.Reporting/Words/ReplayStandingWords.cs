using System.Diagnostics;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>What a replay says of its plan, in sentences.</summary>
internal static class ReplayStandingWords
{
    public static string Of(ReplayStanding standing) => standing switch
    {
        ReplayStanding.NotSimulated { Why: var why } => $"Not replayed: {ReplayFailureWords.Of(why)}.",
        ReplayStanding.Misses { Why: var why } => $"The plan does not meet the service level in the replay: {ReplayFailureWords.Of(why)}.",
        ReplayStanding.Meets meets =>
            $"Replayed on the trace, {meets.Attainment} of {CountText.Of(meets.Requests, "request")} met the service level, at least {meets.Share} "
                + $"or all but one in every step: {Cost(meets.Replayed, meets.Planned, meets.Tried)}",
        ReplayStanding.MeetsFigures meets =>
            $"Replayed on the trace, {CountText.Of(meets.Requests, "request")} kept {meets.Level} in every step, all but one of it at most: "
                + Cost(meets.Replayed, meets.Planned, meets.Tried),
        ReplayStanding.Answers answers =>
            $"Replayed on the trace, {CountText.Of(answers.Answered)} "
                + $"of {CountText.Of(answers.Requests, "request")} {(answers.Requests == 1 ? "was" : "were")} "
                + $"answered: {Cost(answers.Replayed, answers.Planned, answers.Tried)}",
        _ => throw new UnreachableException(),
    };

    /// <summary>The same in as few words as a screen has room for.</summary>
    public static string Short(ReplayStanding standing) => standing switch
    {
        ReplayStanding.NotSimulated { Why: var why } => $"not replayed: {ReplayFailureWords.Of(why)}",
        ReplayStanding.Misses { Why: var why } => $"the service level is missed: {ReplayFailureWords.Of(why)}",
        ReplayStanding.Meets meets =>
            $"{meets.Attainment} of {CountText.Of(meets.Requests, "request")} met the service level, {meets.Share} must in every step"
                + Planned(meets.Replayed, meets.Planned),
        ReplayStanding.MeetsFigures meets =>
            $"{CountText.Of(meets.Requests, "request")} kept {meets.Level} in every step{Planned(meets.Replayed, meets.Planned)}",
        ReplayStanding.Answers answers =>
            $"{CountText.Of(answers.Answered)} of {CountText.Of(answers.Requests, "request")} answered{Planned(answers.Replayed, answers.Planned)}",
        _ => throw new UnreachableException(),
    };

    private static string Planned(UsdPerMonth replayed, UsdPerMonth planned) =>
        Money(replayed) == Money(planned) ? "" : $"; {Money(replayed)} a month as replayed, {Money(planned)} as planned";

    private static string Cost(UsdPerMonth replayed, UsdPerMonth planned, TriedPlans? tried) =>
        $"{Money(replayed)} a month as replayed, {Money(planned)} as "
            + $"planned.{(tried is null
                ? ""
                : $" {(tried.CheaperMissed is { } bill ? $"A cheaper plan, {Money(bill)} a month, does not meet it; " : "")}{tried.Plans} plans were tried.")}";
}
