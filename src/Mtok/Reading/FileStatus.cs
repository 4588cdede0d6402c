using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mtok;

/// <summary>What a path names.</summary>
public enum FileKind
{
    /// <summary>Nothing, or nothing that may be seen.</summary>
    Missing,

    /// <summary>A file, wherever it lies.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe: it can be read once.</summary>
    Pipe,

    /// <summary>A device or socket.</summary>
    Device,
}

/// <summary>What the file system knows of a path, links followed; nothing is opened.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The number of its owner; 0 where the system has none.</param>
/// <param name="Group">The number of its group; 0 where the system has none.</param>
/// <param name="Volume">The file system it is on; 0 where that is not known.</param>
/// <param name="Number">Its number there; 0 where that is not known.</param>
public readonly record struct FileStatus(FileKind Kind, uint Owner, uint Group, long Volume, long Number)
{
    private const int Types = 0xF000;

    /// <summary>The status of a path.</summary>
    public static FileStatus Of(string path)
    {
        var fields = new NativeStatus();
        return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? default
            : OperatingSystem.IsWindows() ? new(Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.File : FileKind.Missing, 0, 0, 0, 0)
            : NativeFiles.Stat(path, ref fields) == 0 ? Of(fields) : default;
    }

    /// <summary>The status of an open file.</summary>
    internal static FileStatus Of(SafeFileHandle handle)
    {
        var fields = new NativeStatus();
        return !OperatingSystem.IsWindows() && NativeFiles.FStat(handle, ref fields) == 0 ? Of(fields) : default;
    }

    /// <summary>Whether two paths name one and the same file.</summary>
    public static bool IsSame(string path, string other) =>
        Of(path) is { Kind: FileKind.File } status && (status.Number == 0
            ? Of(other).Kind == FileKind.File && Path.GetFullPath(path) == Path.GetFullPath(other)
            : Of(other) is var second && second.Volume == status.Volume && second.Number == status.Number);

    /// <summary>Whether an open file still has the name that it was opened by: on Unix it may have been removed since, or another put in its place.</summary>
    internal static bool IsAt(SafeFileHandle handle, string path) => OperatingSystem.IsWindows() || Of(handle) == Of(path);

    /// <summary>Whether a file may be written: somebody may, and this process too.</summary>
    public static bool MayWrite(string path) => OperatingSystem.IsWindows()
        ? !new FileInfo(path).IsReadOnly
        : (File.GetUnixFileMode(path) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0
            && NativeFiles.Access(path, NativeFiles.ToWrite) == 0;

    private static FileStatus Of(NativeStatus fields) => new(
        (fields.Mode & Types) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            _ => FileKind.Device,
        },
        fields.Owner,
        fields.Group,
        fields.Volume,
        fields.Number);
}

/// <summary>The runtime's own form of a file's status, the same on every Unix; only what is read here has a name.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct NativeStatus
{
    [FieldOffset(4)]
    public int Mode;

    [FieldOffset(8)]
    public uint Owner;

    [FieldOffset(12)]
    public uint Group;

    [FieldOffset(88)]
    public long Volume;

    [FieldOffset(104)]
    public long Number;
}

/// <summary>What .NET does not say of files: its own native library does.</summary>
internal static partial class NativeFiles
{
    public const int ToWrite = 2;
    private const string Library = "libSystem.Native";

    [LibraryImport(Library, EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Stat(string path, ref NativeStatus status);

    [LibraryImport(Library, EntryPoint = "SystemNative_FStat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int FStat(SafeFileHandle file, ref NativeStatus status);

    [LibraryImport(Library, EntryPoint = "SystemNative_Access", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int ChangeOwner(string path, uint owner, uint group);
}
