using System.Threading.Channels;

namespace Mtok.Tracking;

/// <summary>Bodies that wait to be stored: a queue with a bound on what is in memory, from any thread to one writer.</summary>
/// <param name="limit">Bytes that may wait, those of bodies that are being read included.</param>
internal sealed class WaitingBodies(long limit)
{
    private readonly Channel<ReadBody> _channel = Channel.CreateUnbounded<ReadBody>(new() { SingleReader = true });
    private long _bytes;

    /// <summary>Bytes that wait.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Keeps room; false where there is none. What is larger than all room gets it when nothing waits.</summary>
    public bool Reserve(long bytes)
    {
        var all = Interlocked.Add(ref _bytes, bytes);
        if (all <= limit || all == bytes)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    /// <summary>Queues a body for which room is kept; false where none are taken any more.</summary>
    public bool Add(ReadBody body) => _channel.Writer.TryWrite(body);

    /// <summary>Waits for a body; false once none will come.</summary>
    public ValueTask<bool> Wait() => _channel.Reader.WaitToReadAsync();

    /// <summary>Takes what waits, whole bodies, up to a number of readings; their room is given back when they are answered.</summary>
    public List<ReadBody> Take(int readings)
    {
        var taken = new List<ReadBody>();
        for (var left = readings; left > 0 && _channel.Reader.TryRead(out var body); left -= body.Readings.Count)
        {
            taken.Add(body);
        }

        return taken;
    }

    /// <summary>Takes no more; what waits can still be had.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}
