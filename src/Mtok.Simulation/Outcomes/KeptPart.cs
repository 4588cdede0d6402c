namespace Mtok.Simulation;

/// <summary>How the requests that arrived in a part of the time fared.</summary>
/// <param name="From">When it began.</param>
/// <param name="Requests">How many arrived in it.</param>
/// <param name="Kept">Of them those answered within all that they were promised.</param>
/// <param name="Overflowed">Of them those that went to an API.</param>
public sealed record KeptPart(Duration From, long Requests, long Kept, long Overflowed);
