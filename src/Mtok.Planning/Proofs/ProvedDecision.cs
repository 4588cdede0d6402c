namespace Mtok.Planning;

/// <summary>Ranks every option, fleets that may be the cheapest sized by replaying requests (Y6): made up like a profile where there is no trace.</summary>
public static class ProvedDecision
{
    /// <summary>Ranks the options of a workload without a trace; the same for the same input and seed.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    /// <param name="seed">The seed of draws and of requests that are made up.</param>
    public static Decision Of(Workload workload, Capacities capacities, DateOnly? today = null, int seed = 1) =>
        StagedDecision.Of(workload, capacities, today, seed).Whole;
}
