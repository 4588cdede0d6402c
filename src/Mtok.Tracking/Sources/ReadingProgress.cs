namespace Mtok.Tracking;

/// <summary>How far the reading of files has come.</summary>
/// <param name="Path">The file that is read.</param>
/// <param name="Read">Bytes read of all files.</param>
/// <param name="All">Bytes of all files.</param>
public readonly record struct TrackedProgress(string Path, Bytes Read, Bytes All);

/// <summary>Counts the bytes that are read of files. A file is looked at more than once: what counts is how far into it anyone came.</summary>
/// <param name="all">Bytes of all files.</param>
/// <param name="progress">Receives how far it has come.</param>
internal sealed class ReadingProgress(Bytes all, IProgress<TrackedProgress> progress)
{
    private string _path = "";
    private long _done;
    private long _length;
    private long _read;

    /// <summary>Begins a file; the one before it is done.</summary>
    public void Begin(string path)
    {
        _done += _length;
        _path = path;
        _length = new FileInfo(path).Length;
        _read = 0;
        Report();
    }

    /// <summary>Opens the file that was begun, and counts how far it is read.</summary>
    public Stream Open() => new Counted(_path, this);

    private void Reached(long position)
    {
        if (position > _read)
        {
            _read = position;
            Report();
        }
    }

    private void Report() => progress.Report(new(_path, Bytes.FromCount(_done + _read), all));

    private sealed class Counted(string path, ReadingProgress progress) : ReadStream
    {
        private readonly Stream file = SourceFile.OpenOnDisk(path);

        public override bool CanSeek => file.CanSeek;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            var count = file.Read(buffer);
            progress.Reached(file.Position);
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
