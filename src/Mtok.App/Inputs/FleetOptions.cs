using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.App;

/// <summary>Makes the fleet that the options describe; all that is wrong with them is told at once.</summary>
internal sealed class FleetOptions(ParseResult parsed, SimulateOptions options, Catalog facts, Problems problems)
{
    private readonly ReplicaKinds _kinds = new(facts);
    private readonly List<string> _notes = [];

    /// <summary>What the figures rest on.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Why there is no fleet though nothing is wrong.</summary>
    public string WhyNot { get; private set; } = "";

    public SimulatedFleet? Read(ServiceLevel level, Trace? trace)
    {
        var model = Named.Model(facts, parsed.GetValue(options.Model)!, new(default, Tokens.FromCount(1), Ratio.Zero), problems);
        var devices = Named.Accelerator(facts, parsed.GetValue(options.Accelerator)!, problems);
        var precision = Named.Precision(parsed.GetValue(options.Precision), problems);
        var family = Named.Engine(facts, parsed.GetValue(options.Engine), problems);
        var wanted = Wanted(devices);
        var limits = Limits(trace);
        var (scaling, losses, overflow, classes) = (ReadScaling(), ReadLosses(), ReadOverflow(), ReadClasses(trace, level));
        if (parsed.GetValue(options.Seller) is { } seller && !facts.CurrentOffers.Any(offer => Spelling.Fold(offer.Seller) == Spelling.Fold(seller)))
        {
            Wrong("--seller", $"unknown seller \"{seller}\"{Spelling.DidYouMean(seller, facts.CurrentOffers.Select(offer => offer.Seller).Distinct())}");
        }

        if (problems.HasErrors || model is null || devices is null)
        {
            return null;
        }

        var groups = wanted.Select(one => Group(model, one, precision, family, limits)).ToList();
        if (groups.Contains(null))
        {
            return null;
        }

        groups[0] = groups[0]! with { Scaling = scaling, Losses = losses, Spares = parsed.GetValue(options.Spares) };
        return new([.. groups.Select(group => Timed(group!))], parsed.GivenOr(options.Router, Router.RoundRobin))
        {
            Level = level,
            Classes = classes,
            Overflow = overflow,
            Transfer = new(_kinds.Fit(model, Deployment(groups[0]!, wanted[0], precision, family), groups[0]!.Kind.Engine)!.KvPerToken, BytesPerSecond.FromGigabytes(Gigabytes()), Duration.FromMilliseconds(1)),
            Client = parsed.GivenOr(options.ClientOverhead, OnOff.On) == OnOff.On ? ClientOverhead.Usual : ClientOverhead.None,
        };
    }

    private static Deployment Deployment(ReplicaGroup group, Kind wanted, Precision? precision, string? family) =>
        new(wanted.Device.Id, wanted.Gpus, precision ?? Usual(wanted.Device), family ?? group.Kind.Engine.Family);

    private ReplicaGroup Timed(ReplicaGroup group) => group with
    {
        Provision = parsed.GivenOr(options.Provision, group.Provision),
        Load = parsed.GivenOr(options.Load, group.Load),
    };

    /// <summary>Kinds of replica: those of the main options, split where prompts are computed apart, and more.</summary>
    private List<Kind> Wanted(Accelerator? device)
    {
        var wanted = new List<Kind>();
        if (device is not null)
        {
            var gpus = parsed.GivenOr(options.Gpus, 1);
            var prefill = parsed.GivenOr(options.Prefill, 0);
            wanted.Add(new(device, gpus, parsed.GivenOr(options.Replicas, 1), prefill > 0 ? ReplicaRole.Decode : ReplicaRole.Whole));
            if (prefill > 0)
            {
                wanted.Add(new(device, gpus, prefill, ReplicaRole.Prefill));
            }
        }

        foreach (var text in parsed.GetValue(options.Also) ?? [])
        {
            var parts = text.Split(':');
            if (parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var gpus) && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && gpus is > 0 and <= 1024 && count is > 0 and <= 10_000)
            {
                if (Named.Accelerator(facts, parts[0], problems) is { } other)
                {
                    wanted.Add(new(other, gpus, count, ReplicaRole.Whole));
                }
            }
            else
            {
                Wrong("--also", $"\"{text}\" is not DEVICE:GPUS:REPLICAS, such as l40s:1:4");
            }
        }

