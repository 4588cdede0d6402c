namespace Mtok.Fitting;

/// <summary>Splits shapes at random into two halves of the same size; deterministic for a seed, whatever the order of rows.</summary>
internal static class Halves
{
    private const uint Seed = 2166136261;

    public static (IReadOnlyList<Timing> Fitted, IReadOnlyList<Timing> HeldOut) Split(IReadOnlyList<Timing> timings)
    {
        var shapes = timings.Select(timing => timing.Shape).Distinct().OrderBy(Hash).ThenBy(text => text, StringComparer.Ordinal).ToList();
        var fitted = shapes.Take((shapes.Count + 1) / 2).ToHashSet(StringComparer.Ordinal);
        var halves = timings.ToLookup(timing => fitted.Contains(timing.Shape));
        return ([.. halves[true]], [.. halves[false]]);
    }

    /// <summary>FNV-1a with a final mix; string.GetHashCode differs from run to run.</summary>
    public static uint Hash(string text)
    {
        var hash = Seed;
        foreach (var letter in text)
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        return unchecked((hash ^ (hash >> 15)) * 2246822519);
    }
}
