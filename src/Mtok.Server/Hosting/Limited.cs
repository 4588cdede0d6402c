namespace Mtok.Server;

/// <summary>Bodies of bounded size, whatever their headers say and however they are compressed.</summary>
internal static class Limited
{
    private const int Part = 1 << 16;

    /// <summary>Copies a stream up to a number of bytes.</summary>
    /// <returns>Whether that was all of it.</returns>
    public static async Task<bool> Copy(Stream from, Stream to, long most, CancellationToken cancel)
    {
        var buffer = new byte[Part];
        for (var left = most; ;)
        {
            var read = await from.ReadAsync(buffer, cancel).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            if ((left -= read) < 0)
            {
                return false;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
        }
    }
}