        return wanted;
    }

    private EngineLimits Limits(Trace? trace)
    {
        var limits = new EngineLimits
        {
            MaxSequences = parsed.GivenOr(options.MaxSequences, 256),
            MaxBatchedTokens = parsed.GivenOr(options.MaxBatchedTokens, 8192),
            BlockSize = parsed.GivenOr(options.BlockSize, 16),
            KvBlocks = parsed.GivenOr(options.KvBlocks, 0),
            ChunkedPrefill = parsed.GivenOr(options.ChunkedPrefill, OnOff.On) == OnOff.On,
            PlansAhead = parsed.GivenOr(options.AsyncScheduling, OnOff.On) == OnOff.On,
            Reuse = Reuse(trace),
        };
        foreach (var fault in (limits with { KvBlocks = 1 }).Faults())
        {
            Wrong("--max-batched-tokens", fault);
        }

        if (limits.Reuse is PrefixReuse.ByBlocks && trace is not null && (trace.BlockSize is not { } size || size.Count % limits.BlockSize != 0))
        {
            Wrong("--prefix-cache", trace.BlockSize is null ? "the trace names no blocks of its prompts" : $"the trace's blocks of {trace.BlockSize} are not whole blocks of {limits.BlockSize} tokens");
        }

        return limits;
    }

    private PrefixReuse Reuse(Trace? trace)
    {
        switch (parsed.GetValue(options.PrefixCache))
        {
            case null:
                return trace?.BlockSize is null ? PrefixReuse.OfTrace : PrefixReuse.OfBlocks;
            case "trace":
                return PrefixReuse.OfTrace;
            case "blocks" or "on":
                return PrefixReuse.OfBlocks;
            case "off":
                return PrefixReuse.Nothing;
            case var text when Ratio.TryParse(text, out var share) && share >= Ratio.Zero && share <= Ratio.One:
                return new PrefixReuse.Share(share);
            case var text:
                Wrong("--prefix-cache", $"\"{text}\" must be trace, blocks, off or a share such as 30%");
                return PrefixReuse.Nothing;
        }
    }

    private ReplicaGroup? Group(Model model, Kind wanted, Precision? precision, string? family, EngineLimits limits)
    {
        var engine = _kinds.EngineFor(model, wanted.Device, family);
        var deployment = new Deployment(wanted.Device.Id, wanted.Gpus, precision ?? Usual(wanted.Device), family ?? engine.Family);
        var share = parsed.GivenOrNull(options.MemoryShare);
        if (_kinds.Of(model, deployment, _kinds.Corrected(model, deployment, engine), limits, share) is not { } kind)
        {
            WhyNot = _kinds.Fit(model, deployment, engine, share) switch
            {
                null => $"the network of {model.Id} is not published: it cannot be simulated",
                { Fits: false } fit => $"{model.Id} in {deployment.Precision} does not fit on {wanted.Gpus}x {wanted.Device.Id}: {fit.Reason}",
                _ => $"{wanted.Gpus} {wanted.Device.Id} cannot be modelled: their bandwidth, arithmetic or interconnect is not known",
            };
            return null;
        }

        var price = Price(wanted);
        var slower = kind.Engine.Scale / engine.Scale;
        var corrected = Math.Abs(slower.Value - 1) < 0.005 ? "" : string.Create(CultureInfo.InvariantCulture, $", times corrected by {slower.Value:0.##} from measurements of the network on {wanted.Device.Id}");
        _notes.Add($"{deployment}: modelled with the calibration {engine.Id}{corrected}: {engine.Provenance.Source}");
        _notes.Add($"{deployment}: {kind.Limits.KvBlocks:#,##0} blocks of {kind.Limits.BlockSize} tokens, {kind.Limits.MaxSequences} requests and {kind.Limits.MaxBatchedTokens} tokens a step");
        _notes.Add($"{deployment}: {price.Source}");
        return new(kind with { Role = wanted.Role }, wanted.Count, price);
    }

    /// <summary>The given price, or the offer that holds so many replicas for the least.</summary>
    private MachinePrice Price(Kind wanted)
    {
        if (parsed.GivenOrNull(options.Price) is { } given)
        {
            return new(given, 1, $"{given} for each replica, as given");
        }

        var pricing = parsed.GivenOr(options.PricingOption, Pricing.OnDemand);
        var best = facts.CurrentOffers
            .Where(offer => offer.AcceleratorId == wanted.Device.Id && offer.Pricing == pricing && (offer.SoldByGpu || offer.Gpus >= wanted.Gpus))
            .Where(offer => parsed.GetValue(options.Seller) is not { } seller || Spelling.Fold(offer.Seller) == Spelling.Fold(seller))
            .Select(offer => (Offer: offer, Price: offer.SoldByGpu ? new MachinePrice(offer.PricePerGpu * wanted.Gpus, 1, "") : new(offer.Price, MachineHours.ReplicasPerMachine(offer.Gpus, wanted.Gpus), "")))
            .OrderBy(entry => (entry.Price.Hourly * ((wanted.Count + entry.Price.ReplicasPerMachine - 1) / entry.Price.ReplicasPerMachine)).Dollars)
            .ThenBy(entry => entry.Offer.Seller, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Offer is { } found
            ? best.Price with { Source = $"{best.Price.Hourly} for a machine of {best.Price.ReplicasPerMachine} {(best.Price.ReplicasPerMachine == 1 ? "replica" : "replicas")}: {found.Seller} {found.Instance}, {found.Provenance.AsOf}" }
            : new(default, 1, "no such offer in the catalog: give --usd-per-hour for a cost");
    }

    private Scaling? ReadScaling()
    {
        if (parsed.GetValue(options.Scale) is not { } text)
        {
            return null;
        }

        var parts = text.Split(':');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && least <= most && most is > 0 and <= 10_000)
        {
            ScalingSignal signal = parsed.GivenOr(options.ScaleWaiting, 0) is > 0 and var waiting ? new ScalingSignal.Waiting(waiting) : new ScalingSignal.InFlight(parsed.GivenOr(options.ScaleTarget, 32));
            return new(least, most, signal, parsed.GivenOr(options.ScaleInterval, Duration.FromSeconds(15)), parsed.GivenOr(options.ScaleDownDelay, Duration.FromMinutes(5)));
        }

        Wrong("--scale", $"\"{text}\" is not MIN:MAX, such as 1:8");
        return null;
    }

    private List<Loss> ReadLosses()
    {
        var losses = new List<Loss>();
        if (parsed.GivenOrNull(options.FailsEvery) is { } failure)
        {
            losses.Add(new Loss.Failure(failure));
        }

        if (parsed.GivenOrNull(options.InterruptedEvery) is { } interruption)
        {
            losses.Add(new Loss.Interruption(interruption));
        }

        if (parsed.GetValue(options.SpotTrace) is { } path && ReadSpot(path) is { } spot)
        {
            losses.Add(spot);
        }

        return losses;
    }

    private Loss.Availability? ReadSpot(string path)
    {
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            var step = json.RootElement.GetProperty("metadata").GetProperty("gap_seconds").GetDouble();
            int[] launchable = [.. json.RootElement.GetProperty("data").EnumerateArray().Select(tick => (int)tick.GetDouble())];
            if (step > 0 && launchable.Length > 0 && launchable.All(count => count >= 0))
            {
                return new(Duration.FromSeconds(step), launchable);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Told below: what is wrong is the same for all of them.
        }

        problems.Error(new(path, 0, 0), "bad-spot-trace", "not JSON with metadata.gap_seconds and data, a list of how many machines can run");
        return null;
    }

    private Overflow? ReadOverflow()
    {
        if (parsed.GetValue(options.Overflow) is not { } text)
        {
            return null;
        }

        var parts = text.Split('/', 2);
        var model = facts.FindModel(parts[0]);
        var tariffs = model is null ? [] : ApiTariff.From(facts.ApisFor(model)).ToList();
        if (parts.Length < 2 || tariffs.Find(tariff => Spelling.Fold(tariff.Base.Provider) == Spelling.Fold(parts[1])) is not { } found)
        {
            Wrong("--overflow", model is null
                ? $"unknown model \"{parts[0]}\"{facts.SuggestModel(parts[0])}"
                : $"\"{text}\" must be {model.Id}/ and one of {string.Join(", ", tariffs.Select(tariff => tariff.Base.Provider).Distinct())}");
            return null;
        }

        OverflowRule rule = (parsed.GivenOrNull(options.OverflowTtft), parsed.GivenOrNull(options.OverflowWait)) switch
        {
            ({ } ttft, _) => new OverflowRule.PredictedTtft(ttft),
            (_, { } wait) => new OverflowRule.Wait(wait),
            _ => new OverflowRule.QueueLength(parsed.GivenOr(options.OverflowQueue, 16)),
        };
        var (first, each) = (parsed.GivenOr(options.ApiTtft, Duration.FromMilliseconds(500)), parsed.GivenOr(options.ApiTpot, Duration.FromMilliseconds(20)));
        _notes.Add($"API {found.Base.ProviderModel} of {found.Base.Provider}, {found.Base.Provenance.AsOf}; its first token in {first}, then {each} each (assumed)");
        return new(found, rule, first, each);
    }

    private List<ServiceClass> ReadClasses(Trace? trace, ServiceLevel level)
    {
        var classes = new List<ServiceClass>();
        foreach (var text in parsed.GetValue(options.Class) ?? [])
        {
            if (ReadClass(text, level) is not { } one)
            {
                Wrong("--class", $"\"{text}\" is not NAME=interactive or NAME=batch, with a deadline such as :1h where there is one, and limits such as ,ttft=1s,tpot=50ms");
            }
            else if (trace is not null && !trace.Classes.Contains(one.Name))
            {
                Wrong("--class", $"the trace has no class \"{one.Name}\"{Spelling.DidYouMean(one.Name, trace.Classes)}");
            }
            else
            {
                classes.Add(one);
            }
        }

        return classes;
    }

    /// <summary><c>NAME=batch:1h,ttft=5s</c>; null where it is not one. Without limits of its own an interactive class has those of the whole, a batch class none.</summary>
    private static ServiceClass? ReadClass(string text, ServiceLevel level)
    {
        if (text.Split('=', 2) is not [var name, var rest])
        {
            return null;
        }

        var words = rest.Split(',');
        var parts = words[0].Split(':', 2);
        var batch = parts[0] == "batch";
        var deadline = parts.Length == 2 && Duration.TryParse(parts[1], out var time) ? time : (Duration?)null;
        if (!(batch || parts[0] == "interactive") || (parts.Length == 2 && deadline is not { Seconds: > 0 }))
        {
            return null;
        }

        var own = words.Length > 1 || batch ? ServiceLevel.None : level;
        foreach (var word in words.Skip(1))
        {
            if (word.Split('=') is not [var limit, var value] || !Duration.TryParse(value, out var within) || within <= default(Duration) || limit is not ("ttft" or "tpot"))
            {
                return null;
            }

            own = limit == "ttft" ? own with { Ttft = within } : own with { Tpot = within };
        }

        return new(name, own, deadline, batch);
    }

    private double Gigabytes()
    {
        var text = parsed.GetValue(options.KvBandwidth) ?? "50";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0)
        {
            return value;
        }

        Wrong("--kv-bandwidth", $"\"{text}\" is not a number of GB/s above zero");
        return 50;
    }

    private void Wrong(string option, string message) => problems.Error(new(option, 0, 0), "bad-option", message);

    private static Precision Usual(Accelerator device) => new(device.DensePeak.ContainsKey("fp8") ? "fp8" : "bf16");

    private sealed record Kind(Accelerator Device, int Gpus, int Count, ReplicaRole Role);
}
