namespace Mtok.Traces;

/// <summary>Draws pairs of lengths: a pair of bins by Walker's alias method (Vose 1991), then a position between the quantiles of each bin.</summary>
internal sealed class LengthDraw
{
    private readonly (uint Keep, int Alias)[] _pairs;
    private readonly int[] _cells;
    private readonly double[][] _inputs;
    private readonly double[][] _outputs;

    public LengthDraw(JointLengths lengths)
    {
        _inputs = [.. lengths.Inputs.Select(Quantiles)];
        _outputs = [.. lengths.Outputs.Select(Quantiles)];
        _cells = [.. Enumerable.Range(0, lengths.Weights.Count).Where(cell => lengths.Weights[cell] > 0)];
        _pairs = Alias([.. _cells.Select(cell => lengths.Weights[cell] * (double)_cells.Length / lengths.Weights.Sum())]);
    }

    public (double Input, double Output) Next(ref SeededRandom random)
    {
        var drawn = random.Next();
        var pair = (int)(((drawn >> 32) * (ulong)_pairs.Length) >> 32);
        var (keep, alias) = _pairs[pair];
        var cell = _cells[(uint)drawn < keep ? pair : alias];
        var places = random.Next();
        var (input, output) = Math.DivRem(cell, _outputs.Length);
        return (Within(_inputs[input], (uint)(places >> 32)), Within(_outputs[output], (uint)places));
    }

    private static double Within(double[] quantiles, uint place)
    {
        var scaled = place * (ulong)(quantiles.Length - 1);
        var at = (int)(scaled >> 32);
        var share = (uint)scaled * (1.0 / 4294967296.0);
        return Math.Floor(quantiles[at] + (share * (quantiles[at + 1] - quantiles[at])) + 0.5);
    }

    private static double[] Quantiles(IReadOnlyList<Tokens> bin) => [.. bin.Select(tokens => tokens.Count)];

    private static (uint, int)[] Alias(double[] shares)
    {
        var table = new (uint Keep, int Alias)[shares.Length];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var at = 0; at < shares.Length; at++)
        {
            (shares[at] < 1 ? small : large).Push(at);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Pop());
            table[less] = ((uint)(shares[less] * uint.MaxValue), more);
            shares[more] -= 1 - shares[less];
            (shares[more] < 1 ? small : large).Push(more);
        }

        foreach (var rest in small.Concat(large))
        {
            table[rest] = (uint.MaxValue, rest);
        }

        return table;
    }
}
