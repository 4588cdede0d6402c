namespace Mtok;

/// <summary>Whether a problem makes the data unusable.</summary>
public enum Severity
{
    /// <summary>Worth checking; the data is used.</summary>
    Warning,

    /// <summary>The data is not used.</summary>
    Error,
}

/// <summary>A problem in data a user gave.</summary>
/// <param name="Where">The location of the value at fault.</param>
/// <param name="Severity">Whether the data can still be used.</param>
/// <param name="Rule">The rule it breaks, a short name such as <c>zero-price</c>.</param>
/// <param name="Message">What is wrong and how to fix it.</param>
public sealed record Problem(Location Where, Severity Severity, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Printable.Text($"{Where}: {(Severity == Severity.Error ? "error" : "warning")}: {Message} [{Rule}]");
}

/// <summary>The problems found so far; readers add to it and continue, so that all are reported at once.</summary>
public sealed class Problems
{
    private readonly List<Problem> _all = [];

    /// <summary>Whether what is read comes from somebody who may name no file of this machine: <see cref="InputFile"/> then refuses all.</summary>
    public bool RefusesFiles { get; init; }

    /// <summary>All problems, ordered by file, line and column.</summary>
    public IReadOnlyList<Problem> All =>
        [.. _all.OrderBy(problem => problem.Where.File, StringComparer.Ordinal).ThenBy(problem => problem.Where.Line).ThenBy(problem => problem.Where.Column)];

    /// <summary>Whether any of them makes the data unusable.</summary>
    public bool HasErrors => _all.Exists(problem => problem.Severity == Severity.Error);

    /// <summary>The number of problems.</summary>
    public int Count => _all.Count;

    /// <summary>Adds a problem that makes the data unusable.</summary>
    public void Error(Location where, string rule, string message) => _all.Add(new(where, Severity.Error, rule, message));

    /// <summary>Adds a problem that leaves the data usable.</summary>
    public void Warn(Location where, string rule, string message) => _all.Add(new(where, Severity.Warning, rule, message));
}
