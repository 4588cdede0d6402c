using System.Collections.Concurrent;

namespace Mtok;

/// <summary>
/// The capacity of replicas from the catalog's measurements alone: used directly if lengths match, scaled by a
/// <see cref="LengthLaw"/> if they are similar, rejected beyond. Nothing is guessed without a similar measurement.
/// </summary>
public sealed class MeasuredCapacity
{
    /// <summary>Lengths further apart than this factor are rejected if the deployment has its own length law; 4.</summary>
    public static readonly Ratio FarthestLengths = Ratio.FromValue(4);

    /// <summary>Lengths further apart than this factor are rejected if the length law is borrowed from other deployments; 2.</summary>
    public static readonly Ratio FarthestLengthsBorrowed = Ratio.FromValue(2);

    /// <summary>Lengths within this factor count as equal.</summary>
    private const double SameLengths = 1.05;

    /// <summary>
    /// Measurements within this factor of the nearest distance are candidates; the fastest of them is used, a contest's only if there is
    /// no other.
    /// </summary>
    private const double AsNear = 1.25;

    private readonly Catalog _catalog;
    private readonly Func<Measurement, bool> _hasLaw;
    private readonly Lazy<LoadSweeps> _sweeps;
    private readonly Lazy<Dictionary<LawKey, LengthLaw>> _laws;
    private readonly ConcurrentDictionary<string, LengthLaw> _borrowed = new(StringComparer.Ordinal);

    /// <summary>Takes the measurements of a catalog.</summary>
    internal MeasuredCapacity(Catalog catalog)
        : this(catalog, _ => true)
    {
    }

    /// <summary>Fits length laws on some of the measurements only, so that others can be held out.</summary>
    internal MeasuredCapacity(Catalog catalog, Func<Measurement, bool> hasLaw)
    {
        _catalog = catalog;
        _hasLaw = hasLaw;
        _sweeps = new(() => new(catalog.Measurements));
        _laws = new(FitLaws);
    }

    /// <summary>The fastest configuration of each deployment that was measured under similar conditions.</summary>
    /// <param name="model">The model; measurements of models with the same network count as well.</param>
    /// <param name="mix">The lengths of a request; what is cached of them changes nothing here (T7).</param>
    /// <param name="level">Only measurements that met these limits are used.</param>
    /// <param name="allowed">The allowed precisions.</param>
    public IReadOnlyList<ReplicaCapacity> Find(Model model, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed) =>
        Find(_catalog.MeasurementsLike(model), model, mix, level, allowed);

    /// <summary>Those deployments on one accelerator.</summary>
    public IReadOnlyList<ReplicaCapacity> FindOn(string acceleratorId, Model model, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed) =>
        Find(_catalog.MeasurementsLike(model, acceleratorId), model, mix, level, allowed);

    /// <summary>Those of some measurements only.</summary>
    internal IReadOnlyList<ReplicaCapacity> Find(IEnumerable<Measurement> like, Model model, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed) =>
        [.. like
            .Where(measured => Factor(measured, mix) <= FarthestLengths.Value
                && Meets(measured, level)
                && Permits(allowed, measured, model)
                && Factor(measured, mix) <= Farthest(measured).Value)
            .GroupBy(measured => new { measured.AcceleratorId, measured.Gpus, measured.Precision })
            .SelectMany(UsersFirst)
            .GroupBy(measured => new Deployment(measured.AcceleratorId, measured.Gpus, measured.Precision, measured.Engine)
            {
                KvPrecision = measured.KvPrecision,
            })
            .Select(group => Best(model, group.Key, [.. group], mix, level))
            .OrderBy(capacity => capacity.Deployment.ToString(), StringComparer.Ordinal)];

