namespace Mtok;

/// <summary>
/// The capacity of replicas: measured, or interpolated from similar measurements; else modelled. The only entry point to
/// throughput: created once for a catalog and shared, also between threads, because results are cached.
/// </summary>
public sealed class Capacities
{
    private readonly Catalog _catalog;
    private readonly MeasuredCapacity _measured;
    private readonly ModelledCapacity _modelled;
    private readonly ThroughputModel _model;

    /// <summary>Takes measurements, devices and engines from a catalog.</summary>
    public Capacities(Catalog catalog)
    {
        _catalog = catalog;
        _model = new(catalog);
        _measured = new(catalog);
        _modelled = new(catalog, _model);
    }

    /// <summary>The catalog they rest on.</summary>
    public Catalog Catalog => _catalog;

    /// <summary>Memory fit, step times and steady states.</summary>
    public ThroughputModel Model => _model;

    /// <summary>Measured capacities, and those interpolated from similar measurements.</summary>
    public MeasuredCapacity Measured => _measured;

    /// <summary>Modelled capacities, corrected by measurements.</summary>
    public ModelledCapacity Modelled => _modelled;

    /// <summary>Every deployment of the model on these devices, with one figure each that rests on what is required.</summary>
    public IReadOnlyList<ReplicaCapacity> Find(
        Model model, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed, IEnumerable<string> acceleratorIds,
        RequiredEvidence required = RequiredEvidence.Any)
    {
        if (required == RequiredEvidence.Measured)
        {
            return _measured.Find(model, mix, level, allowed);
        }

        var modelled = acceleratorIds.Distinct(StringComparer.Ordinal)
            .Select(id => _catalog.FindAccelerator(id)!)
            .SelectMany(accelerator => _modelled.Find(model, accelerator, mix, level, allowed))
            .Where(capacity => capacity.Satisfies(required))
            .ToList();
        var byMachine = modelled.ToLookup(capacity => KeyOf(capacity.Deployment), StringComparer.Ordinal);
        var measured = _measured.Find(model, mix, level, allowed)
            .Where(capacity => !byMachine[KeyOf(capacity.Deployment)].Any(other => Outranks(model, other, capacity)))
            .Select(capacity => _modelled.WithCache(capacity, mix, level))
            .ToList();
        var known = measured.Select(capacity => KeyOf(capacity.Deployment)).ToHashSet(StringComparer.Ordinal);
        return [.. measured, .. modelled.Where(capacity => !known.Contains(KeyOf(capacity.Deployment)))];
    }

    /// <summary>
    /// T6: a modelled figure replaces a published one of the same machine if its engine is newer and its interval narrower; never the user's.
    /// </summary>
    private bool Outranks(Model model, ReplicaCapacity modelled, ReplicaCapacity measured) =>
        measured.Basis is { Provenance: { IsUsers: false, AsOf: var then } }
        && _modelled.EngineFor(model, _catalog.FindAccelerator(modelled.Deployment.AcceleratorId)!).Provenance.AsOf.From.Year > then.From.Year
        && Width(modelled) < Width(measured);

    private static double Width(ReplicaCapacity capacity) => capacity.Requests.High.PerSecond / capacity.Requests.Low.PerSecond;

    /// <summary>
    /// The same for requests in groups, each served within its own limits: deployments that serve all of them, at the rate of a mean
    /// request. Groups share a replica's time.
    /// </summary>
    public IReadOnlyList<ReplicaCapacity> Find(
        Model model, IReadOnlyList<RequestGroup> groups, AllowedPrecisions allowed, IEnumerable<string> acceleratorIds,
        RequiredEvidence required = RequiredEvidence.Any)
    {
        var ids = acceleratorIds.Distinct(StringComparer.Ordinal).ToList();
        if (groups.Count == 1)
        {
            return Find(model, groups[0].Mix, groups[0].ServiceLevel, allowed, ids, required);
        }

        var own = groups.Select(group => Find(model, group.Mix, group.ServiceLevel, allowed, ids, required)).ToList();
        return [.. own.SelectMany(all => all).Select(capacity => capacity.Deployment).Distinct()
            .Select(deployment => own.ConvertAll(all => all.FirstOrDefault(capacity => capacity.Deployment == deployment)))
            .Select(parts => parts.Zip(groups, (part, group) => part ?? Unmeasured(parts, group.Mix, group.ServiceLevel)).ToList())
            .Where(parts => !parts.Contains(null))
            .Select(parts => Together(groups, parts!))];
    }

    /// <summary>
    /// What a deployment that is modelled for other requests serves of these: they may have been measured on the same devices under another
    /// engine, which then has the only figure. Measured and modelled figures of one machine would not be comparable.
    /// </summary>
    /// <param name="others">Its figures for other requests.</param>
    /// <param name="mix">What one of these carries.</param>
    /// <param name="level">How fast answers must come.</param>
    public ReplicaCapacity? Unmeasured(IEnumerable<ReplicaCapacity?> others, TokenMix mix, ServiceLevel level) =>
        others.FirstOrDefault(other => other is { Basis: null }) is { Model: var model, Deployment: var deployment }
            ? _modelled.At(model, deployment, _modelled.EngineFor(model, _catalog.FindAccelerator(deployment.AcceleratorId)!, deployment.Engine), mix, level)
            : null;

