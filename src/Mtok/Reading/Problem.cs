namespace Mtok;

/// <summary>Whether a problem makes the data unusable.</summary>
public enum Severity
{
    /// <summary>Worth a look; the data is used.</summary>
    Warning,

    /// <summary>The data is not used.</summary>
    Error,
}

/// <summary>One thing that is wrong with data a user gave.</summary>
/// <param name="Where">Where it stands.</param>
/// <param name="Severity">Whether the data can still be used.</param>
/// <param name="Rule">The rule it breaks, a short name such as <c>zero-price</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record Problem(Location Where, Severity Severity, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Where}: {(Severity == Severity.Error ? "error" : "warning")}: {Message} [{Rule}]";
}

/// <summary>Every problem found so far; readers add to it and go on, so that all are told at once.</summary>
public sealed class Problems
{
    private readonly List<Problem> _all = [];

    /// <summary>All problems, in the order of file, line and column.</summary>
    public IReadOnlyList<Problem> All =>
        [.. _all.OrderBy(problem => problem.Where.File, StringComparer.Ordinal).ThenBy(problem => problem.Where.Line).ThenBy(problem => problem.Where.Column)];

    /// <summary>Whether any of them makes the data unusable.</summary>
    public bool HasErrors => _all.Exists(problem => problem.Severity == Severity.Error);

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>Adds a problem that makes the data unusable.</summary>
    public void Error(Location where, string rule, string message) => _all.Add(new(where, Severity.Error, rule, message));

    /// <summary>Adds a problem worth a look.</summary>
    public void Warn(Location where, string rule, string message) => _all.Add(new(where, Severity.Warning, rule, message));
}
