namespace Mtok;

/// <summary>
/// What replicas serve, from the catalog's measurements alone: used directly where lengths match, carried over by a
/// <see cref="LengthLaw"/> where they are near, refused beyond. Nothing is guessed where nothing near was measured.
/// </summary>
public sealed class MeasuredCapacity
{
    /// <summary>Lengths further apart than this factor are refused where the deployment has a length law of its own.</summary>
    public static readonly Ratio FarthestLengths = Ratio.FromValue(4);

    /// <summary>Lengths further apart than this factor are refused where the length law is borrowed from other deployments.</summary>
    public static readonly Ratio FarthestLengthsBorrowed = Ratio.FromValue(2);

    /// <summary>
    /// Half widths of the 90 % interval, as ln(predicted / published), of runs hidden in turn and predicted with the
    /// deployment's own law and with a borrowed one (LengthLawTests holds both).
    /// </summary>
    private const double OwnLawSpread = 0.15;
    private const double BorrowedLawSpread = 0.22;

    /// <summary>Lengths within this factor count as the same.</summary>
    private const double SameLengths = 1.05;

    /// <summary>From this share of a limit on, a closed loop counts as held by it.</summary>
    private static readonly Ratio NearLimit = Ratio.FromPercent(70);

    /// <summary>Of several measurements, those hardly farther than the nearest compete; the fastest of them counts.</summary>
    private const double AsNear = 1.25;

    private readonly Catalog _catalog;
    private readonly Lazy<Dictionary<LawKey, LengthLaw>> _laws;
    private readonly Dictionary<string, LengthLaw> _borrowed = new(StringComparer.Ordinal);

    /// <summary>Takes the measurements of a catalog.</summary>
    public MeasuredCapacity(Catalog catalog)
    {
        _catalog = catalog;
        _laws = new(FitLaws);
    }

    /// <summary>The fastest way to run the model on each deployment that was measured near these conditions.</summary>
    /// <param name="model">The model; measurements of models with the same network count as well.</param>
    /// <param name="mix">The lengths of a request. Cached input is taken at the time of computed input.</param>
    /// <param name="level">Only measurements that met these limits count.</param>
    /// <param name="allowed">Which precisions may be used.</param>
    public IReadOnlyList<ReplicaCapacity> Find(Model model, TokenMix mix, ServiceLevel level, Allowed allowed) =>
        Find(_catalog.MeasurementsLike(model), model, mix, level, allowed);

    /// <summary>The same on one accelerator.</summary>
    public IReadOnlyList<ReplicaCapacity> FindOn(string acceleratorId, Model model, TokenMix mix, ServiceLevel level, Allowed allowed) =>
        Find(_catalog.MeasurementsLike(model, acceleratorId), model, mix, level, allowed);

    private IReadOnlyList<ReplicaCapacity> Find(IEnumerable<Measurement> like, Model model, TokenMix mix, ServiceLevel level, Allowed allowed) =>
        [.. like
            .Where(measured => Factor(measured, mix) <= FarthestLengths.Value && Meets(measured, level) && Permits(allowed, measured, model) && Factor(measured, mix) <= Farthest(measured).Value)
            .GroupBy(measured => new { measured.AcceleratorId, measured.Gpus, measured.Precision })
            .SelectMany(UsersFirst)
            .GroupBy(measured => new Deployment(measured.AcceleratorId, measured.Gpus, measured.Precision, measured.Engine))
            .Select(group => Best(model, group.Key, [.. group], mix, level))
            .OrderBy(capacity => capacity.Deployment.ToString(), StringComparer.Ordinal)];

    /// <summary>Why that accelerator has no figure for the model: the nearest obstacle, in words.</summary>
    public string WhyUnknown(Model model, string acceleratorId, TokenMix mix, ServiceLevel level, Allowed allowed)
    {
        var measured = _catalog.MeasurementsLike(model, acceleratorId).ToList();
        if (measured.Count == 0)
        {
            return $"no measured throughput of {model.Id} on {acceleratorId}";
        }

        var permitted = measured.Where(row => Permits(allowed, row, model)).ToList();
        if (permitted.Count == 0)
        {
            return $"measured on {acceleratorId} only in {string.Join(", ", measured.Select(row => row.Precision == Precision.Unstated ? "an unstated precision (4 bits are likely)" : row.Precision.Id).Distinct())}, which is not allowed (name it in precisions to allow it)";
        }

        var near = permitted.Where(row => Factor(row, mix) <= Farthest(row).Value).ToList();
        if (near.Count == 0)
        {
            var nearest = permitted.MinBy(row => Factor(row, mix))!;
            return $"nearest measurement on {acceleratorId} is at {nearest.Input.Count:0.#} input + {nearest.Output.Count:0.#} output tokens, {Factor(nearest, mix):0.##}x away (limit {Farthest(nearest).Value}x)";
        }

        if (near.Exists(row => Meets(row, level)))
        {
            return $"measured on {acceleratorId} near these lengths only on other numbers of devices, in another precision or under another engine";
        }

        if (!level.HasLimits)
        {
            return $"measured on {acceleratorId} near these lengths only with so many users, which does not show the most";
        }

        return near.Exists(row => row.Tpot is not null || row.TpotP99 is not null)
            ? $"no measurement on {acceleratorId} meets {level}"
            : $"measured on {acceleratorId} near these lengths, but without the latency that {level} needs";
    }

    /// <summary>What users measured themselves counts before what others published of the same deployment, whatever the engine.</summary>
    private static IEnumerable<Measurement> UsersFirst(IEnumerable<Measurement> alike) =>
        alike.Any(row => row.Provenance.IsUsers) ? alike.Where(row => row.Provenance.IsUsers) : alike;

