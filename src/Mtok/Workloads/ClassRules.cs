namespace Mtok;

/// <summary>What holds for the requests of one class of a trace in place of what holds for the workload.</summary>
/// <param name="Name">The class, as the trace names it.</param>
/// <param name="ServiceLevel">How fast answers must come.</param>
/// <param name="Interruptible">Whether work may be cut off and done again.</param>
/// <param name="Deadline">How long a request may wait; zero for not at all.</param>
/// <param name="Where">Where the rules stand.</param>
public sealed record ClassRules(string Name, ServiceLevel ServiceLevel, bool Interruptible, Duration Deadline, Location Where)
{
    /// <summary>Tells rules for classes that a trace does not have.</summary>
    /// <param name="rules">The rules of a workload.</param>
    /// <param name="known">The classes of the trace.</param>
    /// <param name="problems">Where they are told.</param>
    public static void Check(IReadOnlyList<ClassRules> rules, IReadOnlyList<string> known, Problems problems)
    {
        foreach (var rule in rules.Where(rule => !known.Contains(rule.Name)))
        {
            problems.Error(rule.Where, "unknown-class", $"the trace has no class \"{rule.Name}\"{Spelling.DidYouMean(rule.Name, known)}; it has {string.Join(", ", known.Take(20).Select(name => $"\"{name}\""))}{(known.Count > 20 ? $" and {known.Count - 20} more" : "")}");
        }
    }
}