    /// <summary>Why that accelerator has no figure for the model: the first obstacle, as a sentence.</summary>
    public string WhyUnknown(Model model, string acceleratorId, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed)
    {
        var measured = _catalog.MeasurementsLike(model, acceleratorId).ToList();
        if (measured.Count == 0)
        {
            return $"no measured throughput of {model.Id} on {acceleratorId}";
        }

        var permitted = measured.Where(row => Permits(allowed, row, model)).ToList();
        if (permitted.Count == 0)
        {
            if (allowed.KvCache is { } kv && measured.Exists(row => Permits(allowed with { KvCache = null }, row, model)))
            {
                return $"measured on {acceleratorId} only with a KV cache of another precision than {kv}";
            }

            var precisions = measured
                .Select(row => row.Precision == Precision.Unstated ? "an unstated precision (probably 4 bits)" : row.Precision.Id)
                .Distinct();
            return $"measured on {acceleratorId} only in {string.Join(", ", precisions)}, which is not allowed (add it to precisions to allow it)";
        }

        var near = permitted.Where(row => Factor(row, mix) <= Farthest(row).Value).ToList();
        if (near.Count == 0)
        {
            var nearest = permitted.MinBy(row => Factor(row, mix))!;
            return
                $"nearest measurement on {acceleratorId} is at {nearest.Input.Count:0.#} input + {nearest.Output.Count:0.#} output tokens, "
                + $"{Factor(nearest, mix):0.##}x apart (limit {Farthest(nearest).Value}x)";
        }

        if (near.Exists(row => Meets(row, level)))
        {
            return $"measured on {acceleratorId} near these lengths only on other numbers of devices, in another precision or under another engine";
        }

        if (!level.HasLimits)
        {
            return $"measured on {acceleratorId} near these lengths only at one load, which does not show the most";
        }

        if (near.Exists(row => row.IsPlain && LoadSweeps.Meets(row, level)))
        {
            return $"measured on {acceleratorId} within {level}, but no run with more users misses it, so that the most is not known";
        }

        return near.Exists(row => row.Tpot is not null || row.TpotP99 is not null)
            ? $"no measurement on {acceleratorId} meets {level}"
            : $"measured on {acceleratorId} at similar lengths, but without the latency needed to check {level}";
    }

    /// <summary>The user's own measurements take precedence over published ones of the same deployment, whatever the engine.</summary>
    private static IEnumerable<Measurement> UsersFirst(IEnumerable<Measurement> alike) =>
        alike.Any(row => row.Provenance.IsUsers) ? alike.Where(row => row.Provenance.IsUsers) : alike;

    private bool Permits(AllowedPrecisions allowed, Measurement measured, Model model) =>
        allowed.Allow(measured.Precision, model, _catalog.FindAccelerator(measured.AcceleratorId)!)
        && (allowed.KvCache is not { } kv || kv == KvPrecisionOf(measured));

    /// <summary>The precision of a run's keys and values: as its source states it, else its engine's default.</summary>
    internal Precision KvPrecisionOf(Measurement row) => row.KvPrecision ?? _catalog.FamilyOf(row.Engine).KvPrecisionFor(row.Precision);

    private static double Factor(Measurement measured, TokenMix mix) =>
        Math.Max(Apart(measured.Input, mix.Input), Apart(measured.Output, mix.Output));

    private static double Apart(Tokens left, Tokens right) => Math.Max(left.Count / right.Count, right.Count / left.Count);

    private bool Meets(Measurement measured, ServiceLevel level) => LoadSweeps.Meets(measured, level) && SaysTheMost(measured, level);

    /// <summary>
    /// A run shows the throughput of its load. Only a saturated run, a contest's run at its limits, and of a sweep the last run that
    /// meets the limits, if the next one misses them, show the most; a burst, a run below every limit and one that is not plain do not,
    /// whoever measured them: they correct the model at their load (E2).
    /// </summary>
    private bool SaysTheMost(Measurement measured, ServiceLevel level) => measured.IsPlain && measured.Scenario switch
    {
        Scenario.Saturated or Scenario.Server or Scenario.Interactive => true,
        Scenario.ClosedLoop => _sweeps.Value.Bracket(measured, level) is not null,
        _ => false,
    };

    private ReplicaCapacity Best(Model model, Deployment deployment, List<Measurement> measured, TokenMix mix, ServiceLevel level)
    {
        var nearest = measured.Min(row => Factor(row, mix));
        return measured
            .Where(row => Factor(row, mix) <= nearest * AsNear)
            .GroupBy(row => new
            {
                row.ModelId,
                row.TensorParallel,
                row.PipelineParallel,
                row.Scenario,
                row.Concurrency,
                row.Provenance.Source,
                row.EngineVersion,
                Input = Math.Round(Math.Log(row.Input.Count) / 0.05),
                Output = Math.Round(Math.Log(row.Output.Count) / 0.05),
            })
            .Select(alike => Carry(model, deployment, [.. alike.OrderBy(row => row.RequestRate)], mix, level))
            .OrderBy(capacity => capacity.Basis!.IsOfContest)
            .ThenByDescending(capacity => capacity.Requests.Value)
            .First();
    }

