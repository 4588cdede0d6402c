namespace Mtok;

/// <summary>Rules for the requests of one class of a trace; they replace those of the workload.</summary>
/// <param name="Name">The class, as the trace names it.</param>
/// <param name="ServiceLevel">The latency limits.</param>
/// <param name="Interruptible">Whether work may be interrupted and restarted.</param>
/// <param name="Deadline">How long a request may be deferred; zero if it may not.</param>
/// <param name="Where">The location of the rules.</param>
public sealed record ClassRules(string Name, ServiceLevel ServiceLevel, bool Interruptible, Duration Deadline, Location Where)
{
    /// <summary>Reports rules for classes that the trace does not have.</summary>
    /// <param name="rules">The rules of a workload.</param>
    /// <param name="known">The classes of the trace.</param>
    /// <param name="problems">Where to report.</param>
    public static void Check(IReadOnlyList<ClassRules> rules, IReadOnlyList<string> known, Problems problems)
    {
        foreach (var rule in rules.Where(rule => !known.Contains(rule.Name)))
        {
            problems.Error(
                rule.Where,
                "unknown-class",
                $"the trace has no class \"{rule.Name}\"{Spelling.DidYouMean(rule.Name, known)}; it has "
                + $"{string.Join(", ", known.Take(20).Select(name => $"\"{name}\""))}{(known.Count > 20 ? $" and {known.Count - 20} more" : "")}");
        }
    }
}
