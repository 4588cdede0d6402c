using System.Collections.Concurrent;

namespace Mtok.Planning;

/// <summary>What input, cached input and output take of a bill (C8): at APIs by their prices, on machines by the step model's times.</summary>
/// <param name="served">The workload, whose mean request is split.</param>
/// <param name="capacities">What replicas serve.</param>
internal sealed class TokenShares(Workload served, Capacities capacities)
{
    private readonly ConcurrentDictionary<(string, Deployment), TokenParts?> _known = [];

    public TokenMix Mix => served.Mix;

    /// <summary>By the time of a replica; null where the step model does not know it.</summary>
    public TokenParts? Of(Model model, Deployment deployment) => _known.GetOrAdd((model.Id, deployment), _ =>
    {
        var mix = served.WorkOf(model.Id).Of(served.Mix);
        return TokenTimes.Of(capacities, deployment, model, mix)?.Of(mix);
    });

    /// <summary>By the prices of an API, each group of requests at the prices it may wait for.</summary>
    public TokenParts Of(ApiTariff tariff) => served.WorkOf(tariff.Base.ModelId).Of(served.ServedGroups)
        .Select(group => tariff.PartsOf(group.Mix, group.Deferrable, served.Traffic.Shape.OfWeek) * group.Share)
        .Aggregate((left, right) => left + right);

    /// <summary>The same of several APIs by the share of each.</summary>
    public TokenParts Of(IEnumerable<ApiPart> apis) => apis.Select(api => Of(api.Tariff) * api.Share).Aggregate((left, right) => left + right);

    /// <summary>By what a unit of provisioned throughput serves.</summary>
    public TokenParts Of(ProvisionedPrice price)
    {
        double Part(Tokens tokens, TokensPerSecond rate) => tokens.Count / rate.PerSecond;
        return new(
            Part(served.Mix.ComputedInput, price.Rates.Input), Part(served.Mix.CachedInput, price.Rates.CachedInput ?? price.Rates.Input),
            Part(served.Mix.Output, price.Rates.Output));
    }

    /// <summary>Of machines with an API for the rest, each by its share of the bill; null where the step model does not know the machines.</summary>
    public TokenParts? Of(Model model, Deployment deployment, IReadOnlyList<ApiPart> apis, Ratio machines) =>
        apis.Count > 0 && Of(model, deployment) is { } own ? own.Of(machines.Value) + Of(apis).Of(1 - machines.Value) : null;
}
