namespace Mtok.Planning;

/// <summary>Prompts that alone, with nothing else in flight, take longer than the limit to the first token.</summary>
/// <param name="Tokens">The shortest of them, cached part apart.</param>
/// <param name="Alone">What it takes.</param>
/// <param name="Deployment">On which replica.</param>
/// <param name="Limit">The limit.</param>
/// <param name="MayMiss">The share of requests that may miss the service level; more than that are as long.</param>
public sealed record LongPrompt(Tokens Tokens, Duration Alone, Deployment Deployment, Duration Limit, Ratio MayMiss);
