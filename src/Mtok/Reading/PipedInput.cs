using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Mtok;

/// <summary>
/// Pipes and standard input as files that can be read more than once, as most readers do: each is copied once, to a file without a name, which is gone
/// when the process ends, however it ends.
/// </summary>
internal static class PipedInput
{
    /// <summary>More comes through no pipe that anybody meant.</summary>
    private const long Largest = 16L * 1024 * 1024 * 1024;
    private static readonly Lock Copying = new();
    private static readonly Dictionary<string, SafeFileHandle> Copies = new(StringComparer.Ordinal);

    /// <summary>The content from its beginning, as often as it is asked for.</summary>
    /// <param name="path">The pipe, or <c>-</c> for standard input.</param>
    /// <exception cref="IOException">It cannot be read or copied.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the stream that is disposed owns it")]
    public static Stream Open(string path)
    {
        lock (Copying)
        {
            if (!Copies.TryGetValue(path, out var copy))
            {
                using var pipe = path == InputFile.StandardInput
                    ? Console.OpenStandardInput()
                    : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                Copies[path] = copy = Copy(pipe);
            }

            return new FileStream(new SafeFileHandle(copy.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 1 << 16);
        }
    }

    private static SafeFileHandle Copy(Stream pipe)
    {
        var path = Path.Combine(Path.GetTempPath(), "mtok-" + Path.GetRandomFileName());
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        var (buffer, length) = (new byte[1 << 16], 0L);
        for (int read; (read = pipe.Read(buffer)) > 0; length += read)
        {
            if (length >= Largest)
            {
                throw new IOException($"more than {Largest >> 30} GB come through it");
            }

            RandomAccess.Write(handle, buffer.AsSpan(0, read), length);
        }

        return handle;
    }
}
