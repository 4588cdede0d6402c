using System.Diagnostics.CodeAnalysis;

namespace Mtok;

/// <summary>How a writer waits for its turn.</summary>
/// <param name="Owner">Who it is, for those who wait: <c>process 123 on host</c>.</param>
/// <param name="Clock">Measures the waits between two tries.</param>
/// <param name="Waits">Takes one sentence where there is something to wait for.</param>
public sealed record WritingTurn(string Owner, TimeProvider Clock, Action<string> Waits);

/// <summary>
/// The one writer of a folder: whoever else wants to change it waits, reads what is then there, and adds to that. The lock is the system's, on a file that is
/// removed with it; a killed owner has none.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private const string Name = ".mtok-lock";
    private const string OwnerName = ".mtok-lock-owner";

    /// <summary>What the system says of a locked file on Linux, macOS and Windows.</summary>
    private static readonly int[] Locked = [11, 35, 32];
    private static readonly TimeSpan UntilAgain = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly FileStream _file;
    private readonly MadeFolders _made;

    private FolderLock(string folder, FileStream file, MadeFolders made)
    {
        _folder = folder;
        _file = file;
        _made = made;
        PartialFile.Watch(OwnerPath(folder));
        PartialFile.Watch(Path.Combine(folder, Name));
    }

    /// <summary>Waits until nobody else writes into a folder, which is created if missing and taken away if nothing came to lie in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="turn">How to wait.</param>
    /// <param name="cancelled">Cancels waiting.</param>
    /// <exception cref="IOException">The folder cannot be written into.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written into.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the lock that is disposed owns it")]
    public static async Task<FolderLock> TakeAsync(string folder, WritingTurn turn, CancellationToken cancelled)
    {
        var made = new MadeFolders();
        for (var waits = false; ; waits = true)
        {
            if (TryTake(folder, made) is { } file)
            {
                var taken = new FolderLock(folder, file, made);
                await File.WriteAllTextAsync(OwnerPath(folder), turn.Owner, cancelled).ConfigureAwait(false);
                return taken;
            }

            if (!waits)
            {
                turn.Waits($"{folder}: {OwnerOf(folder)} is writing into it; waiting for it to end");
            }

            await Task.Delay(UntilAgain, turn.Clock, cancelled).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(OwnerPath(_folder));
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(Path.Combine(_folder, Name));
        }

        _file.Dispose();
        PartialFile.Forget(OwnerPath(_folder));
        PartialFile.Forget(Path.Combine(_folder, Name));
        _made.RemoveEmpty();
    }

    /// <summary>The locked file; null where somebody else has it.</summary>
    private static FileStream? TryTake(string folder, MadeFolders made)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            made.Make(folder);
            var options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, options);
            if (FileStatus.IsAt(file.SafeFileHandle, path))
            {
                return file;
            }

            // The owner before removed it after it was opened here and before it was locked: what has its name now is another.
            file.Dispose();
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            // The owner before took the empty folder away.
            return null;
        }
        catch (IOException exception) when (Locked.Contains(exception.HResult & 0xFFFF))
        {
            return null;
        }
    }

    private static string OwnerOf(string folder)
    {
        try
        {
            return File.ReadAllText(OwnerPath(folder)) is { Length: > 0 } owner ? owner : "another mtok";
        }
        catch (IOException)
        {
            return "another mtok";
        }
    }

    private static string OwnerPath(string folder) => Path.Combine(folder, OwnerName);
}
