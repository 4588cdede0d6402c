namespace Mtok.Tracking;

/// <summary>
/// The mark that a ledger's database may hold rows of no segment: a writer sets it first and clears it last, so that one that was killed leaves it.
/// </summary>
internal static class LedgerMark
{
    private const string Name = "open";

    /// <summary>Whether rows may be open.</summary>
    public static bool IsSet(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <summary>Sets the mark.</summary>
    public static void Set(string folder)
    {
        if (!IsSet(folder))
        {
            File.WriteAllBytes(Path.Combine(folder, Name), []);
        }
    }

    /// <summary>Clears the mark.</summary>
    public static void Clear(string folder) => File.Delete(Path.Combine(folder, Name));
}
