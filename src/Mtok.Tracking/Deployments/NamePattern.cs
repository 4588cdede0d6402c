namespace Mtok.Tracking;

/// <summary>A name, or a pattern of names in which <c>*</c> stands for any characters; letters of either case are the same.</summary>
/// <param name="Text">The pattern as written.</param>
public sealed record NamePattern(string Text)
{
    /// <summary>Whether the whole name fits.</summary>
    public bool Matches(string name)
    {
        var (at, pattern) = (0, 0);
        var (star, resume) = (-1, 0);
        while (at < name.Length)
        {
            if (pattern < Text.Length && Text[pattern] == '*')
            {
                star = pattern++;
                resume = at;
            }
            else if (pattern < Text.Length && char.ToUpperInvariant(Text[pattern]) == char.ToUpperInvariant(name[at]))
            {
                pattern++;
                at++;
            }
            else if (star >= 0)
            {
                pattern = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        return Text[pattern..].All(character => character == '*');
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
