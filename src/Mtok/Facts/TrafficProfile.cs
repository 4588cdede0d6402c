namespace Mtok;

/// <summary>Statistics of a public trace, sufficient to generate similar traffic.</summary>
/// <param name="Id">Its id, such as <c>azure-2023-code</c>.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Classes">Its request classes, each with separate traffic.</param>
/// <param name="Provenance">The trace it was derived from, and when it was recorded.</param>
public sealed record TrafficProfile(string Id, string Name, IReadOnlyList<TrafficClass> Classes, Provenance Provenance)
{
    /// <summary>The mean rate of all classes.</summary>
    public RequestsPerSecond MeanRate => Classes.Aggregate(default(RequestsPerSecond), (sum, part) => sum + part.MeanRate);

    /// <summary>The period after which the profile repeats: that of its longest rate curve.</summary>
    public Duration Length => Classes.Select(part => part.Step * part.Rates.Count).Max();
}

/// <summary>One request class of a profile.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Step">The duration of each rate.</param>
/// <param name="Rates">Requests per second, step by step; repeats after the last.</param>
/// <param name="ArrivalVariation">Coefficient of variation of the time between requests at a steady rate; 1 is a Poisson process.</param>
/// <param name="MinuteVariation">Coefficient of variation of the rate from minute to minute within an hour.</param>
/// <param name="Lengths">Joint lengths of prompts and outputs.</param>
public sealed record TrafficClass(
    string Name, Duration Step, IReadOnlyList<RequestsPerSecond> Rates, Ratio ArrivalVariation, Ratio MinuteVariation, JointLengths Lengths)
{
    /// <summary>The mean of the rates.</summary>
    public RequestsPerSecond MeanRate => RequestsPerSecond.FromPerSecond(Rates.Average(rate => rate.PerSecond));
}

/// <summary>Joint distribution of prompt and output lengths: bins of each with quantiles within, and the requests in each pair of bins.</summary>
/// <param name="Inputs">Bins of input tokens, each as its quantiles from minimum to maximum.</param>
/// <param name="Outputs">Bins of output tokens, likewise.</param>
/// <param name="Weights">Requests of each pair: the first bin of inputs with every bin of outputs, then the second.</param>
public sealed record JointLengths(IReadOnlyList<IReadOnlyList<Tokens>> Inputs, IReadOnlyList<IReadOnlyList<Tokens>> Outputs, IReadOnlyList<long> Weights);
