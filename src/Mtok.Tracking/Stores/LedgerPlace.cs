namespace Mtok.Tracking;

/// <summary>Where a reader finds a ledger.</summary>
/// <param name="Folder">The folder; with a server, as the server sees it.</param>
/// <param name="Server">The ClickHouse that reads the folder; null where this process does.</param>
public sealed record LedgerPlace(string Folder, ClickHouseAddress? Server = null)
{
    /// <summary>What changes when closed hours do; null where it cannot be known, which reading explains.</summary>
    public string? Version()
    {
        if (Server is null)
        {
            return FormattableString.Invariant($"{Directory.GetLastWriteTimeUtc(Folder).Ticks}");
        }

        try
        {
            using var store = new ClickHouseStore(Server, Folder);
            return store.Version();
        }
        catch (LedgerFaultException)
        {
            return null;
        }
    }

    /// <summary>Opens it for reading.</summary>
    internal ISegmentStore Open() => Server is null ? new FolderStore(Folder) : new ClickHouseStore(Server, Folder);
}
