namespace Mtok.Tracking;

/// <summary>What is asked about: the usage and cost of a model, a team or a deployment. Empty stands for what is not stated.</summary>
/// <param name="Model">The model; null for all.</param>
/// <param name="Team">The team; null for all.</param>
/// <param name="Deployment">The deployment; null for all.</param>
public sealed record TrackPart(string? Model, string? Team, string? Deployment)
{
    /// <summary>Everything.</summary>
    public static TrackPart Whole { get; } = new(null, null, null);

    /// <summary>Whether usage or cost of that key belongs to it.</summary>
    public bool Holds(UsageKey key) => Is(Model, key.Model) && Is(Team, key.Team) && Is(Deployment, key.Deployment);

    private static bool Is(string? asked, string stated) => asked is null || asked == stated;
}
