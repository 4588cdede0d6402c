using System.Globalization;
using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>The fleet a request describes, or why there is none.</summary>
/// <param name="Fleet">The fleet; null where the request is unusable or no such fleet can be modelled.</param>
/// <param name="Notes">The evidence for its figures: calibrations, engine limits, prices.</param>
/// <param name="WhyNot">Why it cannot be modelled though nothing is wrong with the request; empty otherwise.</param>
public sealed record BuiltFleet(SimulatedFleet? Fleet, IReadOnlyList<string> Notes, string WhyNot);

/// <summary>Makes the fleet of a request from the catalog; all that is wrong with the request is reported at once.</summary>
public sealed class FleetBuilder
{
    private readonly SimulationRequest _request;
    private readonly Trace? _trace;
    private readonly Catalog _catalog;
    private readonly RequestProblems _problems;
    private readonly CatalogNames _names;
    private readonly ReplicaKinds _kinds;
    private readonly List<string> _notes = [];
    private readonly ServiceLevel _level;

    private FleetBuilder(SimulationRequest request, Trace? trace, Capacities capacities, RequestProblems problems)
    {
        _request = request;
        _trace = trace;
        _catalog = capacities.Catalog;
        _problems = problems;
        _names = new(capacities.Catalog, problems);
        _kinds = new(capacities);
        _level = new(request.Ttft, request.Tpot);
    }

    /// <summary>Makes the fleet.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="trace">The trace it will serve; null where that could not be opened, so that the request is checked all the same.</param>
    /// <param name="capacities">Devices, models and prices, with what was worked out of them.</param>
    /// <param name="problems">Where to report.</param>
    public static BuiltFleet Build(SimulationRequest request, Trace? trace, Capacities capacities, RequestProblems problems)
    {
        var builder = new FleetBuilder(request, trace, capacities, problems);
        var (fleet, whyNot) = builder.Build();
        return new(fleet, builder._notes, whyNot);
    }

    private (SimulatedFleet? Fleet, string WhyNot) Build()
    {
        _request.CheckRanges(_problems);
        var model = _names.Model(_request.Model);
        var device = _names.Accelerator(_request.Accelerator);
        var precision = _names.Precision(_request.Precision);
        var kv = _names.KvPrecision(_request.KvPrecision);
        var family = _names.Engine(_request.Engine);
        var parts = Parts(device);
        var limits = RequestedLimits.Of(_request, _trace, _problems);
        var overflow = RequestedOverflow.Of(_request, _catalog, _problems, _notes);
        var classes = Classes();
        CheckSeller();
        if (_problems.HasErrors || model is null || device is null)
        {
            return (null, "");
        }

        var near = LoadOfFirst();
        var groups = new List<ReplicaGroup>();
        foreach (var part in parts)
        {
            var engine = _kinds.EngineFor(model, part.Device, family);
            var deployment = Deployed(part, engine);
            var corrected = _kinds.Corrected(model, deployment, engine, near);
            if (_kinds.Of(model, deployment, corrected, RequestedLimits.For(_request, limits, engine), _request.MemoryShare) is not { } kind)
            {
                var why = _kinds.WhyNone(model, deployment, engine, limits, _request.MemoryShare);
                return (null, $"{deployment} cannot be simulated: {why}");
            }

            groups.Add(Group(part, deployment, engine, kind));
        }

        groups[0] = groups[0] with { Scaling = Scaling(), Losses = Losses(), Spares = _request.Spares };
        var main = Deployed(parts[0], groups[0].Kind.Engine);
        return (new(groups, _request.Router)
        {
            Level = _level,
            Classes = classes,
            Overflow = overflow,
            Transfer = new(_kinds.Fit(model, main, groups[0].Kind.Engine)!.KvPerToken, _request.KvBandwidth, Duration.FromMilliseconds(1)),
            Client = _request.ClientOverhead ? ClientOverhead.Usual : ClientOverhead.None,
        }, "");

        Deployment Deployed(Part part, EngineCalibration engine) =>
            new(part.Device.Id, part.Gpus, precision ?? part.Device.UsualPrecision, family ?? engine.Family) { KvPrecision = kv };
    }

