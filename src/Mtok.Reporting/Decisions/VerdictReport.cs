using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>
/// Reports a <see cref="Verdict"/>: what to run and how sure that is, then the plan, its replay, the options, the robustness and the
/// volume above which machines are cheaper.
/// </summary>
public static class VerdictReport
{
    /// <summary>The report as text, table and JSON.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="context">How it was made.</param>
    public static Report Of(Verdict verdict, VerdictContext context)
    {
        var (decision, show) = (verdict.Decision, context.Show);
        var ranked = DecisionReport.Of(decision, show, context.Disagreements);
        var plan = PlanReport.Of(decision.Workload, verdict.Problem, context.Limits, verdict.Outcome, verdict.Replay);
        List<Block> blocks =
        [
            plan.Blocks[0],
            .. VerdictAnswer.Sure(verdict) is { Length: > 0 } sure ? [new Block.Line(sure)] : Array.Empty<Block>(),
            .. decision.Proved is { } proved ? [new Block.Line(ProofWords.Of(proved))] : Array.Empty<Block>(),
            .. plan.Blocks.Skip(1),
            .. PriceNotes.Warnings(decision.Warnings),
            .. DecisionReport.Doubtful(decision),
            .. DecisionReport.Costs(decision, show),
            .. MovesReport.Blocks(decision),
            .. VerdictAnswer.Robust(verdict),
            .. verdict.Curve is { } curve ? VolumeCurveReport.Blocks(curve) : [],
            .. DecisionReport.Changes(decision, byVolume: verdict.Curve is null),
            .. DecisionReport.Taken(decision, show),
            .. DecisionReport.Prices(decision, show, context.Disagreements),
        ];
        var json = ranked.Json.DeepClone().AsObject();
        json["plan"] = plan.Json.DeepClone();
        json["traffic"] = verdict.Traffic is { } traffic ? TrafficSourceWords.Of(traffic) : "";
        json["robustness"] = verdict.Robustness is { } robustness ? RobustnessReport.Json(robustness) : null;
        json["break_even"] = verdict.Curve is { } volumes ? VolumeCurveReport.Json(volumes) : null;
        var screen = new ScreenAnswer(decision, verdict, context.Day, context.Disagreements)
        {
            Limits = context.Limits,
            Today = context.Capacities is { Catalog: var catalog } ? TodaysBill.Of(decision.Workload, catalog) : null,
        };
        SavingWords.AddTo(json, screen);
        StaffingWords.AddTo(json, screen);
        return new(
            $"{decision.Workload.Name}: what to run",
            context.Detail switch
            {
                Detail.All => blocks,
                Detail.Why => WhyScreen.Of(screen, context.Capacities!),
                _ => DecisionScreen.Of(screen),
            },
            ranked.Main,
            json);
    }
}