    /// <summary>A mean request takes of a replica's time what each group's request does, as often as it comes.</summary>
    private static ReplicaCapacity Together(IReadOnlyList<RequestGroup> groups, List<ReplicaCapacity> own)
    {
        RequestsPerSecond Rate(Func<Estimate<RequestsPerSecond>, RequestsPerSecond> end) =>
            RequestsPerSecond.FromPerSecond(1 / groups.Zip(own).Sum(pair => pair.First.Share.Value / end(pair.Second.Requests).PerSecond));
        return own[0] with
        {
            Requests = new(
                Rate(requests => requests.Low),
                Rate(requests => requests.Value),
                Rate(requests => requests.High),
                own.Max(capacity => capacity.Requests.Evidence)),
            Basis = null,
            Runs = 0,
            Batch = own.Max(capacity => capacity.Batch),
            Growth = own.Max(capacity => capacity.Growth),
            IsCalibrated = own.All(capacity => capacity.IsCalibrated),
            LengthFactor = own.Max(capacity => capacity.LengthFactor),
            Reason = string.Join("; ", groups.Zip(own).Select(pair => $"{pair.First.Share} of requests, {pair.First.ServiceLevel}: {pair.Second.Reason}")),
        };
    }

    /// <summary>Why that device has no figure for all groups.</summary>
    public Obstacle WhyNone(Model model, string acceleratorId, IReadOnlyList<RequestGroup> groups, AllowedPrecisions allowed) =>
        groups.FirstOrDefault(group => groups.Count == 1
            || Find(model, group.Mix, group.ServiceLevel, allowed, [acceleratorId])
                .All(capacity => capacity.Deployment.AcceleratorId != acceleratorId)) is { } unserved
            ? WhyNone(model, acceleratorId, unserved.Mix, unserved.ServiceLevel, allowed)
            : new(ObstacleKind.TooSlow, $"no size of replica on {acceleratorId} serves all classes within their limits");

    /// <summary>The reason why no replica size on that device has a figure: that of the size and precision closest to serving.</summary>
    public Obstacle WhyNone(Model model, string acceleratorId, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed)
    {
        var accelerator = _catalog.FindAccelerator(acceleratorId)!;
        var family = _modelled.EngineFor(model, accelerator).Family;
        return ModelledCapacity.Deployments(model, accelerator, allowed, family)
            .Select(deployment => (Deployment: deployment, Why: Why(model, deployment, mix, level, allowed)))
                .OrderByDescending(found => found.Why.Kind)
                .ThenByDescending(found => found.Deployment.Gpus)
                .ThenBy(found => found.Deployment.Precision.BytesPerValue)
            .Select(found => found.Why)
            .FirstOrDefault()
                ?? (Why(model, new(acceleratorId, 8, accelerator.UsualPrecision, family), mix, level, allowed) is var usual
                    && usual.Kind < ObstacleKind.TooSlow
                ? usual
                : new(
                    ObstacleKind.NothingPublished,
                    $"{_measured.WhyUnknown(model, acceleratorId, mix, level, allowed)}, and none of the precisions allowed can be modelled there"));
    }

    /// <summary>The reason why one deployment has no figure.</summary>
    public string WhyNot(Model model, Deployment deployment, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed) =>
        Why(model, deployment, mix, level, allowed).Words;

    /// <summary>What keeps a deployment from having a modelled figure for requests of a mix within limits; null if nothing does.</summary>
    public Obstacle? ObstacleOf(Model model, Deployment deployment, TokenMix mix, ServiceLevel level)
    {
        var (id, gpus) = (deployment.AcceleratorId, deployment.Gpus);
        var engine = _modelled.EngineFor(model, _catalog.FindAccelerator(id)!, deployment.Engine.Length == 0 ? null : deployment.Engine);
        if (_model.ObstacleOf(model, deployment, engine) is { } obstacle)
        {
            return obstacle;
        }

        var serving = _model.Serve(model, deployment, engine, mix);
        return serving is null
            ? new(
                ObstacleKind.RequestTooLong,
                $"{_model.Fit(model, deployment, engine)!.KvTokens} of context fit beside {model.Id} on {gpus} {id}, less than a request of {mix} needs")
            : serving.Within(level) is null ? new(ObstacleKind.TooSlow, TooSlow(serving.AtBatch(Tokens.FromCount(1)), $"{gpus} {id}", level))
            : null;
    }

    /// <summary>A request that meets no other may keep limits that requests at random times do not: some meet others, and a share must keep them.</summary>
    private static string TooSlow(SteadyState alone, string devices, ServiceLevel level) =>
        alone.Ttft <= (level.ShortestTtft ?? alone.Ttft) && alone.Tpot <= (level.ShortestTpot ?? alone.Tpot)
            ? $"a request alone on {devices} keeps {level}, but not {(level.Figures.Count > 0 ? "many" : $"{level.Share} of")} requests that arrive at random, "
                + "one in flight on the mean"
            : $"even a single request on {devices} misses {level}";

    private Obstacle Why(Model model, Deployment deployment, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed)
    {
        string Measured() => _measured.WhyUnknown(model, deployment.AcceleratorId, mix, level, allowed);
        return ObstacleOf(model, deployment, mix, level) switch
        {
            { Kind: ObstacleKind.NothingPublished } none when _catalog.MeasurementsLike(model).Any() =>
                none with { Words = $"{Measured()}, and {model.WhyNoNetwork}" },
            { Kind: ObstacleKind.NothingPublished } none => none with
            {
                Words = model.UnmodelledLayers.Count == 0
                    ? $"neither throughput nor network of {model.Id} is published"
                    : $"no throughput of {model.Id} is published, and {model.WhyNoNetwork}",
            },
            { Kind: ObstacleKind.DeviceUnknown } unknown => unknown with { Words = $"{Measured()}, and {unknown.Words}" },
            { } other => other,
            null => new(ObstacleKind.TooSlow, Measured()),
        };
    }

    /// <summary>A measured figure replaces the modelled one of its size and precision, whatever the engine.</summary>
    private static string KeyOf(Deployment deployment) => $"{deployment.Gpus}x {deployment.AcceleratorId} {deployment.Precision}";
}