    /// <summary>Runs under the same conditions: the median is used, the others give the spread; then it is scaled to the workload's lengths.</summary>
    private ReplicaCapacity Carry(Model model, Deployment deployment, List<Measurement> alike, TokenMix mix, ServiceLevel level)
    {
        var basis = alike[(alike.Count - 1) / 2];
        var factor = Factor(basis, mix);
        var same = factor <= SameLengths;
        var own = _laws.Value.TryGetValue(KeyOf(basis), out var law);
        law ??= Borrowed(basis.ModelId);
        var carried = basis.IsOfContest ? CarriedLengths.Contest
            : same ? (basis.Provenance.IsUsers ? CarriedLengths.Own : CarriedLengths.Same)
            : own ? CarriedLengths.OwnLaw : CarriedLengths.BorrowedLaw;
        var bracket = basis.Scenario == Scenario.ClosedLoop ? _sweeps.Value.Bracket(basis, level) : null;
        var value = law.CarryOver(basis, mix) * (bracket?.Growth ?? Ratio.One);
        var (slowest, fastest) = (law.CarryOver(alike[0], mix), law.CarryOver(alike[^1], mix) * (bracket?.MostGrowth ?? Ratio.One));
        var ownNetwork = basis.ModelId == model.Id || _catalog.FindModel(basis.ModelId)!.Network == model.Network;
        var evidence = same && ownNetwork && bracket is null ? Evidence.Measured : Evidence.Interpolated;
        var spread = MeasuredSpread.Of(carried).Value;
        var estimate = new Estimate<RequestsPerSecond>(
            slowest * Ratio.FromValue(Math.Exp(-spread)), value, fastest * Ratio.FromValue(Math.Exp(spread)), evidence);
        var reason = Reason(model, basis, alike.Count, factor, ownNetwork, level) + (bracket is { } between ? $", {between}" : "");
        return new(model, deployment, estimate, basis, alike.Count, Ratio.FromValue(factor), reason)
        {
            Carried = carried,
            Batch = basis is { Scenario: Scenario.ClosedLoop, Concurrency: { } users } ? Tokens.FromCount(users) : null,
        };
    }

    private static string Reason(Model model, Measurement basis, int runs, double factor, bool ownNetwork, ServiceLevel level)
    {
        var lengths = $"{basis.Input.Count:0.#}/{basis.Output.Count:0.#} tokens";
        var near = factor <= SameLengths ? "the same lengths" : $"lengths within {factor:0.##}x";
        var network = basis.ModelId == model.Id ? ""
            : ownNetwork ? $" on {basis.ModelId}, the same network"
            : $" on {basis.ModelId}, the same network except its vocabulary";
        var latency = !level.HasLimits
            ? ""
            : basis.TpotP99 is not null ? ", p99 latency within the limits" : ", median latency within the limits (p99 not published)";
        var precision = basis.Precision == Precision.Unstated ? " in a precision the source does not state" : "";
        return $"measured{(basis.Provenance.IsUsers ? " by you" : "")}{network}{precision} at {lengths}, {near}{latency}: "
            + $"{basis.Provenance.Source}, {basis.Provenance.AsOf}{(runs > 1 ? $", median of {runs} runs" : "")}";
    }

    private Ratio Farthest(Measurement measured) => _laws.Value.ContainsKey(KeyOf(measured)) ? FarthestLengths : FarthestLengthsBorrowed;

    /// <summary>The laws of all deployments that one publication measured at enough lengths.</summary>
    private Dictionary<LawKey, LengthLaw> FitLaws() =>
        _catalog.Measurements
            .Where(row => row.Scenario == Scenario.Saturated && row.IsPlain && _hasLaw(row))
            .GroupBy(KeyOf)
            .Select(runs => new { runs.Key, Law = LengthLaw.Fit([.. runs]) })
            .Where(fitted => fitted.Law is not null)
            .ToDictionary(fitted => fitted.Key, fitted => fitted.Law!);

    /// <summary>For deployments measured at too few lengths: the median law of the model on other devices, else of all models.</summary>
    private LengthLaw Borrowed(string modelId)
    {
        if (!_borrowed.TryGetValue(modelId, out var law))
        {
            law = LengthLaw.Median([.. _laws.Value.Where(entry => entry.Key.ModelId == modelId).Select(entry => entry.Value)])
                ?? LengthLaw.Median([.. _laws.Value.Values])
                ?? LengthLaw.Proportional;
            _borrowed[modelId] = law;
        }

        return law;
    }

    private static LawKey KeyOf(Measurement row) =>
        new(row.ModelId, row.AcceleratorId, row.Gpus, row.PipelineParallel, row.Precision, row.Engine, row.Provenance.Source);

    private sealed record LawKey(string ModelId, string AcceleratorId, int Gpus, int? PipelineParallel, Precision Precision, string Engine, string Source);
}
