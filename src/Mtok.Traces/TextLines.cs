namespace Mtok.Traces;

/// <summary>Numbered lines of a file, one in memory at a time.</summary>
internal sealed class TextLines(TraceSource source)
{
    private const int LongestLine = 64 * 1024 * 1024;

    /// <summary>Each non-blank line; its bytes are valid only until the next line is read.</summary>
    public IEnumerable<(long Number, ReadOnlyMemory<byte> Line)> Read(TraceReading reading)
    {
        using var stream = source.Open();
        var buffer = new byte[1 << 18];
        var (start, end, number) = (0, 0, 0L);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                end -= start;
                start = 0;
                if (end == buffer.Length)
                {
                    if (buffer.Length >= LongestLine)
                    {
                        reading.Fail(TraceSource.Line(source.Path, number + 1), "broken-json", $"a line of more than {LongestLine / 1024 / 1024} MB");
                        yield break;
                    }

                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                if (TryFill(stream, buffer, end, number + 1, reading) is var read && read > 0)
                {
                    end += read;
                    continue;
                }

                length = end;
            }

            if (length == end - start && end == start)
            {
                yield break;
            }

            number++;
            var line = buffer.AsMemory(start, length).Trim(" \r\t"u8.ToArray());
            start = Math.Min(end, start + length + 1);
            if (line.Length > 0)
            {
                yield return (number, number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line);
            }
        }
    }

    private int TryFill(Stream stream, byte[] buffer, int end, long line, TraceReading reading)
    {
        try
        {
            return stream.Read(buffer, end, buffer.Length - end);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            reading.Fail(TraceSource.Line(source.Path, line), "unreadable-file", exception.Message);
            return 0;
        }
    }
}
