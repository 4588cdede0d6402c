namespace Mtok.Tracking;

/// <summary>The deployments that people run, and the teams behind their keys.</summary>
/// <param name="Deployments">The deployments, in order.</param>
/// <param name="Teams">A gateway key, principal or account, and the team it belongs to.</param>
public sealed record DeploymentFile(IReadOnlyList<TrackedDeployment> Deployments, IReadOnlyDictionary<string, string> Teams)
{
    /// <summary>No deployments and no teams.</summary>
    public static DeploymentFile Empty { get; } = new([], new Dictionary<string, string>());

    /// <summary>The deployment whose machines a row of a bill pays for; null where there is none.</summary>
    public TrackedDeployment? BilledBy(BillRow row) => Deployments.FirstOrDefault(deployment => deployment.IsBilledBy(row));

    /// <summary>The deployment that served usage: by its name or targets; where it names none, the only one that serves the model.</summary>
    public TrackedDeployment? Of(UsageKey key)
    {
        if (key.Deployment.Length > 0 && Deployments.FirstOrDefault(deployment => deployment.IsNamed(key.Deployment)) is { } named)
        {
            return named;
        }

        var serving = Deployments.Where(deployment => deployment.Models.Any(model => model.Matches(key.Model))).Take(2).ToList();
        return key.Deployment.Length == 0 && serving is [var only] ? only : null;
    }

    /// <summary>The team of a key, principal or account; the name itself where no team is given.</summary>
    public string TeamOf(string name) => Teams.GetValueOrDefault(name, name);

    /// <summary>Who used what a row of a bill pays for: the team behind its key, else behind its principal or account; the deployment it names.</summary>
    public UsageKey KeyOf(BillRow row) => row.Key with
    {
        Team = Teams.TryGetValue(row.Credential, out var team) ? team : TeamOf(row.Key.Team),
        Deployment = BilledBy(row)?.Name ?? row.Key.Deployment,
    };

    /// <summary>Whether the file says whose a row of a bill is.</summary>
    public bool NamesTeamOf(BillRow row) => Teams.ContainsKey(row.Credential) || Teams.ContainsKey(row.Key.Team);

    /// <summary>The key with the team's name and the deployment's.</summary>
    public UsageKey Named(UsageKey key) => key with { Team = TeamOf(key.Team), Deployment = Of(key)?.Name ?? key.Deployment };
}
