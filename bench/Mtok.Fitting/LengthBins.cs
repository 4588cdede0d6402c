namespace Mtok.Fitting;

/// <summary>Builds the lengths of a profile: bins half an octave wide, octiles of the requests within each, and the requests in each pair of bins.</summary>
internal static class LengthBins
{
    /// <summary>From recorded pairs of lengths.</summary>
    public static JointLengths Of(IReadOnlyList<(double Input, double Output)> pairs)
    {
        var (inputs, outputs) = (Bins([.. pairs.Select(pair => (pair.Input, 1.0))]), Bins([.. pairs.Select(pair => (pair.Output, 1.0))]));
        var weights = pairs.CountBy(pair => (Bin(pair.Input), Bin(pair.Output))).ToDictionary(entry => entry.Key, entry => (long)entry.Value);
        return new(
            [.. inputs.Values], [.. outputs.Values],
            [.. inputs.Keys.SelectMany(input => outputs.Keys.Select(output => weights.GetValueOrDefault((input, output))))]);
    }

    /// <summary>From lengths of prompts and of outputs published separately, assumed independent.</summary>
    public static JointLengths OfApart(IReadOnlyList<(double Tokens, double Weight)> inputs, IReadOnlyList<(double Tokens, double Weight)> outputs)
    {
        var (inputBins, outputBins) = (Bins(inputs), Bins(outputs));
        var (inputShares, outputShares) = (Shares(inputs), Shares(outputs));
        return new(
            [.. inputBins.Values], [.. outputBins.Values],
            [.. inputBins.Keys.SelectMany(input => outputBins.Keys.Select(output => (long)Math.Round(1e6 * inputShares[input] * outputShares[output])))]);
    }

    private static int Bin(double tokens) => (int)Math.Floor((2 * Math.Log2(tokens)) + 1e-9);

    private static Dictionary<int, double> Shares(IReadOnlyList<(double Tokens, double Weight)> lengths) =>
        lengths.GroupBy(length => Bin(length.Tokens)).ToDictionary(bin => bin.Key, bin => bin.Sum(length => length.Weight) / lengths.Sum(length => length.Weight));

    private static SortedDictionary<int, IReadOnlyList<Tokens>> Bins(IReadOnlyList<(double Tokens, double Weight)> lengths) =>
        new(lengths.GroupBy(length => Bin(length.Tokens)).ToDictionary(bin => bin.Key, bin => Quantiles([.. bin.OrderBy(length => length.Tokens)])));

    private static IReadOnlyList<Tokens> Quantiles(List<(double Tokens, double Weight)> sorted)
    {
        var total = sorted.Sum(length => length.Weight);
        return [.. Enumerable.Range(0, ProfileReader.QuantilesPerBin).Select(at =>
        {
            var left = at * total * (1 - 1e-12) / (ProfileReader.QuantilesPerBin - 1);
            return Tokens.FromCount(sorted.First(length => (left -= length.Weight) <= 0).Tokens);
        })];
    }
}
