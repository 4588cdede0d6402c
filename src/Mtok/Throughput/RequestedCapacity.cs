namespace Mtok;

/// <summary>What replicas of a request's size serve, on one device or all.</summary>
/// <param name="Model">The model.</param>
/// <param name="Mix">The tokens of a request.</param>
/// <param name="Question">The limits or users asked for.</param>
/// <param name="Answers">One for each device and size; empty where curves are drawn instead.</param>
/// <param name="Curves">The frontier of each size; empty where none was asked for or none can be modelled.</param>
public sealed record RequestedCapacity(
    Model Model, TokenMix Mix, CapacityQuestion Question, IReadOnlyList<CapacityAnswer> Answers, IReadOnlyList<Frontier> Curves)
{
    private const int FrontierPoints = 24;
    private static readonly int[] Sizes = [1, 2, 4, 8];

    /// <summary>Answers a request; null where it is unusable, which is reported, all of it at once.</summary>
    public static RequestedCapacity? Of(CapacityRequest request, Capacities capacities, RequestProblems problems)
    {
        var names = new CatalogNames(capacities.Catalog, problems);
        request.Check(problems);
        var model = names.Model(request.Model, request.Mix);
        var devices = names.Accelerators(request.Accelerator);
        var precision = names.Precision(request.Precision);
        var kv = names.KvPrecision(request.KvPrecision);
        var family = names.Engine(request.Engine);
        if (request.ExpertParallel && model is { Network.Experts: null })
        {
            problems.Error(nameof(CapacityRequest.ExpertParallel), $"{model.Id} has no experts to spread", "no-experts");
        }

        if (problems.HasErrors || model is null)
        {
            return null;
        }

        var answers = new CapacityAnswers(capacities);
        var sizes = SizesOf(request);
        var question = new CapacityQuestion(request.Concurrency, new(request.Ttft, request.Tpot));
        var curves = !request.Frontier ? [] : sizes
            .Select(gpus => answers.Frontier(
                model, devices[0], gpus, precision ?? devices[0].UsualPrecision, family, request.Mix, FrontierPoints, request.Parallelism, kv))
            .OfType<Frontier>().ToList();
        var states = curves.Count > 0 ? [] : devices
            .SelectMany(device =>
                sizes.Select(gpus => answers.Of(
                    model, device, gpus, precision ?? device.UsualPrecision, family, request.Mix, question, request.Parallelism, kv)))
            .ToList();
        return new(model, request.Mix, question, request.Gpus is null ? Startable(model, states, capacities.Model) : states, curves);
    }

    /// <summary>Without the sizes that engines refuse on devices of which another size serves: elsewhere the refusal may be all that is in the way.</summary>
    private static List<CapacityAnswer> Startable(Model model, List<CapacityAnswer> states, ThroughputModel throughput)
    {
        var serving = states.Where(state => state.Output is not null).Select(state => state.Deployment.AcceleratorId).ToHashSet(StringComparer.Ordinal);
        return states.FindAll(state => state.Output is not null || !serving.Contains(state.Deployment.AcceleratorId)
            || throughput.WhyRefused(model, state.Deployment) is null);
    }

    /// <summary>The size asked for, or the usual ones that the parallelism allows.</summary>
    private static int[] SizesOf(CapacityRequest request)
    {
        if (request.Gpus is { } size)
        {
            return [size];
        }

        int[] sizes = [.. Sizes.Where(count => count % request.Pipeline == 0 && (!request.ExpertParallel || count > request.Pipeline))];
        return sizes.Length > 0 ? sizes : [request.Pipeline * (request.ExpertParallel ? 2 : 1)];
    }
}
