namespace Mtok.Traces;

/// <summary>
/// Scales bins of lengths by one factor so that draws from them have a given mean. A recorded x represents x - 1/2 to x + 1/2, so that a
/// bin of equal lengths is spread too; lengths are clipped to at least one token and at most the limit, and the factor compensates for
/// the effect of clipping and of rounding to whole tokens on the mean.
/// </summary>
/// <param name="bins">All bins, each with its share of all requests.</param>
/// <param name="mean">The target mean, from 1 to <paramref name="most"/>.</param>
/// <param name="most">The maximum length, in whole tokens.</param>
internal sealed class LengthStretch(IReadOnlyList<(double Share, IReadOnlyList<Tokens> Bin)> bins, double mean, double most)
{
    private const double LargestFactor = 1e9;

    private readonly double _factor = Factor(bins, mean, most);

    /// <summary>The scaled bin.</summary>
    public IReadOnlyList<Tokens> Stretch(IReadOnlyList<Tokens> bin) => [.. Quantiles(bin, _factor, most).Select(Tokens.FromCount)];

    private static double Factor(IReadOnlyList<(double Share, IReadOnlyList<Tokens> Bin)> bins, double mean, double most)
    {
        var (low, high) = (0.0, 1.0);
        while (high < LargestFactor && MeanOf(bins, high, most) < mean)
        {
            low = high;
            high *= 2;
        }

        for (var halved = 0; halved < 60; halved++)
        {
            var middle = (low + high) / 2;
            (low, high) = MeanOf(bins, middle, most) < mean ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double MeanOf(IReadOnlyList<(double Share, IReadOnlyList<Tokens> Bin)> bins, double factor, double most) =>
        bins.Sum(bin => bin.Share * MeanOf(Quantiles(bin.Bin, factor, most)));

    private static double MeanOf(double[] quantiles) => quantiles.Zip(quantiles.Skip(1), MeanBetween).Average();

    /// <summary>The mean of a uniform draw between two quantiles, rounded to whole tokens.</summary>
    private static double MeanBetween(double from, double to)
    {
        var (first, last) = (Math.Floor(from + 0.5), Math.Floor(to + 0.5));
        if (first == last)
        {
            return first;
        }

        var whole = (last - 1 - first) * (first + last) / 2;
        return ((first * (first + 0.5 - from)) + whole + (last * (to - last + 0.5))) / (to - from);
    }

    private static double[] Quantiles(IReadOnlyList<Tokens> bin, double factor, double most) =>
        [.. bin.Select((tokens, at) => Math.Clamp(factor * (tokens.Count + ((double)at / (bin.Count - 1)) - 0.5), 1, most))];
}
