using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Shows a <see cref="Verdict"/>: what to run and how sure that is, then the options, the plan, its proof, the doubts and the volume from which machines pay.</summary>
public static class VerdictReport
{
    /// <summary>The report.</summary>
    /// <param name="verdict">What is shown.</param>
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
            .. plan.Blocks.Skip(1),
            .. PriceNotes.Warnings(decision.Warnings),
            .. DecisionReport.Costs(decision, show),
            .. VerdictAnswer.Doubts(verdict),
            .. verdict.Curve is { } curve ? VolumeCurveReport.Blocks(curve) : [],
            .. DecisionReport.Changes(decision, byVolume: verdict.Curve is null),
            .. DecisionReport.Taken(decision, show),
            .. DecisionReport.Prices(decision, show, context.Disagreements),
        ];
        var json = ranked.Json.DeepClone().AsObject();
        json["plan"] = plan.Json.DeepClone();
        json["traffic"] = verdict.Traffic;
        json["robustness"] = verdict.Robustness is { } doubts ? RobustnessReport.Json(doubts) : null;
        json["break_even"] = verdict.Curve is { } volumes ? VolumeCurveReport.Json(volumes) : null;
        return new($"{decision.Workload.Name}: what to run", blocks, ranked.Main, json);
    }
}
