namespace Mtok;

/// <summary>The kinds of obstacle to a modelled figure, the farthest from serving first.</summary>
public enum ObstacleKind
{
    /// <summary>Neither network nor throughput is published.</summary>
    NothingPublished,

    /// <summary>The datasheet lacks bandwidth or arithmetic.</summary>
    DeviceUnknown,

    /// <summary>The weights leave no room for context.</summary>
    WeightsTooLarge,

    /// <summary>The weights fit, but engines refuse the arrangement.</summary>
    Refused,

    /// <summary>How the devices communicate is not known.</summary>
    NotJoined,

    /// <summary>A request needs more context than fits beside the weights.</summary>
    RequestTooLong,

    /// <summary>Requests miss the latency limits alone, or at random times with one in flight on the mean.</summary>
    TooSlow,
}

/// <summary>What keeps a deployment from having a modelled figure.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Words">Why, as a sentence.</param>
public sealed record Obstacle(ObstacleKind Kind, string Words);
