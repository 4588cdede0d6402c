using System.Text.Json;

namespace Mtok;

/// <summary>
/// Collects what is wrong with a request. A library names the property; whoever bound the request says how that property is
/// spelled there: <c>--max-num-seqs</c> on a command line, <c>max_sequences</c> in JSON.
/// </summary>
/// <param name="problems">Where problems are added.</param>
/// <param name="spell">How a property is spelled where the request came from; null for its JSON key.</param>
public sealed class RequestProblems(Problems problems, Func<string, string>? spell = null)
{
    /// <summary>Everything reported so far, files included.</summary>
    public Problems All => problems;

    /// <summary>Whether any of it makes the request unusable.</summary>
    public bool HasErrors => problems.HasErrors;

    /// <summary>The property as the sender of the request writes it.</summary>
    /// <param name="property">The name of the property, as <c>nameof</c> gives it.</param>
    public string NameOf(string property) => spell?.Invoke(property) ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>Reports an unusable value.</summary>
    /// <param name="property">The name of the property.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="rule">The rule it breaks.</param>
    public void Error(string property, string message, string rule = "bad-option") => problems.Error(new(NameOf(property), 0, 0), rule, message);

    /// <summary>Reports a value outside its range; a null value is in every range.</summary>
    /// <typeparam name="T">The kind of value.</typeparam>
    /// <param name="property">The name of the property.</param>
    /// <param name="value">Its value.</param>
    /// <param name="range">The closed range it must lie in.</param>
    public void CheckRange<T>(string property, T? value, Limits<T> range)
        where T : struct, IComparable<T>
    {
        if (value is { } given && !range.Hold(given))
        {
            Error(property, $"{range.Show(given)} is out of range; it must be {range}", "out-of-range");
        }
    }
}
