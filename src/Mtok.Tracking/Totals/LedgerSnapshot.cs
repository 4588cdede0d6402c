namespace Mtok.Tracking;

/// <summary>Reads a ledger beside its writer, in the same process: open hours are added up where they lie, in one transaction.</summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="catalog">Where its deployments look up offers and accelerators.</param>
internal sealed class LedgerSnapshot(string folder, Catalog catalog)
{
    /// <summary>Everything in the ledger but levels, which say what replicas can serve and nothing of what was used or paid.</summary>
    /// <param name="database">A connection of its own, in a transaction, which changes nothing that lasts.</param>
    /// <param name="list">The segments that count in that transaction.</param>
    /// <param name="problems">Where to report files of deployments that contradict each other.</param>
    /// <returns>What is in it; null where it cannot be read (reported).</returns>
    public Tracked? Read(LedgerDatabase database, SegmentList list, Problems problems)
    {
        using var tally = new Tally(problems);
        var usage = new OpenUsage(database, folder, list);
        var hours = usage.Hours();
        using var store = new FolderStore(folder);
        var contents = new LedgerContents(database, store, list);
        contents.AddFiles(tally, new(catalog, problems));
        contents.AddSamples(tally);
        return problems.HasErrors ? null : tally.Finish(hours, usage.Repeated);
    }
}