    /// <summary>
    /// The load of the trace's first requests, by which measurements are near: their mean lengths, and their number if all arrive at once; null without a
    /// trace.
    /// </summary>
    private NearLoad? LoadOfFirst()
    {
        var first = _trace?.Requests.Take(EnoughRequests).ToList() ?? [];
        if (first.Count == 0)
        {
            return null;
        }

        var mix = new TokenMix(
            Tokens.FromCount(Math.Max(1, first.Average(request => request.Input.Count))),
            Tokens.FromCount(Math.Max(1, first.Average(request => request.Output.Count))),
            Ratio.Zero);
        return new(mix, first.Count > 1 && first[^1].Arrival == first[0].Arrival ? Tokens.FromCount(first.Count) : null);
    }

    /// <summary>Requests whose mean lengths say which measurements are near.</summary>
    private const int EnoughRequests = 1000;

    /// <summary>Kinds of replica: the main ones, split where prefill is disaggregated, and those on other devices.</summary>
    private List<Part> Parts(Accelerator? device)
    {
        var parts = new List<Part>();
        if (device is not null)
        {
            parts.Add(new(device, _request.Gpus, _request.Replicas, _request.PrefillReplicas > 0 ? ReplicaRole.Decode : ReplicaRole.Whole));
            if (_request.PrefillReplicas > 0)
            {
                parts.Add(new(device, _request.Gpus, _request.PrefillReplicas, ReplicaRole.Prefill));
            }
        }

        foreach (var more in _request.Also)
        {
            if (_names.Accelerator(more.Accelerator) is { } other)
            {
                parts.Add(new(other, more.Gpus, more.Replicas, ReplicaRole.Whole));
            }
        }

        return parts;
    }

    private ReplicaGroup Group(Part part, Deployment deployment, EngineCalibration engine, ReplicaKind kind)
    {
        var price = Price(part);
        var slower = kind.Engine.Scale / engine.Scale;
        var corrected = Math.Abs(slower.Value - 1) < 0.005
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", times corrected by {slower.Value:0.##} from measurements of the network on {part.Device.Id}");
        _notes.Add($"{deployment}: modelled with the calibration {engine.Id}{corrected}: {engine.Provenance.Source}");
        _notes.Add(
            $"{deployment}: {kind.Limits.KvBlocks:#,##0} blocks of {kind.Limits.BlockSize} tokens, {kind.Limits.MaxSequences} requests "
                + $"and {kind.Limits.MaxBatchedTokens} tokens a step");
        _notes.Add($"{deployment}: {price.Source}");
        return new(kind with { Role = part.Role }, part.Count, price) { Provision = _request.Provision, Load = _request.Load };
    }

    private MachinePrice Price(Part part) => _request.Price is { } given
        ? new(given, 1, $"{given} for each replica, as given")
        : OfferChoice.Cheapest(_catalog, part.Device.Id, part.Gpus, part.Count, _request.Pricing, _request.Seller)
            ?? new(default, 1, $"no such offer in the catalog: give {_problems.NameOf(nameof(SimulationRequest.Price))} for a cost");

    private Scaling? Scaling() => _request.Scale is { } range
        ? new(
            range.Least,
            range.Most,
            _request.ScaleWaiting is { } waiting ? new ScalingSignal.Waiting(waiting) : new ScalingSignal.InFlight(_request.ScaleTarget),
            _request.ScaleInterval,
            _request.ScaleDownDelay)
        : null;

    private List<Loss> Losses()
    {
        Loss?[] losses =
        [
            _request.FailsEvery is { } failure ? new Loss.Failure(failure) : null,
            _request.InterruptedEvery is { } interruption ? new Loss.Interruption(interruption) : null,
            _request.SpotTrace,
        ];
        return [.. losses.OfType<Loss>()];
    }

    private List<ServiceClass> Classes()
    {
        foreach (var unknown in _request.Classes.Where(one => _trace?.Classes.Contains(one.Name) == false))
        {
            _problems.Error(
                nameof(SimulationRequest.Classes), $"the trace has no class \"{unknown.Name}\"{Spelling.DidYouMean(unknown.Name, _trace!.Classes)}");
        }

        return [.. _request.Classes.Select(one => one.Under(_level))];
    }

    private void CheckSeller()
    {
        if (_request.Seller is { } seller && !_catalog.CurrentOffers.Any(offer => Spelling.Fold(offer.Seller) == Spelling.Fold(seller)))
        {
            _problems.Error(
                nameof(SimulationRequest.Seller),
                $"unknown seller \"{seller}\"{Spelling.DidYouMean(seller, _catalog.CurrentOffers.Select(offer => offer.Seller).Distinct())}");
        }
    }

    private sealed record Part(Accelerator Device, int Gpus, int Count, ReplicaRole Role);
}
