using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>The saved plan that costs are compared with.</summary>
internal sealed class PlannedCost
{
    /// <param name="settings">Names its file.</param>
    /// <exception cref="ServerFaultException">The file cannot be used.</exception>
    public PlannedCost(ServerSettings settings)
    {
        var problems = new Problems();
        Plan = settings.Plan is { } file ? SavedPlan.Read(file, problems) : null;
        if (problems.HasErrors)
        {
            throw ServerFaultException.Of(problems);
        }
    }

    /// <summary>The plan; null where there is none.</summary>
    public SavedPlan? Plan { get; }
}
