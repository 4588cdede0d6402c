using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>What the page of plans shows.</summary>
/// <param name="Text">The workload that is planned.</param>
/// <param name="Action">Where its form is sent.</param>
/// <param name="Jobs">Plans that were asked for.</param>
/// <param name="Problems">What is wrong with what was sent.</param>
public sealed record PlanView(string Text, string Action, IReadOnlyList<JobStatus> Jobs, IReadOnlyList<Problem> Problems);

/// <summary>What the page of one plan shows.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Problems">What is wrong with its input.</param>
/// <param name="Cancel">Where it is cancelled.</param>
/// <param name="Key">What that form sends with it.</param>
public sealed record PlanJobView(JobStatus Status, IReadOnlyList<Problem> Problems, string Cancel, FormKey Key)
{
    /// <summary>The answer; null until it is there.</summary>
    public string? Lead { get; init; }

    /// <summary>Its figures.</summary>
    public IReadOnlyList<PageNumber> Numbers { get; init; } = [];

    /// <summary>Its parts.</summary>
    public IReadOnlyList<PageSection> Sections { get; init; } = [];

    /// <summary>The part that is shown.</summary>
    public string Part { get; init; } = "";
}
