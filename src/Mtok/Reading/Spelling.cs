namespace Mtok;

/// <summary>Compares names as people type them, and finds the known name nearest to a misspelt one.</summary>
public static class Spelling
{
    /// <summary>What is longer is no misspelt name.</summary>
    private const int LongestName = 200;

    /// <summary>The name in lower case without spaces, underscores, hyphens and dots, the form in which names are compared.</summary>
    public static string Fold(string name)
    {
        var folded = name.Length <= 256 ? stackalloc char[name.Length] : new char[name.Length];
        var length = 0;
        foreach (var letter in name)
        {
            if (letter is not (' ' or '_' or '-' or '.'))
            {
                folded[length++] = char.ToLowerInvariant(letter);
            }
        }

        return new(folded[..length]);
    }

    /// <summary>A hint such as <c>; did you mean "llama-3.3-70b"?</c>; empty if no known name is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
        {
            return "";
        }

        var folded = Fold(name);
        var nearest = known.Where(candidate => candidate.Length > 0)
            .Select(candidate => (Name: candidate, Distance: Distance(folded, Fold(candidate))))
            .OrderBy(pair => pair.Distance).ThenBy(pair => Math.Abs(pair.Name.Length - name.Length)).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is not null && IsNear(folded, Fold(nearest.Name), nearest.Distance) ? $"; did you mean \"{nearest.Name}\"?" : "";
    }

    /// <summary>Whether most of the shorter name is in the other: one slip in a short name, one in three letters of a longer one.</summary>
    private static bool IsNear(string typed, string known, int distance)
    {
        var shorter = Math.Min(typed.Length, known.Length);
        return distance == 0 || (shorter > 1 && distance <= Math.Max(1, shorter / 3));
    }

    /// <summary>The edit distance: letters to change, add, remove or swap with the next one to turn one text into the other.</summary>
    private static int Distance(string from, string to)
    {
        var before = Array.Empty<int>();
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var current = new int[to.Length + 1];
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous) = (previous, current);
        }

        return previous[to.Length];
    }
}
