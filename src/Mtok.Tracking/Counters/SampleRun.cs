using System.Buffers.Binary;

namespace Mtok.Tracking;

/// <summary>A sample of a counter.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Value">The value; NaN marks that the series ended.</param>
internal readonly record struct CounterSample(long At, double Value)
{
    /// <summary>Whether it marks that the series ended.</summary>
    public bool IsStale => double.IsNaN(Value);
}

/// <summary>
/// The samples of a series, in the order they came, as changes of steps: 2 to 5 bytes each where they come in even steps and whole, 18 at most otherwise.
/// </summary>
internal sealed class SampleRun
{
    private const double Exact = 1L << 53;
    private const int First = 64;
    private const int Largest = 1 << 16;
    private const int Widest = 20;
    private readonly List<(byte[] Bytes, int Length)> _full = [];
    private byte[] _bytes = new byte[First];
    private int _length;
    private long _lastAt;
    private long _lastStep;
    private long _lastValue;

    /// <summary>How many samples it holds, repeated ones included.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they take.</summary>
    public int Bytes => _full.Sum(part => part.Length) + _length;

    /// <summary>Keeps a sample.</summary>
    public void Add(CounterSample sample)
    {
        if (_bytes.Length - _length < Widest)
        {
            _full.Add((_bytes, _length));
            _bytes = new byte[Math.Min(_bytes.Length * 2, Largest)];
            _length = 0;
        }

        Count++;
        var step = sample.At - _lastAt;
        Write(Folded(step - _lastStep));
        _lastAt = sample.At;
        _lastStep = step;
        if (Math.Abs(sample.Value) < Exact && sample.Value == Math.Floor(sample.Value))
        {
            Write(Folded((long)sample.Value - _lastValue) << 1);
            _lastValue = (long)sample.Value;
        }
        else
        {
            Write(1);
            BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_length), sample.Value);
            _length += sizeof(double);
        }
    }

    /// <summary>All samples by time, each moment once: where several values are stated for one, the highest.</summary>
    public CounterSample[] InOrder()
    {
        var all = Decoded();
        if (!IsSorted(all))
        {
            Array.Sort(all, (left, right) => left.At != right.At ? left.At.CompareTo(right.At) : Height(left).CompareTo(Height(right)));
        }

        var kept = 0;
        for (var next = 0; next < all.Length; next++)
        {
            if (next + 1 == all.Length || all[next + 1].At != all[next].At)
            {
                all[kept++] = all[next];
            }
        }

        return all[..kept];
    }

    private CounterSample[] Decoded()
    {
        var all = new CounterSample[Count];
        var next = 0;
        var (at, step, whole) = (0L, 0L, 0L);
        foreach (var (bytes, length) in _full.Append((_bytes, _length)))
        {
            for (var position = 0; position < length; next++)
            {
                step += Unfolded(Read(bytes, ref position));
                at += step;
                var value = Read(bytes, ref position);
                if (value == 1)
                {
                    all[next] = new(at, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(position)));
                    position += sizeof(double);
                }
                else
                {
                    whole += Unfolded(value >> 1);
                    all[next] = new(at, whole);
                }
            }
        }

        return all;
    }

    private static bool IsSorted(CounterSample[] all)
    {
        for (var next = 1; next < all.Length; next++)
        {
            if (all[next].At <= all[next - 1].At)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A marker of the end is below any value stated for the same moment.</summary>
    private static double Height(CounterSample sample) => sample.IsStale ? double.NegativeInfinity : sample.Value;

    private void Write(ulong number)
    {
        for (; number >= 128; number >>= 7)
        {
            _bytes[_length++] = (byte)(number | 128);
        }

        _bytes[_length++] = (byte)number;
    }

    private static ulong Read(byte[] bytes, ref int position)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[position++];
            number |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return number;
            }
        }
    }

    /// <summary>Small numbers of either sign as small numbers.</summary>
    private static ulong Folded(long number) => (ulong)((number << 1) ^ (number >> 63));

    private static long Unfolded(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);
}
