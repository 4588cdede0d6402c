namespace Mtok.Tracking;

/// <summary>Where the parts of a ledger lie in its folder.</summary>
internal static class LedgerFolder
{
    private const string DatabaseName = "ledger.duckdb";

    /// <summary>The database.</summary>
    public static string Database(string folder) => Path.Combine(folder, DatabaseName);

    /// <summary>Whether a folder is a ledger.</summary>
    public static bool Is(string folder) => File.Exists(Database(folder));

    /// <summary>Removes the database of a ledger that holds nothing.</summary>
    public static void Remove(string folder)
    {
        File.Delete(Database(folder));
        File.Delete(Database(folder) + ".wal");
    }

    /// <summary>Whether a file within a folder belongs to a ledger that lies there.</summary>
    public static bool Holds(string file, string within)
    {
        var root = Path.GetFullPath(within);
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder?.Length > root.Length; folder = Path.GetDirectoryName(folder))
        {
            if (Is(folder))
            {
                return true;
            }
        }

        return false;
    }
}
