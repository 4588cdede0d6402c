namespace Mtok.Traces;

/// <summary>A histogram of lengths, so that percentiles are exact for any number of requests.</summary>
internal sealed class LengthCounts
{
    private readonly long[] _short = new long[65536];
    private readonly SortedDictionary<long, long> _long = [];
    private long _count;
    private double _sum;

    public void Add(double tokens)
    {
        _count++;
        _sum += tokens;
        if (tokens < _short.Length)
        {
            _short[(int)tokens]++;
        }
        else
        {
            _long[(long)tokens] = _long.GetValueOrDefault((long)tokens) + 1;
        }
    }

    public double Mean => _count == 0 ? 0 : _sum / _count;

    /// <summary>The smallest length that at least this share of requests does not exceed.</summary>
    public double Percentile(double share)
    {
        var left = Math.Max(1, (long)Math.Ceiling(share * _count));
        for (var length = 0; length < _short.Length; length++)
        {
            if ((left -= _short[length]) <= 0)
            {
                return length;
            }
        }

        foreach (var (length, requests) in _long)
        {
            if ((left -= requests) <= 0)
            {
                return length;
            }
        }

        return 0;
    }
}
