namespace Mtok;

/// <summary>Reads the [[class]] tables of a workload.</summary>
internal sealed class ClassRulesReader(ServiceLevel level, ServiceLevelReader levels, bool interruptible, Problems problems)
{
    private static readonly Limits<Duration> Wait = new(default, Duration.FromHours(168));

    /// <param name="tables">The tables.</param>
    /// <param name="deadline">How long the workload's requests may be deferred.</param>
    public IReadOnlyList<ClassRules> Read(IReadOnlyList<TomlTable> tables, Duration deadline)
    {
        var rules = tables.Select(table => Class(table, deadline)).ToList();
        foreach (var twice in rules.Index().Where(rule => rule.Item.Name.Length > 0 && rules.Take(rule.Index).Any(other => other.Name == rule.Item.Name)))
        {
            problems.Error(twice.Item.Where, "given-twice", $"[[class]] \"{twice.Item.Name}\" is given twice");
        }

        return rules;
    }

    /// <summary>
    /// Keys that a class does not set default to the workload's. A deferrable class has only latency limits that it sets, and is
    /// interruptible by default.
    /// </summary>
    private ClassRules Class(TomlTable table, Duration deadline)
    {
        var own = table.OptionalQuantity("deadline", Wait);
        var waits = own > default(Duration);
        var basic = waits ? level with { Ttft = null, TtftFigures = LatencyFigures.None, Tpot = null, TpotFigures = LatencyFigures.None } : level;
        var rules = new ClassRules(
            table.Text("name"),
            levels.Read(table, basic),
            table.Flag("interruptible", waits || interruptible),
            own ?? deadline,
            table.WhereIs("name"));
        table.RejectUnknown();
        return rules;
    }
}