    private bool Permits(Allowed allowed, Measurement measured, Model model) =>
        allowed.AllowsPrecision(measured.Precision, model, _catalog.FindAccelerator(measured.AcceleratorId)!);

    private static double Factor(Measurement measured, TokenMix mix) =>
        Math.Max(Apart(measured.Input, mix.Input), Apart(measured.Output, mix.Output));

    private static double Apart(Tokens left, Tokens right) => Math.Max(left.Count / right.Count, right.Count / left.Count);

    private static bool Meets(Measurement measured, ServiceLevel level) =>
        Within(measured.TtftP99 ?? measured.Ttft, level.Ttft) && Within(measured.TpotP99 ?? measured.Tpot, level.Tpot) && SaysTheMost(measured, level);

    /// <summary>
    /// A closed loop shows what so many users got, and the most only where they came near a limit: far below it more users
    /// would have been served, and without a limit always. What users measured themselves stands.
    /// </summary>
    private static bool SaysTheMost(Measurement measured, ServiceLevel level) =>
        measured.Scenario != Scenario.ClosedLoop || measured.Provenance.IsUsers
        || IsNear(measured.TtftP99 ?? measured.Ttft, level.Ttft) || IsNear(measured.TpotP99 ?? measured.Tpot, level.Tpot);

    private static bool IsNear(Duration? measured, Duration? limit) => limit is { } most && measured >= most * NearLimit;

    private static bool Within(Duration? measured, Duration? limit) => limit is null || measured <= limit;

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
            .MaxBy(capacity => capacity.Requests.Value)!;
    }

    /// <summary>Runs made alike: the middle one counts, the others show the spread; then over to the workload's lengths.</summary>
    private ReplicaCapacity Carry(Model model, Deployment deployment, List<Measurement> alike, TokenMix mix, ServiceLevel level)
    {
        var basis = alike[(alike.Count - 1) / 2];
        var factor = Factor(basis, mix);
        var same = factor <= SameLengths;
        var own = _laws.Value.TryGetValue(KeyOf(basis), out var law);
        law ??= Borrowed(basis.ModelId);
        var spread = same ? 0 : own ? OwnLawSpread : BorrowedLawSpread;
        var value = law.CarryOver(basis, mix);
        var (slowest, fastest) = (law.CarryOver(alike[0], mix), law.CarryOver(alike[^1], mix));
        var ownNetwork = basis.ModelId == model.Id || _catalog.FindModel(basis.ModelId)!.Network == model.Network;
        var evidence = same && ownNetwork ? Evidence.Measured : Evidence.Interpolated;
        var estimate = new Estimate<RequestsPerSecond>(slowest * Ratio.FromValue(Math.Exp(-spread)), value, fastest * Ratio.FromValue(Math.Exp(spread)), evidence);
        return new(model, deployment, estimate, basis, alike.Count, Ratio.FromValue(factor), Reason(model, basis, alike.Count, factor, ownNetwork, level));
    }

    private static string Reason(Model model, Measurement basis, int runs, double factor, bool ownNetwork, ServiceLevel level)
    {
        var lengths = $"{basis.Input.Count:0.#}/{basis.Output.Count:0.#} tokens";
        var near = factor <= SameLengths ? "the same lengths" : $"lengths within {factor:0.##}x";
        var network = basis.ModelId == model.Id ? "" : ownNetwork ? $" on {basis.ModelId}, the same network" : $" on {basis.ModelId}, the same network but for its vocabulary";
        var latency = !level.HasLimits ? "" : basis.TpotP99 is not null ? ", p99 latency within the limits" : ", median latency within the limits (p99 not published)";
        var precision = basis.Precision == Precision.Unstated ? " in a precision the source does not state" : "";
        return $"measured{(basis.Provenance.IsUsers ? " by you" : "")}{network}{precision} at {lengths}, {near}{latency}: {basis.Provenance.Source}, {basis.Provenance.AsOf}{(runs > 1 ? $", middle of {runs} runs" : "")}";
    }

    private Ratio Farthest(Measurement measured) => _laws.Value.ContainsKey(KeyOf(measured)) ? FarthestLengths : FarthestLengthsBorrowed;

    /// <summary>The laws of all deployments that one publication measured at enough lengths.</summary>
    private Dictionary<LawKey, LengthLaw> FitLaws() =>
        _catalog.Measurements
            .Where(row => row.Scenario == Scenario.Saturated)
            .GroupBy(KeyOf)
            .Select(runs => new { runs.Key, Law = LengthLaw.Fit([.. runs]) })
            .Where(fitted => fitted.Law is not null)
            .ToDictionary(fitted => fitted.Key, fitted => fitted.Law!);

    /// <summary>For deployments measured at too few lengths: the middle law of the model on other devices, else of all models.</summary>
    private LengthLaw Borrowed(string modelId)
    {
        if (!_borrowed.TryGetValue(modelId, out var law))
        {
            law = LengthLaw.Middle([.. _laws.Value.Where(entry => entry.Key.ModelId == modelId).Select(entry => entry.Value)])
                ?? LengthLaw.Middle([.. _laws.Value.Values])
                ?? LengthLaw.Proportional;
            _borrowed[modelId] = law;
        }

        return law;
    }

    private static LawKey KeyOf(Measurement row) =>
        new(row.ModelId, row.AcceleratorId, row.Gpus, row.PipelineParallel, row.Precision, row.Engine, row.Provenance.Source);

    private sealed record LawKey(string ModelId, string AcceleratorId, int Gpus, int? PipelineParallel, Precision Precision, string Engine, string Source);
}
