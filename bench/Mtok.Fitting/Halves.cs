namespace Mtok.Fitting;

/// <summary>Splits shapes at random into two halves of the same size; deterministic for a seed, whatever the order of rows.</summary>
internal static class Halves
{
    private const uint Seed = 2166136261;

    public static (IReadOnlyList<Timing> Fitted, IReadOnlyList<Timing> HeldOut) Split(IReadOnlyList<Timing> timings) => Split(timings, timing => timing.Shape);

    public static (IReadOnlyList<T> Fitted, IReadOnlyList<T> HeldOut) Split<T>(IReadOnlyList<T> timings, Func<T, string> shapeOf)
    {
        var shapes = timings.Select(shapeOf).Distinct().OrderBy(Hash).ThenBy(text => text, StringComparer.Ordinal).ToList();
        var fitted = shapes.Take((shapes.Count + 1) / 2).ToHashSet(StringComparer.Ordinal);
        var halves = timings.ToLookup(timing => fitted.Contains(shapeOf(timing)));
        return ([.. halves[true]], [.. halves[false]]);
    }

    /// <summary>FNV-1a with a final mix; string.GetHashCode differs from run to run.</summary>
    private static uint Hash(string text)
    {
        var hash = Seed;
        foreach (var letter in text)
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        return unchecked((hash ^ (hash >> 15)) * 2246822519);
    }
}
