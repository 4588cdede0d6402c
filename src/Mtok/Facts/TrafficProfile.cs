namespace Mtok;

/// <summary>What a public trace says of traffic, enough to generate traffic like it.</summary>
/// <param name="Id">Its id, such as <c>azure-2023-code</c>.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Classes">The kinds of requests in it, each with a traffic of its own.</param>
/// <param name="Provenance">The trace it was derived from, and when that was recorded.</param>
public sealed record TrafficProfile(string Id, string Name, IReadOnlyList<TrafficClass> Classes, Provenance Provenance)
{
    /// <summary>The mean rate of all classes.</summary>
    public RequestsPerSecond MeanRate => Classes.Aggregate(default(RequestsPerSecond), (sum, part) => sum + part.MeanRate);

    /// <summary>How long the profile lasts before it begins again: the longest of its rate curves.</summary>
    public Duration Length => Classes.Select(part => part.Step * part.Rates.Count).Max();
}

/// <summary>One kind of requests of a profile.</summary>
/// <param name="Name">What to call them.</param>
/// <param name="Step">How long each rate holds.</param>
/// <param name="Rates">Requests per second, step by step; begins again after the last.</param>
/// <param name="ArrivalVariation">Coefficient of variation of the time between requests at a steady rate; 1 is a Poisson process.</param>
/// <param name="MinuteVariation">Coefficient of variation of the rate from minute to minute within an hour.</param>
/// <param name="Lengths">Lengths of prompts and answers.</param>
public sealed record TrafficClass(string Name, Duration Step, IReadOnlyList<RequestsPerSecond> Rates, Ratio ArrivalVariation, Ratio MinuteVariation, JointLengths Lengths)
{
    /// <summary>The mean of the rates.</summary>
    public RequestsPerSecond MeanRate => RequestsPerSecond.FromPerSecond(Rates.Average(rate => rate.PerSecond));
}

/// <summary>Lengths of prompts and answers together: bins of each with quantiles within, and how many requests fall in each pair of bins.</summary>
/// <param name="Inputs">Bins of input tokens, each as its quantiles from the least to the most.</param>
/// <param name="Outputs">Bins of output tokens, likewise.</param>
/// <param name="Weights">Requests of each pair: of the first bin of inputs with every bin of outputs, then of the second.</param>
public sealed record JointLengths(IReadOnlyList<IReadOnlyList<Tokens>> Inputs, IReadOnlyList<IReadOnlyList<Tokens>> Outputs, IReadOnlyList<long> Weights);
