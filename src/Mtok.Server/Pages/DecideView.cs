using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>What the page of decisions shows.</summary>
/// <param name="Text">The workload's text, with the fields' keys in it.</param>
/// <param name="Fields">The form's fields with what they hold.</param>
/// <param name="Packed">The text that the fields replace keys of, as an address holds it; null for the usual.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Answer">The answer; null where it is not made yet, or cannot be.</param>
public sealed record DecideView(
    string Text, IReadOnlyList<(WorkloadField Field, string Value)> Fields, string? Packed, IReadOnlyList<Problem> Problems, DecideAnswerView? Answer)
{
    /// <summary>Where the answer is had.</summary>
    public string AnswerAddress { get; init; } = "";

    /// <summary>The address of the page with its answer, for browsers without scripts.</summary>
    public string WaitAddress { get; init; } = "";

    /// <summary>Where the text is saved from.</summary>
    public string SaveAddress { get; init; } = "";

    /// <summary>Where a plan of it is started.</summary>
    public string PlanAddress { get; init; } = "";
}

/// <summary>An answer.</summary>
/// <param name="Decision">The decision, without the flips of volume where these are not made yet.</param>
/// <param name="View">How it is shown.</param>
/// <param name="ChangesAddress">Where all flips are had; null where they are here.</param>
/// <param name="RestAddress">Where the rest is.</param>
public sealed record DecideAnswerView(Decision Decision, DecisionView View, string? ChangesAddress, string RestAddress);
