using System.Text;

namespace Mtok.Tracking;

/// <summary>The keys of attributes: few that come again and again, so that most need no text of their own. From any thread.</summary>
internal static class OtlpKeys
{
    private const int Slots = 1024;
    private const int Longest = 64;
    private static readonly string?[] Known = new string?[Slots];

    /// <summary>The text of a key.</summary>
    public static string Of(ReadOnlySpan<byte> key)
    {
        if (key.Length is 0 or > Longest)
        {
            return Encoding.UTF8.GetString(key);
        }

        ref var known = ref Known[SlotOf(key)];
        if (known is { } text && Ascii.Equals(key, text))
        {
            return text;
        }

        text = Encoding.UTF8.GetString(key);
        known = text;
        return text;
    }

    private static int SlotOf(ReadOnlySpan<byte> key)
    {
        var hash = (uint)key.Length;
        foreach (var letter in key)
        {
            hash = (hash * 31) + letter;
        }

        return (int)(hash % Slots);
    }
}
