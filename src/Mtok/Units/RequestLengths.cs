namespace Mtok;

/// <summary>How the lengths of requests are distributed around their mean. Prices that depend on length are prices of one request, not of a mean.</summary>
/// <param name="Bins">Requests of similar length; their shares add up to one. No tier that providers publish begins within a bin.</param>
/// <param name="Profile">The public profile whose distribution is assumed; null if the lengths were counted.</param>
public sealed record RequestLengths(IReadOnlyList<LengthBin> Bins, string? Profile);

/// <summary>Requests of similar length.</summary>
/// <param name="Share">Their share of all requests.</param>
/// <param name="Mean">The mean of them.</param>
public sealed record LengthBin(Ratio Share, TokenMix Mean);

/// <summary>Counts requests by their length into bins.</summary>
public sealed class LengthBinning
{
    /// <summary>Published tiers begin at multiples of a thousand or of 1,024 tokens, or one token beside a multiple of a thousand.</summary>
    private const int Thousand = 1000;
    private const int Binary = 1024;

    private readonly Dictionary<(int Thousands, int Place, int Binary), Sums> _bins = [];
    private double _requests;

    /// <summary>Counts a request, or several of one length.</summary>
    /// <param name="input">Its input tokens.</param>
    /// <param name="output">Its output tokens.</param>
    /// <param name="cached">The part of the input that was cached.</param>
    /// <param name="weight">How many requests there are of it / one.</param>
    public void Add(Tokens input, Tokens output, Tokens cached, Ratio weight)
    {
        var (requests, whole) = (weight.Value, (int)Math.Ceiling(input.Count));
        var key = ((whole + Thousand - 2) / Thousand, whole % Thousand is var place && place < 2 ? place : 2, (whole + Binary - 1) / Binary);
        if (!_bins.TryGetValue(key, out var sums))
        {
            _bins[key] = sums = new();
        }

        sums.Add(input.Count * requests, output.Count * requests, cached.Count * requests, requests);
        _requests += requests;
    }

    /// <summary>The bins, shortest first.</summary>
    /// <param name="like">The mean request, for what is not counted.</param>
    /// <param name="profile">The public profile whose distribution it is; null if the lengths were counted.</param>
    public RequestLengths Of(TokenMix like, string? profile) =>
        new([.. _bins.Values.OrderBy(sums => sums.Input / sums.Requests).Select(sums => sums.Of(like, _requests))], profile);

    private sealed class Sums
    {
        private double _output;
        private double _cached;

        public double Requests { get; private set; }

        public double Input { get; private set; }

        public void Add(double input, double output, double cached, double requests)
        {
            Input += input;
            Requests += requests;
            _output += output;
            _cached += cached;
        }

        public LengthBin Of(TokenMix like, double all) => new(
            Ratio.FromValue(Requests / all),
            like with
            {
                Input = Tokens.FromCount(Input / Requests),
                Output = Tokens.FromCount(_output / Requests),
                CachedShare = Ratio.FromValue(_cached / Math.Max(1, Input)),
                Lengths = null,
            });
    }
}
