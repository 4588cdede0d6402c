namespace Mtok.App;

/// <summary>Writes into a catalog folder alone, so that what another mtok stores at the same time is not lost.</summary>
internal static class CatalogWriter
{
    /// <summary>How this process waits for another.</summary>
    public static WritingTurn Turn { get; } =
        new($"process {Environment.ProcessId} on {Environment.MachineName}", TimeProvider.System, sentence => Console.Error.WriteLine($"mtok: {sentence}"));

    /// <summary>Does what reads and writes the folder while nobody else does; at once where nothing is to be stored.</summary>
    /// <param name="folder">The folder, or null where nothing is to be stored.</param>
    /// <param name="store">Reads, writes and answers with an exit code.</param>
    /// <param name="cancelled">Cancels waiting.</param>
    public static async Task<int> StoreAsync(string? folder, Func<int> store, CancellationToken cancelled)
    {
        if (folder is null)
        {
            return store();
        }

        FolderLock alone;
        try
        {
            alone = await FolderLock.TakeAsync(folder, Turn, cancelled).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{folder}: error: cannot be written: {exception.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        using (alone)
        {
            return store();
        }
    }
}
