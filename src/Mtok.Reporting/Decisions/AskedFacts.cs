using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What a workload asked for, and whether the answer keeps it or only assumes so.</summary>
internal static class AskedFacts
{
    /// <summary>Limits of about half a line each fit the three lines that a screen shows of a text.</summary>
    private const int MostLimits = 6;

    private static readonly Duration Usual = Allowed.All.LongestCommitment;

    /// <summary>The service level first, then each limit that the workload sets, as many to a text as a screen shows of one.</summary>
    public static IEnumerable<string> Of(ScreenAnswer answer)
    {
        yield return Level(answer);
        foreach (var limits in Limits(answer).Chunk(MostLimits))
        {
            yield return string.Join("; ", limits);
        }
    }

    private static string Level(ScreenAnswer answer)
    {
        var (workload, level) = (answer.Decision.Workload, answer.Decision.Workload.ServiceLevel);
        return workload.ServedGroups.Select(group => group.ServiceLevel).Distinct().Count() > 1 ? $"a service level for each class: {Kept(answer)}"
            : level.Figures.Count > 0 ? $"{level}: {Kept(answer)}"
            : level.HasLimits ? $"{level} for {level.Share} of requests: {Kept(answer)}"
            : "no latency limit";
    }

    private static string Kept(ScreenAnswer answer) => answer switch
    {
        { Replay: { Holds: true, Level.Figures.Count: > 0 } replay } =>
            $"kept in a replay of {CountText.Of(replay.Result.Requests, "request")}{AlsoAssumed(answer)}",
        { Replay: { Holds: true } replay } =>
            $"kept by {replay.Result.Attainment} of {CountText.Of(replay.Result.Requests, "replayed request")}{AlsoAssumed(answer)}",
        { Replay: not null } => "not kept in the replay",
        _ when !answer.Offers.Any() => "assumed",
        { Plan: null, Option.Standing: KindStanding.Proved, Decision.Proved: { } proved } =>
            $"kept in a replay of {ProofWords.Requests(proved)}{AlsoAssumed(answer)}",
        { Plan: null, Option.Standing: KindStanding.ProvedAtPeak, Decision.Proved: { } proved } =>
            $"machines sized on {ProofWords.Requests(proved)} of the busiest hours{AlsoAssumed(answer)}",
        { Plan: { } plan, Decision.Proved: { } proved } when plan.Machines.All(line =>
            proved.Of(line.Choice.Model!.Id, line.Choice.Deployment)?.Standing is KindStanding.Proved) =>
            $"each kind sized on {ProofWords.Requests(proved)}{AlsoAssumed(answer)}",
        _ => $"modelled, not replayed{AlsoAssumed(answer)}",
    };

    private static string AlsoAssumed(ScreenAnswer answer) => answer.Apis.Any() ? ", assumed of the API" : "";

    private static IEnumerable<string> Limits(ScreenAnswer answer) =>
        Work(answer.Decision.Workload)
            .Concat(Regions(answer))
            .Concat(StaffingWords.Spares(answer))
            .Concat(Allowances(answer.Decision.Workload.Allowed))
            .Concat(Rules(answer.Decision.Workload.Plan))
            .Concat(Budget(answer))
            .Concat(Quotas(answer));

    private static IEnumerable<string> Work(Workload workload)
    {
        if (workload.Deferrable)
        {
            yield return $"may wait {Workload.LongestWait}";
        }

        if (workload.Interruptible)
        {
            yield return "may be interrupted";
        }
    }

    /// <summary>What lies elsewhere is no option; what nobody places is one only where the workload admits it.</summary>
    private static IEnumerable<string> Regions(ScreenAnswer answer)
    {
        var allowed = answer.Decision.Workload.Allowed;
        if (allowed.Regions.Count > 0)
        {
            var kept = allowed.UnknownResidency && answer.Apis.Any() ? "kept where it is known of the API" : "kept";
            var places = answer.Offers.Select(offer => offer.Region).Where(region => region.Length > 0).Distinct().ToList();
            var unknown = answer.Decision.Options.Count(option => option.Refusal is Refusal.ResidencyUnknown or Refusal.RegionUnknown);
            yield return $"regions {string.Join(", ", allowed.Regions)}: {kept}{(places.Count > 0 ? $" ({string.Join("; ", places)})" : "")}"
                + $"{(unknown > 0 ? $", {CountText.Of(unknown, "option")} of unknown place left out" : "")}";
        }
    }

    private static IEnumerable<string> Allowances(Allowed allowed)
    {
        if (allowed.LongestCommitment != Usual)
        {
            yield return allowed.LongestCommitment == default
                ? "no commitment: kept"
                : $"no commitment over {ShortNames.Years(allowed.LongestCommitment)}: kept";
        }

        if (allowed.Kinds.Count < Allowed.All.Kinds.Count)
        {
            yield return $"only {string.Join(", ", allowed.Kinds.Select(DecisionReport.KindWord))}: kept";
        }

        if (allowed.Providers.Count > 0)
        {
            yield return $"only {string.Join(", ", allowed.Providers)}: kept";
        }

        if (allowed.ExcludedProviders.Count > 0)
        {
            yield return $"without {string.Join(", ", allowed.ExcludedProviders)}: kept";
        }

        if (allowed.Evidence != RequiredEvidence.Any)
        {
            yield return $"throughput {Allowed.EvidenceWords.First(word => word.Value == allowed.Evidence).Key}: kept";
        }

        if (allowed.Precisions.Named.Count > 0)
        {
            yield return $"precision {string.Join(" or ", allowed.Precisions.Named.Select(precision => precision.Id))}: kept";
        }

        if (allowed.Precisions.KvCache is { } cache)
        {
            yield return $"KV cache {cache.Id}: kept";
        }

        if (!allowed.OnlyCredible)
        {
            yield return "doubtful prices admitted";
        }
    }

    /// <summary>What a plan is bound by; every option of one kind of machine keeps the first two.</summary>
    private static IEnumerable<string> Rules(PlanRules rules)
    {
        if (rules.KindsAtMost is { } kinds and not PlanRules.UsualKinds)
        {
            yield return $"{ClashWords.Of(new FleetLimit.Kinds(kinds))}: kept";
        }

        if (rules.SellersAtMost is { } sellers)
        {
            yield return $"{ClashWords.Of(new FleetLimit.Sellers(sellers))}: kept";
        }

        if (rules.MinimumRun > default(Duration))
        {
            yield return $"machines kept for {rules.MinimumRun} at least: kept";
        }

        if (rules.ScaleUp is { } most)
        {
            yield return $"at most {CountText.Of(most, "machine")} added in a step: kept";
        }
    }

    private static IEnumerable<string> Budget(ScreenAnswer answer)
    {
        if (answer.Decision.Workload.Plan.Budget is { } budget && answer.Bill is { } bill)
        {
            yield return $"budget of {MoneyText.Money(budget)} a month: {(bill <= budget ? "kept" : $"exceeded by {MoneyText.Money(bill - budget)}")}";
        }
    }

    private static IEnumerable<string> Quotas(ScreenAnswer answer) => answer.Decision.Workload.Plan.Quotas.Select(quota =>
        $"{quota}: {(Used(answer, quota) <= quota.Gpus ? "kept" : $"exceeded, {Used(answer, quota)} needed")}");

    private static long Used(ScreenAnswer answer, Quota quota) => answer.Plan is { } plan
        ? plan.Machines.Where(line => quota.Holds(line.Choice.Offer)).Sum(line => line.Most * line.Choice.Gpus)
        : answer.Option?.GpusUnder(quota) ?? 0;
}
